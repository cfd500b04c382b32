"""The figure of Many starts: a cloud of filters, a fan of losses, and one run that is pinned."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from core.figures.starts import pinned_run, starts_figure
from core.figures.wire import noted
from core.learning import Ends, Starts
from pages.parts.choose import choices
from pages.parts.draw.browser import component, play, take_pin

HEIGHT = 620  # pixels: on a desktop all is in sight
_COMPONENT = component("starts", Path(__file__).parent)


def show_starts(runs: Starts, ends: Ends | None, axes: tuple[int, int] | None, key: str, pin_key: str) -> int:
    """Show k runs, and where they end once all of them are there; return the seed of the run that is pinned.

    At first that is the first of them; what a visitor pins is in the address.
    """
    asked = choices.whole(pin_key)
    pin = asked if asked in runs.seeds else runs.seeds[0]
    content = noted(starts_figure(runs, ends, axes), pin=pinned_run(runs, pin))
    play(partial(_COMPONENT, on_pin_change=partial(take_pin, key, pin_key)), content, key, height=HEIGHT)
    return pin
