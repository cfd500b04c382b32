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
    """Show the player for what `core.figures.player_data` made of a run.

    `autoplay` starts it by itself once, when this run is new to the browser; `compact` shows the weights
    alone, of a run that has not begun.
    """
    # as bytes it goes as it is; a mapping would be written out twice, once to tell whether it has changed
    data = f'{{"run": {run}, "autoplay": {json.dumps(autoplay)}, "compact": {json.dumps(compact)}}}'
    _COMPONENT(key=key, data=data.encode())
