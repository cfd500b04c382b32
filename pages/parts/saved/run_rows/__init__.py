"""The rows of the list of runs: chosen by mouse or keyboard, opened, and brought back after a deletion."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from pages.parts.draw.browser import component

_COMPONENT = component("run_rows", Path(__file__).parent)


def show_rows(
    content: bytes,
    key: str,
    *,
    on_choice: Callable[[list[str]], None],
    on_opening: Callable[[str], None],
    on_undo: Callable[[], None],
) -> None:
    """Show the rows, given as `core.figures.run_rows` packs them.

    The functions are called before the page is drawn anew: with the ids of all chosen runs, with that of the run to be
    opened, and where a deletion is to be undone.
    """

    def choose() -> None:
        chosen = st.session_state[key].get("chosen")
        on_choice([str(run) for run in chosen] if isinstance(chosen, list) else [])

    def open_one() -> None:
        on_opening(str(st.session_state[key].get("opened")))

    _COMPONENT(key=key, data=content, on_chosen_change=choose, on_opened_change=open_one, on_undone_change=on_undo)
