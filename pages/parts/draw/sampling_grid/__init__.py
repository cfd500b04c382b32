"""Where the kernel lies, answer by answer: stride, dilation, padding and mode on a small grid."""

from __future__ import annotations

from pathlib import Path

from core.figures.sampling_grid import sampling_grid
from core.filters import Layer
from pages.parts.choose.boxes import box
from pages.parts.draw.browser import component, play
from pages.parts.shell import say

_COMPONENT = component("sampling_grid", Path(__file__).parent)


def show_sampling_grid(layer: Layer, prefix: str) -> None:
    """Show a box with the grid of a layer for images, drawn when it is open."""
    frame = box("Stride, dilation and padding on a small grid", f"{prefix}_geometry", ":material/grid_4x4:")
    if not frame.open:
        return
    with frame:
        grid = sampling_grid(layer)
        if grid is None:
            say.caption("The kernel reaches too far for single pixels to be drawn: choose a smaller size or dilation.")
        else:
            say.caption(
                "The picture's pixels are numbered. Beyond the edge stands the number of the pixel that is repeated "
                "there, or a 0."
            )
            play(_COMPONENT, grid, f"{prefix}_grid")
