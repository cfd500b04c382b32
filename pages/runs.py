"""The saved runs: find them, open them, compare them, and tidy up."""

import streamlit as st

from pages.parts.draw.prose import prose
from pages.parts.saved.run_bringing import offer_bringing
from pages.parts.saved.run_comparison import compare_runs
from pages.parts.saved.run_deletion import offer_deletion
from pages.parts.saved.run_list import ask_for_runs, pick_runs
from pages.parts.saved.run_tending import tend_run
from pages.parts.saved.signing_in import offer_signing_in
from pages.parts.shell.entrance import through_app
from pages.parts.shell.frame import heading
from pages.parts.shell.service import service

through_app()

top = st.container()
runs = service()
# before the title, which the sidebar would move when it opens
asked = {} if runs is None else ask_for_runs(runs)
with top:
    heading("Runs", "Choose a saved run to tidy it, two or more to compare them.")
    offer_signing_in(runs)
if runs is not None:
    chosen = pick_runs(runs, asked)
    mine = [run.id for run in chosen if run.is_mine]
    if len(chosen) == 1:
        tend_run(runs, chosen[0].id, chosen[0].name)
    elif len(chosen) > 1:
        if mine:
            offer_deletion(runs, mine, chosen[0].name)
        compare_runs(runs, [run.id for run in chosen])
    offer_bringing(runs)
prose("runs")
