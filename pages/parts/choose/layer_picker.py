"""Choosing how the kernel is applied: correlation or convolution, boundary, stride, dilation, ReLU and pooling."""

from __future__ import annotations

from core.convolution import BOUNDARIES
from core.filters import Layer
from core.kernels import Kernel
from core.parameters import Choice
from pages.parts.choose.widgets import choose, segments, switch

OPERATIONS = ("Correlation", "Convolution")
BOUNDARY_HELP = (
    "What stands beyond the edge: reflect (d c b a | a b c d), mirror (d c b | a b c d), nearest (a a a | a b c d), "
    "wrap (b c d | a b c d), constant (zeros)."
)
STRIDE = Choice("stride", "Stride", 1, (1, 2, 3, 4), help="Keeps every n-th answer.")
DILATION = Choice("dilation", "Dilation", 1, (1, 2, 3, 4), help="Distance from one number of the kernel to the next.")
POOL = Choice("pool", "Max pool", 1, (1, 2, 3, 4, 8), help="Keeps the largest answer of each block; 1 keeps all.")


def pick_layer(prefix: str, kernel: Kernel) -> Layer:
    """Show the widgets and return the layer."""
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
    )


def sentence(layer: Layer) -> str:
    """The layer in words."""
    steps = ["The kernel is turned by 180 degrees, then slid" if layer.flip else "The kernel is slid as written"]
    if layer.stride > 1:
        steps.append(f"{layer.stride} samples a step")
    if layer.dilation > 1:
        steps.append(f"its numbers {layer.dilation} samples apart")
    after = [name for name, on in (("ReLU", layer.relu), (f"a max pool of {layer.pool}", layer.pool > 1)) if on]
    ending = f"; then {' and '.join(after)}" if after else ""
    return f"{', '.join(steps)} ({layer.boundary} beyond the edge){ending}."
