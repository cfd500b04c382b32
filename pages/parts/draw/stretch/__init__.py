"""A stretch of one's own signal with what both sides answer; the reader chooses which on the whole signal."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from core.figures.stretch import largest_difference, stretch_figure
from core.figures.wire import noted
from core.study import Contest, Outcome
from pages.parts.choose import choices
from pages.parts.draw.browser import component, take_pin

HEIGHT = 560  # pixels
_COMPONENT = component("stretch", Path(__file__).parent)


def show_stretch(study: Contest, outcome: Outcome, key: str) -> None:
    """Show a stretch, at first the one where both sides differ most."""
    asked = choices.whole(f"{key}_pin")
    start = largest_difference(outcome) if asked is None else asked
    message = noted(stretch_figure(study, outcome, start), height=HEIGHT)
    _COMPONENT(key=key, data=message, height=HEIGHT, on_pin_change=partial(take_pin, key, f"{key}_pin"))
