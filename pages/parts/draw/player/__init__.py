"""The player: a run that is played, paused, stepped and scrubbed in the browser, without asking the server."""

from __future__ import annotations

from pathlib import Path

from core.cache import cached
from core.figures import player_data
from core.runs.shipped import shipped_run
from pages.parts.draw.browser import component, play

_COMPONENT = component("run_player", Path(__file__).parent, says="held-out data, best possible filter")

HEIGHT, WITHOUT_ANSWERS, FILTERS_ALONE = 640, 480, 210  # pixels


def play_run(run: bytes, *, key: str, from_end: bool = False, height: int = HEIGHT) -> None:
    """Show the player for a run, given as `core.figures.player_data` packs it; `from_end` for a run that goes on."""
    play(_COMPONENT, run, key, from_end=from_end, height=height)


def play_shipped(name: str, *, key: str) -> None:
    """Show the filters of a run that comes with the repository, without its answers."""
    play_run(_shipped(name), key=key, height=WITHOUT_ANSWERS)


@cached
def _shipped(name: str) -> bytes:
    return player_data(shipped_run(name).trajectory, None, with_answers=False)
