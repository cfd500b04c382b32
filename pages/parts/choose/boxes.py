"""Boxes that a click opens; what lies in a closed one is neither computed nor drawn."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.parts.choose import choices
from pages.parts.choose.widgets import show

OPEN = "open"


def box(title: str, key: str, icon: str) -> Any:
    """A box whose state stands in the address; draw its content within ``if its.open``, in ``with its``."""
    show(key, choices.chosen(key) == OPEN)
    return st.expander(title, key=key, icon=icon, on_change=_take, args=(key,))


def _take(key: str) -> None:
    if st.session_state[key]:
        choices.keep(key, OPEN)
    else:
        choices.forget(key)
