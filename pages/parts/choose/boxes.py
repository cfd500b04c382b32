"""Boxes that a click opens; what lies in a closed one is neither computed nor drawn."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.parts.choose import choices
from pages.parts.choose.widgets import show
from pages.parts.shell.terms import owe

OPEN, CLOSED = "open", "closed"


def box(title: str, key: str, icon: str, *, starts_open: bool = False) -> Any:
    """A box whose state stands in the address; draw its content within ``if its.open``, in ``with its``.

    One that started open because of a choice in it stays open when that choice is taken back.
    """
    # under another title it is another box for Streamlit
    show(key, _is_open(key, starts_open=starts_open), (hash(title),))
    frame = st.expander(title, key=key, icon=icon, on_change=_take, args=(key, starts_open))
    if frame.open:
        owe([title])
    return frame


def close_box(key: str) -> None:
    """Close a box, before the page is drawn anew."""
    choices.forget(key)
    st.session_state[key] = False


def _is_open(key: str, *, starts_open: bool) -> bool:
    chosen = choices.chosen(key)
    if chosen in (OPEN, CLOSED):
        return chosen == OPEN
    choices.forget(key)
    if not starts_open and st.session_state.get(key) and not choices.comes_from_address():
        choices.keep(key, OPEN)
        return True
    return starts_open


def _take(key: str, starts_open: bool) -> None:
    is_open = bool(st.session_state[key])
    if is_open == starts_open:
        choices.forget(key)
    else:
        choices.keep(key, OPEN if is_open else CLOSED)
