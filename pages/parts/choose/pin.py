"""Choosing one output to take apart: with a slider, or where the output itself is clicked."""

from __future__ import annotations

from pages.parts.choose import choices
from pages.parts.choose.widgets import slider


def pin(label: str, count: int, key: str) -> int:
    """The index of one of `count` outputs: the middle one by default, the last where the chosen one is gone."""
    if count == 1:
        return 0
    return int(slider(f"{label}, counted from 1", 1, count, max(1, count // 2), key, step=1, is_clamped=True)) - 1


def place(key: str, count: int, start: int) -> int:
    """The index of one of `count` outputs that was clicked: `start` before, the nearest where the chosen one is gone.

    In the address it is counted from 1.
    """
    asked = choices.whole(key)
    return start if asked is None else min(max(asked, 1), count) - 1
