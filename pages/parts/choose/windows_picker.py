"""Which windows of a task are shown, where there are too many to show all."""

from __future__ import annotations

from core.figures import most_shown
from core.learning import Experiment
from pages.parts.choose.widgets import segments, slider

IN_ORDER, BY_ERROR = "In order", "Largest errors"
PLACES = 2000  # of the slider


def pick_windows(experiment: Experiment, prefix: str) -> tuple[int, bool]:
    """The index of the first window, and whether those with the largest errors are shown instead."""
    total, shown = len(experiment.targets), most_shown(experiment)
    if total <= shown:
        return 0, False
    by_error = segments("Windows shown", (IN_ORDER, BY_ERROR), IN_ORDER, f"{prefix}_windows") == BY_ERROR
    if by_error:
        return 0, True
    last = total - shown + 1
    first = slider("First window shown", 1, last, 1, f"{prefix}_first", step=max(1, last // PLACES), is_clamped=True)
    return int(first) - 1, False
