"""The output of a layer as a picture, with a caption that says how to read it."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from core.figures import output_picture
from core.filters import Layer
from pages.parts.shell.show import picture


def show_output(values: NDArray[Any], layer: Layer) -> None:
    """Show a layer's output (h, w) or (h, w, 3) as wide as its column, and say how to read its colours."""
    drawn, words = output_picture(values, "Output", keeps_level=layer.keeps_level)
    picture(drawn, f"Output, {values.shape[1]} x {values.shape[0]} pixels: {words}", fills_column=True)
