"""The figure of Designed or learned?: the score against the number of examples, of which one is pinned."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from core.figures.wire import noted
from pages.parts.draw.browser import EMBEDDED_HEIGHT, component, take_pin
from pages.parts.shell.registry import is_embedded

HEIGHT = 430  # pixels
_COMPONENT = component("learning_curve", Path(__file__).parent)


def show_learning_curve(content: bytes, key: str, pin: int) -> None:
    """Show a curve, given as `core.figures.learning_curve` packs it, with this number of examples pinned."""
    height = EMBEDDED_HEIGHT if is_embedded() else HEIGHT
    message = noted(content, pin=pin, height=height)
    _COMPONENT(key=key, data=message, height=height, on_pin_change=partial(take_pin, key, f"{key}_pin"))
