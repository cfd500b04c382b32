"""The figure of the page on signals: a window slides over the signal, and what the kernel makes of it appears."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from pages.parts.choose import choices
from pages.parts.draw.browser import component, play

HEIGHT = 610  # pixels: on a desktop and on a phone all is in sight
_COMPONENT = component("signal_scan", Path(__file__).parent)


def show_signal_scan(content: bytes, key: str, pin_key: str) -> None:
    """Show the figure, given as `core.figures.signal_scan` packs it: all of the output at first, and the pinned answer.

    An answer that the visitor pins there becomes the choice of `pin_key`.
    """
    mounted = partial(_COMPONENT, on_pin_change=partial(_take_pin, key, pin_key))
    play(mounted, content, key, from_end=True, height=HEIGHT)


def _take_pin(key: str, pin_key: str) -> None:
    """Keep the pin, counted from 1; in later runs of the page the figure reports none."""
    index = st.session_state[key].get("pin")
    if isinstance(index, int):
        choices.keep(pin_key, str(index + 1))
