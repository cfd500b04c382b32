"""The figure of a kernel's gain for waves."""

from __future__ import annotations

from pathlib import Path

from core.figures.wire import noted
from pages.parts.draw.browser import component

_COMPONENT = component("wave_gain", Path(__file__).parent)
HEIGHT = 280  # pixels


def show_wave_gain(content: bytes, key: str) -> None:
    """Show the gain, given as `core.figures.wave_gain` packs it."""
    _COMPONENT(key=key, data=noted(content, height=HEIGHT), height=HEIGHT)
