"""Two answers on one picture with a divider, which the pointer or the keyboard moves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from pages.parts.choose import choices
from pages.parts.draw.browser import component

_COMPONENT = component("divided_picture", Path(__file__).parent)
MIDDLE = 50


def show_divided(packed: Callable[[int], bytes], key: str) -> None:
    """Show what `packed` gives for a place of the divider in per cent, which stands in the address."""
    asked = choices.whole(f"{key}_divider")
    divider = MIDDLE if asked is None else min(100, asked)
    _COMPONENT(key=key, data=packed(divider), on_divider_change=partial(_take, key))


def _take(key: str) -> None:
    divider = st.session_state[key].get("divider")
    if isinstance(divider, int):
        choices.keep(f"{key}_divider", str(divider))
