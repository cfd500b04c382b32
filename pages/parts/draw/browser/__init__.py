"""What is played in the browser: its moment stands in the address."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from core.figures.wire import AT_END, FROM_START, at_moment, content_of, noted
from pages.parts.choose import choices
from pages.parts.shell.browser import component
from pages.parts.shell.registry import is_embedded

__all__ = ["component", "play", "take_pin"]

EMBEDDED_HEIGHT = 420  # pixels: with Streamlit's own margins it fits a frame of 500


def play(mounted: Any, message: bytes, key: str, *, from_end: bool = False, height: int | None = None) -> None:
    """Show what can be played, from its start or at the moment in the address, where a visitor stopped.

    A moment belongs to what was shown: when that changes it is forgotten. With `from_end` the end is shown at first, as
    of a run that still goes on. A `height` in pixels is reserved, so that nothing moves when the figure arrives; on an
    embedded page it is no more than a small frame has.
    """
    moment_key = f"{key}_moment"
    asked, content = choices.whole(moment_key), content_of(message)
    before = st.session_state.get(f"{key}_shown")
    if asked is not None and before not in (None, content) and not choices.comes_from_address():
        choices.forget(moment_key)
        asked = None
    st.session_state[f"{key}_shown"] = content
    start = AT_END if from_end else FROM_START
    moment = start if asked is None else asked
    if height is not None:
        height = min(height, EMBEDDED_HEIGHT) if is_embedded() else height
        message, mounted = noted(message, height=height), partial(mounted, height=height)
    mounted(key=key, data=at_moment(message, moment), on_moment_change=partial(_take, key, moment_key))


def _take(key: str, moment_key: str) -> None:
    """Keep the moment at which the visitor stopped; the end needs no mention."""
    moment = st.session_state[key].get("moment")
    if isinstance(moment, int):
        choices.keep(moment_key, str(moment))
    else:
        choices.forget(moment_key)


def take_pin(key: str, pin_key: str) -> None:
    """Keep the number that a visitor pinned in a figure as the choice of `pin_key`."""
    pin = st.session_state[key].get("pin")
    if isinstance(pin, int):
        choices.keep(pin_key, str(pin))
