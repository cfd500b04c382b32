"""What does a kernel do to a picture? Input, kernel and output, and the arithmetic of one pixel."""

import streamlit as st

from core.data import IMAGE_FORMATS
from core.export import array_file, name_of
from core.figures import kernel_chart, spectrum_map
from core.filters import frame_of, products_of
from core.kernels import frequency_response, separability
from pages.parts.choose.data_picker import pick_image
from pages.parts.choose.filter_picker import pick_combined, show_combined
from pages.parts.choose.kernel_picker import pick_kernel
from pages.parts.choose.layer_picker import pick_layer, sentence
from pages.parts.choose.pin import pin
from pages.parts.choose.widgets import switch
from pages.parts.draw.output_picture import show_output
from pages.parts.draw.products import show_maps
from pages.parts.draw.take_away import take_kernel
from pages.parts.shell.cached import grey_picture, input_picture, layer_output, small_picture
from pages.parts.shell.engine import show_plan
from pages.parts.shell.entrance import through_app
from pages.parts.shell.prose import prose
from pages.parts.shell.show import chart, download, picture

through_app()

LONGEST_SIDE = 1024

st.title("Images")
st.markdown("Slide a kernel over a picture: at each pixel, multiply its neighbourhood by the kernel's numbers and add.")
controls, view = st.columns([1, 2], gap="large")
with controls:
    image = small_picture(pick_image("images"), LONGEST_SIDE)
    if image.is_colour and not switch("Keep the colours", "images_colour"):
        image = grey_picture(image)
    height, width = image.pixels.shape[:2]
    combined = pick_combined("images")
    if combined is None:
        kernel = pick_kernel("images", 2, "sobel_x")
        with st.expander("How it is applied", icon=":material/tune:"):
            layer = pick_layer("images", kernel)

with view:
    before, after = st.columns(2)
    if combined is not None:
        with before:
            picture(input_picture(image), f"{image.title}, {width} x {height} pixels", fills_column=True)
        output = show_combined(image, combined, after)
        name = name_of("output", "npy", image, combined)
        download("Output as NPY", lambda: array_file("output", output), name, "images_npy")
    else:
        result = layer_output(image, layer)
        rows, columns = result.filtered.shape[:2]
        with st.container(horizontal=True):
            pinned = pin("Pinned row", rows, "images_row"), pin("Pinned column", columns, "images_column")
        with before:
            framed = input_picture(image, frame_of(layer, pinned))
            picture(framed, f"{image.title}, {width} x {height} pixels; the pin framed", fills_column=True)
        with after:
            show_output(result.output, layer)
        st.caption(sentence(layer))
        show_plan(image.pixels, layer)
        st.subheader("The arithmetic of the pinned pixel")
        if image.is_colour:
            st.caption("Of the red channel.")
        show_maps(products_of(image.pixels, layer, pinned), "images_arithmetic")
        st.subheader("The kernel")
        left, right = st.columns(2)
        with left:
            chart(kernel_chart(kernel.weights, kernel.title), "images_kernel_chart")
        with right:
            chart(spectrum_map(frequency_response(kernel, 64)), "images_spectrum")
        rank = separability(kernel).rank
        shape = "It is a column times a row." if rank == 1 else f"It is not a column times a row (rank {rank})."
        st.caption(f"{kernel.description} {shape} Source: {kernel.source}")
        name = name_of("output", "npy", image, layer)
        download("Output as NPY", lambda: array_file("output", result.output), name, "images_npy")
        take_kernel(layer.mask, "images", layer.boundary)
prose("images", formats=IMAGE_FORMATS)
