"""Links that open a run of the chosen task on Converge, with other settings than those that are chosen."""

from __future__ import annotations

import streamlit as st

from pages.parts.choose import choices
from pages.parts.shell.registry import page_of

SHARED = "run_"  # how the keys begin that Converge shares with other pages


def link_to_run(label: str, experiment: str, **changes: str) -> None:
    """Show a link that opens Converge with this task, the chosen settings, and these changes of them by key."""
    query = {**choices.asked_and_chosen(SHARED), "run_experiment": experiment, **changes}
    st.page_link(page_of("converge"), label=label, query_params=query)
