"""The figure of the first page: a window slides over a signal, three filters answer, and two of them learn."""

from __future__ import annotations

from pathlib import Path

from core.cache import cached
from core.figures.three_filters import three_filters
from core.learning import Experiment, Settings
from pages.parts.draw.browser import component, play
from pages.parts.draw.training import trained

SHOWN = 24  # samples of the signal: few enough to see each of them
HEIGHT = 620  # pixels: on a desktop and on a phone all is in sight
_COMPONENT = component("three_filters", Path(__file__).parent)


def show_three_filters(imitated: Experiment, found: Experiment, settings: Settings, key: str) -> None:
    """Show a designed filter, one that learned to imitate it, and one that learned to find peaks, on one signal."""
    play(_COMPONENT, _content(imitated, found, settings), key, height=HEIGHT)


@cached
def _content(imitated: Experiment, found: Experiment, settings: Settings) -> bytes:
    imitator, finder = trained(imitated, settings), trained(found, settings)
    return three_filters(found.data.shown_input[:SHOWN], imitated.designed, imitator, finder)
