"""The figure of Sweeps: a map of runs, of which one is pinned."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from core.figures.wire import noted
from pages.parts.draw.browser import EMBEDDED_HEIGHT, component, take_pin
from pages.parts.shell.registry import is_embedded

HEIGHT = 560  # pixels: on a desktop all is in sight
_COMPONENT = component("sweep_map", Path(__file__).parent, says="learning rate, momentum, batch size, seed")


def show_sweep_map(content: bytes, key: str, pin: int) -> None:
    """Show a map, given as `core.figures.sweep_map` packs it, with the cell of this number pinned."""
    height = EMBEDDED_HEIGHT if is_embedded() else HEIGHT
    message = noted(content, pin=pin, height=height)
    _COMPONENT(key=key, data=message, height=height, on_pin_change=partial(take_pin, key, f"{key}_pin"))
