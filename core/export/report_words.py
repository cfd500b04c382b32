"""How a comparison was made, in the words of its report."""

from __future__ import annotations

import math

from core.learning.score import Score
from core.study import BeforeAfter, Contest, Contestant, Events, Noisy, Side
from core.study.certainty import DRAWS


def kind(study: Contest) -> str:
    """What was asked.

    >>> from core.data import Signal
    >>> import numpy as np
    >>> from core.study import contest
    >>> own = Signal("own", "Own", np.arange(500.0))
    >>> kind(contest(own, BeforeAfter((own,)), sizes=(3,)))
    'From signals before to signals after, sample by sample.'
    """
    task = study.data.task
    if isinstance(task, BeforeAfter):
        each, one = ("signals", "sample") if study.data.ndim == 1 else ("pictures", "pixel")
        return f"From {each} before to {each} after, {one} by {one}."
    if isinstance(task, Noisy):
        files = "signals" if study.data.ndim == 1 else "pictures"
        return f"Noise in {files}, without a clean version: scores are estimates."
    near = "at its very sample" if task.tolerance == 0 else f"within {samples(task.tolerance)} of it"
    return f"Events in signals: an event is found by a peak {near}.{crowded(task)}"


def division(study: Contest) -> str:
    """How the data were divided, so that nobody was scored on what they had seen."""
    cut, count = study.division, len(study.data.before)
    unit = "samples" if study.data.ndim == 1 else "pixels"
    filters = f"{study.sizes[-1]} {'taps' if study.data.ndim == 1 else f'x {study.sizes[-1]} taps'}"
    if count == 1:
        held_out = (
            f"The file was cut along its longest axis into {cut.folds} parts of equal length. Between a part that is "
            f"held out and the rest lies a margin of {cut.margin} {unit}, as wide as the largest filter ({filters}), "
            "so that no learned filter saw both."
        )
    else:
        held_out = (
            f"The {count} files were not cut: each belongs whole to one of {cut.folds} parts. Of each file the rim "
            f"that the largest filter ({filters}) cannot be centred on was left out."
        )
    return (
        f"{held_out} Each part was held out once. All that is chosen or learned came from the other parts alone: "
        "widths, strengths, gain and offset, thresholds, sizes, weights, and who stands for each side."
    )


def certainty(study: Contest) -> str:
    """Where the bounds come from, and what they do not tell."""
    return (
        f"The parts were scored in {len(study.division.tiles)} tiles. {DRAWS:,} draws of these, the same for both "
        "sides, give the bounds of 95 % confidence. The bounds tell what other stretches of the same data would give, "
        "not what other data, other files or another seed would. Microseconds were measured on the machine that made "
        "the comparison."
    )


def interval(row: Side | Contestant, score: Score) -> str:
    """The bounds of a contestant's score; a single tile has none."""
    if not math.isfinite(row.score.low) or not math.isfinite(row.score.high):
        return "not known"
    return f"{score.written(row.score.low)} to {score.written(row.score.high)}"


def crowded(task: Events) -> str:
    """What is lost where events lie nearer to each other than the tolerance; nothing where none do.

    >>> crowded(Events((10, 13, 40), tolerance=5)), crowded(Events((10, 40)))
    (' Two events less than 5 samples apart count as one peak at most: 2 events have such a neighbour.', '')
    """
    count = task.crowded
    if not count:
        return ""
    return (
        f" Two events less than {samples(task.tolerance)} apart count as one peak at most: {count:,} events have such "
        "a neighbour."
    )


def samples(count: int) -> str:
    """So many samples.

    >>> samples(1), samples(5)
    ('1 sample', '5 samples')
    """
    return f"{count} {'sample' if count == 1 else 'samples'}"
