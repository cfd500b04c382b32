"""The dashboard for many people: `streamlit run serve.py`, behind a proxy; `make host` starts several.

It shows what app.py shows. In addition the runs are there before the first visitor, the proxy can ask whether this
server is well, and whoever runs the dashboard gets its figures.
"""

import streamlit as st

from pages.parts.shell.entry import middleware
from pages.parts.shell.hosting import ROUTES, lifespan

# Streamlit looks for these very words in the file: without them it would serve this file as a page
app = st.App("app.py", lifespan=lifespan, middleware=middleware(), routes=ROUTES)
