"""Kernels as small pictures in families, with a search: beside a menu, or as the way through the whole library."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from core.figures.kernel_gallery import kernel_gallery
from core.figures.wire import noted
from core.filters import library, library_entry, search
from core.kernels import kernel_names
from pages.parts.choose import choices
from pages.parts.choose.boxes import box
from pages.parts.choose.widgets import menu
from pages.parts.shell.browser import component

_COMPONENT = component("kernel_gallery", Path(__file__).parent)
HEIGHT = 440  # pixels, of the library's
LONGEST_QUERY = 200  # characters


def show_kernel_gallery(prefix: str, ndim: int, chosen: str | None) -> None:
    """Show a box with the kernels of this many dimensions, which are drawn when it is open; None if none is chosen."""
    frame = box("All kernels as pictures", f"{prefix}_gallery", ":material/apps:")
    if not frame.open:
        return
    key = f"{prefix}_pictures"
    with frame:
        _COMPONENT(
            key=key,
            data=noted(kernel_gallery(ndim), chosen=chosen),
            on_kernel_change=partial(_take, key, prefix, ndim),
        )


def show_library_gallery(prefix: str, chosen: str) -> None:
    """Show all filters, or those that the search in the address finds, which is written above the pictures."""
    key, query = f"{prefix}_pictures", (choices.chosen(f"{prefix}_search") or "")[:LONGEST_QUERY]
    found = [entry.name for entry in search(query)] if query else None
    _COMPONENT(
        key=key,
        data=noted(kernel_gallery(), chosen=chosen, search=query, found=found),
        height=HEIGHT,
        on_kernel_change=partial(_take_entry, key, prefix),
        on_search_change=partial(_take_search, key, prefix),
    )


def offer_others_on_a_phone(prefix: str, chosen: str) -> None:
    """Show a menu of all filters, since on a phone the gallery lies in the closed drawer.

    It belongs in the container library_narrow, which the style hides in a wide window.
    """
    st.html(Path(__file__).parent / "narrow.css")
    menu(
        "Choose from the library",
        tuple(library()),
        chosen,
        f"{prefix}_kernel",
        title=lambda name: library_entry(name).title,
    )


def _take(key: str, prefix: str, ndim: int) -> None:
    """Make the picture's kernel the menu's choice; numbers given by hand are dropped, as the menu does."""
    name = st.session_state[key].get("kernel")
    if name in kernel_names(ndim):
        choices.keep(f"{prefix}_kernel", name)
        choices.forget(f"{prefix}_numbers")


def _take_entry(key: str, prefix: str) -> None:
    name = st.session_state[key].get("kernel")
    if isinstance(name, str) and name in library():
        choices.keep(f"{prefix}_kernel", name)


def _take_search(key: str, prefix: str) -> None:
    """Keep what is searched for; nothing but space is nothing."""
    query = st.session_state[key].get("search")
    if isinstance(query, str) and query.strip():
        choices.keep(f"{prefix}_search", query[:LONGEST_QUERY])
    else:
        choices.forget(f"{prefix}_search")
