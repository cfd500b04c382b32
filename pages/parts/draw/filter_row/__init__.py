"""Filters of several models beside one another: numbers as bars or as a map, banks as sheets."""

from __future__ import annotations

from pathlib import Path

from core.figures.wire import noted
from pages.parts.draw.browser import component

_COMPONENT = component("filter_row", Path(__file__).parent)
HEIGHT = 285  # pixels


def show_filters(packed: bytes, key: str, *, height: int = HEIGHT) -> None:
    """Show the filters, given as `core.figures.filter_row` packs them, in a height that is there before they are."""
    _COMPONENT(key=key, data=noted(packed, height=height), height=height)
