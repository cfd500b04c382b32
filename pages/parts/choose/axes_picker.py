"""Choosing the two weights of a filter whose path over the loss is drawn."""

from __future__ import annotations

from core.learning import Trajectory, most_moved
from pages.parts.choose.widgets import scale
from pages.parts.shell.frame import controls

MOST_WEIGHTS = 225
HELP = "The figure shows the path of two of the filter's numbers over the loss. This is one of them, counted from 1."


def pick_axes(prefix: str, run: Trajectory) -> tuple[int, int]:
    """Show two sliders over the numbers of a filter, counted from 1, and return their indices: two different ones.

    Untouched they stand at the two numbers that the run moved furthest.
    """
    count = run.experiment.model.taps
    first, second = most_moved(run)
    numbers = range(1, min(count, MOST_WEIGHTS) + 1)
    with controls():
        across = scale("Path across: number", numbers, first + 1, f"{prefix}_across", help_text=HELP) - 1
        upwards = scale("Path upwards: number", numbers, second + 1, f"{prefix}_upwards", help_text=HELP) - 1
    return (across, upwards) if across != upwards else (across, (across + 1) % count)
