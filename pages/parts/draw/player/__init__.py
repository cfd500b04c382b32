"""The player: a run that is played, paused, stepped and scrubbed in the browser, without asking the server."""

from __future__ import annotations

import json
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
_COMPONENT = st.components.v2.component(
    "run_player",
    html=(_HERE / "player.html").read_text(encoding="utf-8"),
    css=(_HERE / "player.css").read_text(encoding="utf-8"),
    js=(_HERE / "player.js").read_text(encoding="utf-8"),
)


def play(run: str, *, key: str, autoplay: bool = False, compact: bool = False) -> None:
    """Show the player for a run, given as `core.figures.player_data` writes it.

    `autoplay` starts the player once, when the run is new to the browser; `compact` shows the weights alone, for a run
    that has not begun.
    """
    # bytes are sent as they are; a mapping would be serialised twice, once to tell whether it has changed
    data = f'{{"run": {run}, "autoplay": {json.dumps(autoplay)}, "compact": {json.dumps(compact)}}}'
    _COMPONENT(key=key, data=data.encode())
