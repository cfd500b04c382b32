"""Lets the address of any page be the first request to a fresh server.

Where a folder pages/ lies beside app.py, Streamlit 1.67 takes the app for one of its older kind until `st.navigation`
has run once in the process. A page that is requested before that runs without app.py, with another menu and no page
title. Each page therefore calls `through_app` first.
"""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager


def through_app() -> None:
    """Start over through app.py if Streamlit has come to this page without it; address and query are kept."""
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()
