"""The dashboard's entrance: `streamlit run app.py`."""

import streamlit as st

from pages.parts.registry import ICON, navigation

st.set_page_config(page_title="Filters, designed and learned", page_icon=ICON, layout="wide")
navigation().run()
