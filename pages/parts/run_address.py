"""Which kept run the page's address names, and which runs are shown beside it."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from core.runs import is_id
from pages.parts.show import warning_sentence

RUN, BESIDE = "converge_run", "converge_beside"
BESIDE_NEXT = "converge_beside_next"  # a widget's value cannot be set once it is drawn


def asked_run() -> str | None:
    """The run that the address names, None where it names none or what can be none."""
    asked = st.session_state.get(RUN) or st.query_params.get(RUN)
    if not is_id(asked):
        if asked:
            warning_sentence(ValueError("The address names no run: its last part must be 32 signs."))
        forget_run()
        return None
    run = str(asked)
    st.session_state[RUN] = run
    st.query_params[RUN] = run
    return run


def choose_run(run: str, beside: Iterable[str] = ()) -> None:
    """Let this run be the one that Converge and Compare show, others beside it."""
    st.session_state[RUN] = run
    st.session_state[BESIDE_NEXT] = [each for each in beside if each != run]


def beside_asked() -> list[str]:
    """The ids of the runs that are to be shown beside it; to be called before their menu is drawn."""
    if BESIDE_NEXT in st.session_state:
        st.session_state[BESIDE] = st.session_state.pop(BESIDE_NEXT)
    elif BESIDE not in st.session_state:
        st.session_state[BESIDE] = st.query_params.get_all(BESIDE)
    st.session_state[BESIDE] = [each for each in st.session_state[BESIDE] if is_id(each)]
    return list(st.session_state[BESIDE])


def tell_beside(runs: list[str]) -> None:
    """Write them into the address: by their ids, since a bound menu would write what it shows, which changes."""
    if runs:
        st.query_params[BESIDE] = runs
    else:
        st.query_params.pop(BESIDE, None)


def forget_run() -> None:
    """Back to the settings."""
    for key in (RUN, BESIDE):
        st.session_state.pop(key, None)
        st.query_params.pop(key, None)


def back_button(prefix: str) -> None:
    """Leave the run that is shown."""
    st.button("Back to the settings", key=f"{prefix}_back", icon=":material/arrow_back:", on_click=forget_run)
