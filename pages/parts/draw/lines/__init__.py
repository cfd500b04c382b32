"""A figure of lines over numbers, as `core.figures.lines` packs them."""

from __future__ import annotations

from pathlib import Path

from core.figures.wire import noted
from pages.parts.draw.browser import component

HEIGHT = 320  # pixels
_COMPONENT = component("lines", Path(__file__).parent)


def show_lines(content: bytes, key: str) -> None:
    """Show lines over numbers."""
    _COMPONENT(key=key, data=noted(content, height=HEIGHT), height=HEIGHT)
