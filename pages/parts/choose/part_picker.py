"""Choosing the part of a signal that is shown."""

from __future__ import annotations

from core.figures.part import Part, first_around, last_first, lengths_of, part_from, step_of
from pages.parts.choose.widgets import scale, slider


def pick_part(samples: int, at: int, prefix: str) -> Part:
    """Show the widgets and return the part: all samples by default, else some of them around the sample `at`."""
    lengths = lengths_of(samples)
    length = scale(
        "Samples shown",
        lengths,
        samples,
        f"{prefix}_shown",
        help_text="A long signal is drawn by the lowest and highest sample of each stretch. Choose fewer to see each "
        "sample, and its products under the pointer.",
    )
    if length == samples:
        return Part(0, samples)
    first = slider(
        "From sample",
        1,
        last_first(samples, length),
        first_around(samples, length, at),
        f"{prefix}_from",
        step=step_of(length),
        help_text="Until you move it, the part shown follows the pinned sample.",
        is_clamped=True,
    )
    return part_from(samples, length, int(first))
