"""What does a kernel do to a picture? Input, kernel and output, the arithmetic of any pixel, and the scan."""

from functools import partial

from core.data import IMAGE_FORMATS
from core.export import array_file, name_of
from core.filters import answer_over, axes_of
from pages.parts.choose.boxes import box
from pages.parts.choose.camera import offer_camera
from pages.parts.choose.data_picker import pick_image
from pages.parts.choose.filter_picker import pick_combined
from pages.parts.choose.kernel_picker import pick_kernel
from pages.parts.choose.layer_picker import pick_applied, sentence
from pages.parts.choose.parts import part
from pages.parts.choose.pin import place
from pages.parts.choose.widgets import switch
from pages.parts.draw.chain import show_chain
from pages.parts.draw.kernel_details import show_combined_details, show_kernel_details, show_separable_parts
from pages.parts.draw.picture_scan import show_picture_scan
from pages.parts.draw.prose import prose
from pages.parts.draw.sampling_grid import show_sampling_grid
from pages.parts.draw.take_away import take_kernel
from pages.parts.shell import say
from pages.parts.shell.cached import (
    combined_output,
    combined_scan_of,
    first_pin,
    grey_picture,
    picture_output,
    picture_scan_of,
    small_picture,
)
from pages.parts.shell.engine import show_plan
from pages.parts.shell.entrance import through_app
from pages.parts.shell.frame import controls, heading
from pages.parts.shell.registry import is_embedded
from pages.parts.shell.show import download

through_app()

LONGEST_SIDE = 1024

heading(
    "Images",
    "Slide a kernel over a picture: at each pixel, multiply its neighbourhood by the kernel's numbers and add.",
)
with controls():
    image = small_picture(pick_image("images"), LONGEST_SIDE)
    if image.is_colour and not switch("Keep the colours", "images_colour"):
        image = grey_picture(image)
    combined = pick_combined("images")
    if combined is None:
        kernel = pick_kernel("images", 2, "sobel_x")
        layer = pick_applied("images", kernel, image.pixels.shape)

if combined is not None:
    parameters = tuple(combined.parameters.items())
    content = combined_scan_of(image, combined.filter.name, parameters)
    shape, edge = image.pixels.shape, first_pin(image)
    make = partial(combined_output, image, combined.filter.name, parameters, "reflect")
    name = name_of("output", "npy", image, combined)
else:
    content = picture_scan_of(image, layer)
    shape = tuple(axis.outputs for axis in axes_of(layer, image.pixels.shape))
    edge = answer_over(layer, image.pixels.shape, first_pin(image))
    make = partial(picture_output, image, layer)
    name = name_of("output", "npy", image, layer)
pinned = place("images_row", shape[0], edge[0]), place("images_column", shape[1], edge[1])
show_picture_scan(content, "images", pinned)


def show_more() -> None:
    """What is known of the filter, files, and the chain on the same picture."""
    if combined is not None:
        show_combined_details(combined)
    else:
        say.caption(sentence(layer))
        show_sampling_grid(layer, "images")
        show_separable_parts(kernel, "images")
        show_kernel_details(kernel, "images")
        computed = box("How it is computed", "images_computed", ":material/calculate:")
        if computed.open:
            with computed:
                show_plan(image.pixels, layer)
        take_kernel(layer.mask, "images", layer.boundary)
    show_chain(image, "images")


if not is_embedded():
    part(show_more, "images_more")
    offer_camera("images", "images_sample")
    download("Output as NPY", lambda: array_file("output", make()), name, "images_npy")
    prose("images", formats=IMAGE_FORMATS)
