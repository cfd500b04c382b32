"""The dashboard's entrance: `streamlit run app.py`."""

import streamlit as st

from pages.parts.choices import visited
from pages.parts.registry import ICON, navigation
from pages.parts.visit import begin_run

# the icon before the menu, which would otherwise have the browser ask another host for the page's own
st.set_page_config(page_icon=ICON, layout="wide")
page = navigation()
st.set_page_config(page_title=f"{page.title} · Filters, designed and learned")
begin_run()
with visited(page):
    page.run()
