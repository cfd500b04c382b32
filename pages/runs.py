"""The saved runs: find them, open them, compare them, and tidy up."""

import streamlit as st

from pages.parts.saved.run_comparison import compare_runs
from pages.parts.saved.run_deletion import offer_undo
from pages.parts.saved.run_list import offer_bringing, pick_runs
from pages.parts.saved.run_tending import tend_run
from pages.parts.shell.entrance import through_app
from pages.parts.shell.prose import prose
from pages.parts.shell.service import service

through_app()

st.title("Runs")
st.markdown("Choose a saved run to open or tidy it, two or more to compare them.")
runs = service()
if runs is not None:
    offer_undo(runs)
    chosen = pick_runs(runs.store)
    if len(chosen) == 1:
        tend_run(runs, chosen[0])
    elif len(chosen) > 1:
        compare_runs(runs, chosen)
    offer_bringing(runs)
prose("runs")
