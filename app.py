"""The dashboard's entrance: `streamlit run app.py`."""

import streamlit as st

from pages.parts.choices import visited
from pages.parts.registry import ICON, navigation

page = navigation()
st.set_page_config(page_title=f"{page.title} · Filters, designed and learned", page_icon=ICON, layout="wide")
with visited(page):
    page.run()
