"""What frames a page: its title, and the place for its controls."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts.shell import say
from pages.parts.shell.registry import is_embedded
from pages.parts.shell.show import escaped
from pages.parts.shell.terms import help_for

READING_WIDTH = 640  # pixels: lines of about 75 characters


def heading(title: str, said: str = "", *, shown: str = "") -> None:
    """Show a page's title and, beside it, what the page has `shown` and what is said of it, or the page's question.

    Nothing is shown where the page is embedded.
    """
    if is_embedded():
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.title(title, anchor=False, width="content", help=help_for(title))
        if shown:
            say.header(escaped(shown), width="content")
        if said:
            say.caption(said, width="stretch")


def reading() -> DeltaGenerator:
    """A column for text whose lines are short enough to be read."""
    return st.container(width=READING_WIDTH)


def controls() -> DeltaGenerator:
    """The place for what is chosen: beside the view, in sight however far the page is scrolled; a drawer on a phone."""
    return st.sidebar
