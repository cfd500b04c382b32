"""Choosing one output to take apart, with a slider that the keyboard reaches."""

from __future__ import annotations

from pages.parts.choose.widgets import slider


def pin(label: str, count: int, key: str) -> int:
    """The index of one of `count` outputs: the middle one by default, the last where the chosen one is gone."""
    if count == 1:
        return 0
    return int(slider(f"{label}, counted from 1", 1, count, max(1, count // 2), key, step=1, is_clamped=True)) - 1
