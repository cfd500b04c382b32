"""The plan of the convolution engine for the layer that is shown: its reasons in words, and its predicted time."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from core.figures.chart import number
from core.filters import Layer, plan_layer
from pages.parts.shell import say


def show_plan(data: NDArray[Any], layer: Layer) -> None:
    """A line: the method, the reasons for it, and the predicted time."""
    planned = plan_layer(data, layer)
    milliseconds = number(planned.seconds * 1e3, 2)
    say.caption(f"{' '.join(planned.reasons)} Expected time: {milliseconds} ms.")
