"""The player: a run that is played, paused, stepped and scrubbed in the browser, without asking the server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
_COMPONENT = st.components.v2.component(
    "run_player",
    html=(_HERE / "player.html").read_text(encoding="utf-8"),
    css=(_HERE / "player.css").read_text(encoding="utf-8"),
    js=(_HERE / "player.js").read_text(encoding="utf-8"),
)


def play(run: dict[str, Any], *, key: str, autoplay: bool = False, compact: bool = False) -> None:
    """Show the player for what `core.figures.player_data` made of a run.

    `autoplay` starts it by itself once, when this run is new to the browser; `compact` shows the weights
    alone, of a run that has not begun.
    """
    _COMPONENT(key=key, data={"run": run, "autoplay": autoplay, "compact": compact})
