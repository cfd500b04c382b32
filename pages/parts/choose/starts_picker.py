"""Choosing how many random starts there are, and the plane in which their filters are drawn."""

from __future__ import annotations

from core.learning import Experiment
from pages.parts.choose.widgets import scale, segments

COUNTS = (16, 64, 256, 1024)
NUMBERS, DIRECTIONS = "Two numbers", "Principal directions"
MOST_WEIGHTS = 225
MOST_NUMBERS = 2_000_000  # of all filters of all runs: 16 MB for the first and the last of each
HELP = "One of the filter's numbers, counted from 1."


def pick_count(prefix: str, experiment: Experiment) -> int:
    """Show a slider over the numbers of starts and return the chosen one."""
    size = experiment.model.filters * experiment.model.taps
    offered = [count for count in COUNTS if count * size <= MOST_NUMBERS] or COUNTS[:1]
    hint = "How many runs there are, each from other numbers."
    return scale("Starts", offered, min(256, offered[-1]), f"{prefix}_count", help_text=hint)


def pick_plane(prefix: str, experiment: Experiment) -> tuple[int, int] | None:
    """Show the widgets for the plane; return the indices of two numbers of a filter, or None for principal directions.

    One filter is drawn by the number in its middle and the one before, several by their principal directions.
    """
    taps = experiment.model.taps
    start = NUMBERS if experiment.model.filters == 1 else DIRECTIONS
    kind = segments("Plane", (NUMBERS, DIRECTIONS), start, f"{prefix}_plane_{experiment.name}")
    if kind == DIRECTIONS:
        return None
    numbers, middle = range(1, min(taps, MOST_WEIGHTS) + 1), taps // 2 + 1
    across = scale("Across: number", numbers, middle - 1, f"{prefix}_across", help_text=HELP) - 1
    upwards = scale("Upwards: number", numbers, middle, f"{prefix}_upwards", help_text=HELP) - 1
    return (across, upwards) if across != upwards else (across, (across + 1) % taps)
