"""The other pages as cards."""

from __future__ import annotations

import streamlit as st

from pages.parts.shell import say
from pages.parts.shell.registry import PAGES, listed


def cards() -> None:
    """One card for each page but the first, by sections of the menu: what it is for, and the way there."""
    for section, entries in listed().items():
        others = [(entry, page) for entry, page in entries if entry is not PAGES[0]]
        if not others:
            continue
        say.markdown(f"**{section}**")
        with st.grid(2):
            for entry, page in others:
                with st.container(border=True):
                    st.page_link(page, label=f"**{entry.title}**", icon=entry.icon)
                    say.caption(entry.purpose)
