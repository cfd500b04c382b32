"""Lets a page's own address be the very first thing that a fresh server is asked for.

Where a folder pages/ lies beside app.py, Streamlit 1.67 takes the app for its older kind until `st.navigation` has
run once in the process. A page that is asked for before that runs without app.py: another menu, no page title. Each
page therefore calls `through_app` first.
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager


def through_app() -> None:
    """Start over through app.py if Streamlit has come to this page without it; address and query are kept."""
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()
