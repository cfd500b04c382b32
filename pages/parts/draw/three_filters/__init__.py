"""The figure of the first page: a window slides over a signal, three filters answer, and two of them learn."""

from __future__ import annotations

from pathlib import Path

from pages.parts.draw.browser import component, play

HEIGHT = 620  # pixels: on a desktop and on a phone all is in sight
_COMPONENT = component("three_filters", Path(__file__).parent)


def show_three_filters(content: bytes, key: str) -> None:
    """Show the figure, given as `core.figures.three_filters` packs it; where a visitor stops stands in the address."""
    play(_COMPONENT, content, key, height=HEIGHT)
