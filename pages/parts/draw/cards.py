"""The other pages as cards."""

from __future__ import annotations

import streamlit as st

from pages.parts.shell import say
from pages.parts.shell.registry import PAGES, pages


def cards() -> None:
    """One card for each page but the first: what it is for, and the way there."""
    with st.grid(2):
        for entry, page in list(zip(PAGES, pages(), strict=True))[1:]:
            with st.container(border=True):
                st.page_link(page, label=f"**{entry.title}**", icon=entry.icon)
                say.caption(entry.purpose)
