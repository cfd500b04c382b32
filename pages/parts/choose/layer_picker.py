"""Choosing how the kernel is applied: correlation or convolution, boundary, stride, dilation, ReLU and pooling."""

from __future__ import annotations

from dataclasses import replace

from core.convolution import BOUNDARIES, MODES
from core.filters import Layer, axes_of
from core.kernels import Kernel
from core.parameters import Choice
from pages.parts.choose import choices
from pages.parts.choose.boxes import box
from pages.parts.choose.widgets import choose, drawn_if, segments, switch
from pages.parts.shell import say

PLACES = {"valid": "only where it lies on the data as a whole", "full": "wherever it touches the data"}
# what stands there, for each entry of the menu
BEYOND = {
    "reflect": "the data mirrored",
    "mirror": "the data mirrored at the last sample",
    "nearest": "the last sample repeated",
    "wrap": "the other end of the data",
    "constant": "zeros",
}
OPERATIONS = ("Correlation", "Convolution")
BOUNDARY_HELP = (
    "At the edge the kernel reaches past the data. Before data that begin with a b c d stand: d c b a (reflect), d "
    "c b (mirror), a a a (nearest), the end of the data (wrap), zeros (constant)."
)
STRIDE = Choice(
    "stride",
    "Stride",
    1,
    (1, 2, 3, 4),
    help="How far the kernel moves from one answer to the next; with 2, every second place is left out.",
)
DILATION = Choice(
    "dilation",
    "Dilation",
    1,
    (1, 2, 3, 4),
    help="The distance from one number of the kernel to the next, in samples or pixels.",
)
POOL = Choice("pool", "Max pool", 1, (1, 2, 3, 4, 8), help="Keeps the largest answer of each block; 1 keeps all.")


MODE_HELP = (
    "Which answers are kept: as many as there are pixels (same), only those where the kernel lies on the picture as a "
    "whole (valid), or all where it touches the picture (full)."
)


def pick_applied(prefix: str, kernel: Kernel, shape: tuple[int, ...]) -> Layer:
    """Show a box with the widgets, which are drawn when it is open, and return the layer for data of this shape.

    Signals have as many answers as samples; for images, which of them are kept can be chosen.
    """
    names = ("operation", "mode", "boundary", "stride", "dilation", "relu", "pool")
    is_touched = any(choices.chosen(f"{prefix}_{name}") is not None for name in names)
    frame = box("How it is applied", f"{prefix}_applied", ":material/tune:", starts_open=is_touched)
    with frame:
        with drawn_if(bool(frame.open)):
            layer = _pick_layer(prefix, kernel, has_mode=len(shape) > 1)
        axes = axes_of(layer, shape)
        if all(axis.outputs > 0 for axis in axes):
            return layer
        reach, size = (
            " x ".join(str(each) for each in sides)
            for sides in zip(*((axis.reach, axis.length) for axis in axes), strict=True)
        )
        say.warning(
            f"The kernel reaches over {reach} samples and the data have {size}: nowhere does it lie on them as a "
            "whole. As many answers as samples are shown instead."
        )
        return replace(layer, mode="same")


def _pick_layer(prefix: str, kernel: Kernel, *, has_mode: bool) -> Layer:
    operation = segments(
        "Operation",
        OPERATIONS,
        OPERATIONS[0],
        f"{prefix}_operation",
        help_text="Correlation uses the kernel as written, as networks do; convolution turns it by 180 degrees first.",
    )
    boundary = choose(
        Choice("boundary", "Beyond the edge", "reflect", BOUNDARIES, help=BOUNDARY_HELP), f"{prefix}_boundary"
    )
    mode = "same"
    if has_mode:
        mode = segments("Answers", MODES, mode, f"{prefix}_mode", help_text=MODE_HELP)
    stride = choose(STRIDE, f"{prefix}_stride")
    dilation = choose(DILATION, f"{prefix}_dilation")
    relu = switch("ReLU", f"{prefix}_relu", help_text="Sets negative answers to zero.")
    pool = choose(POOL, f"{prefix}_pool")
    return Layer(
        kernel,
        flip=operation == OPERATIONS[1],
        boundary=str(boundary),
        stride=int(stride),
        dilation=int(dilation),
        relu=relu,
        pool=int(pool),
        mode=mode,
    )


def sentence(layer: Layer) -> str:
    """The layer in words."""
    steps = ["The kernel is turned by 180 degrees, then slid" if layer.flip else "The kernel is slid as written"]
    if layer.mode != "same":
        steps.append(PLACES[layer.mode])
    if layer.stride > 1:
        steps.append(f"moved by {layer.stride} samples at a time")
    if layer.dilation > 1:
        steps.append(f"its numbers {layer.dilation} samples apart")
    after = [name for name, on in (("ReLU", layer.relu), (f"a max pool of {layer.pool}", layer.pool > 1)) if on]
    ending = f"; then {' and '.join(after)}" if after else ""
    if layer.mode != "valid":
        steps.append(f"with {BEYOND[layer.boundary]} beyond the edge")
    return f"{', '.join(steps)}{ending}."
