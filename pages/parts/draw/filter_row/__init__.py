"""Filters of several models beside one another: numbers as bars or as a map, banks as sheets."""

from __future__ import annotations

from pathlib import Path

from pages.parts.draw.browser import component

_COMPONENT = component("filter_row", Path(__file__).parent)


def show_filters(packed: bytes, key: str) -> None:
    """Show the filters, given as `core.figures.filter_row` packs them."""
    _COMPONENT(key=key, data=packed)
