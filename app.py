"""The dashboard's entrance: `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from pages.parts.registry import navigation

# a file of our own: for a named icon the browser would ask another host
ICON = Path(__file__).parent / "pages" / "parts" / "icon.png"

st.set_page_config(page_title="Filters, designed and learned", page_icon=str(ICON), layout="wide")
navigation().run()
