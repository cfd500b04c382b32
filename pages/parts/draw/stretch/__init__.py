"""A stretch of one's own signal with what both sides answer; the reader chooses which on the whole signal."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from core.figures.stretch import largest_difference, stretch_figure
from core.figures.strip import shown_start
from core.figures.wire import noted
from core.study import Contest, Outcome
from pages.parts.choose import choices
from pages.parts.draw.browser import component, take_pin

HEIGHT = 560  # pixels
_COMPONENT = component("stretch", Path(__file__).parent)


def show_stretch(study: Contest, outcome: Outcome, key: str, file: int = 0) -> None:
    """Show a stretch of a file, at first the one where both sides differ most.

    Where the address asks for one beyond the file's end, the last is shown, and stands in the address.
    """
    asked = choices.whole(f"{key}_pin")
    start = largest_difference(outcome, file) if asked is None else shown_start(len(study.data.inputs[file]), asked)
    if asked is not None:
        choices.keep(f"{key}_pin", str(start))
    message = noted(stretch_figure(study, outcome, start, file), height=HEIGHT)
    _COMPONENT(key=key, data=message, height=HEIGHT, on_pin_change=partial(take_pin, key, f"{key}_pin"))
