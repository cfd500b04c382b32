"""Deleting a saved run, and bringing it back within a few seconds."""

from __future__ import annotations

import time

import streamlit as st

from core.runs import Service, StoreError
from core.runs.service.service import UNDO_FOR
from pages.parts.choose import choices
from pages.parts.saved.run_address import CHOSEN
from pages.parts.shell.service import visitor
from pages.parts.shell.show import escaped, warning_sentence

REFUSED, DELETED = "deletion_refused", "deleted_run"


def offer_deletion(runs: Service, run: str, name: str) -> None:
    """A button that deletes a run, behind a second one that asks first."""
    # keyed by the run: a popover that stays open would otherwise show over the next run
    with st.popover("Delete it", icon=":material/delete:", key=f"runs_deletion_{run}"):
        st.markdown(f"For {UNDO_FOR:.0f} seconds it can be brought back.")
        st.button("Delete this run", key=f"runs_delete_{run}", on_click=_delete, args=(runs, run, name))


def offer_undo(runs: Service) -> None:
    """Offer to bring back the run that was deleted last, for `UNDO_FOR` seconds."""
    if REFUSED in st.session_state:
        warning_sentence(st.session_state.pop(REFUSED))
    if DELETED in st.session_state:
        st.fragment(_undo, run_every=1.0)(runs, *st.session_state[DELETED])


def _undo(runs: Service, run: str, name: str, until: float) -> None:
    # buttons act in callbacks: one in this fragment reruns the fragment alone, without the list
    if DELETED not in st.session_state or time.time() >= until:
        st.session_state.pop(DELETED, None)
        st.rerun()  # ends the fragment's timer
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{escaped(name)} is deleted.")
        st.button("Bring it back", key="runs_undo", icon=":material/undo:", on_click=_bring_back, args=(runs, run))


def _delete(runs: Service, run: str, name: str) -> None:
    """Delete a run before the page is drawn anew, so that the list is without it."""
    try:
        runs.delete(run, by=visitor())
    except StoreError as error:
        st.session_state[REFUSED] = error
    else:
        choices.forget(CHOSEN)
        st.session_state[DELETED] = run, name, time.time() + UNDO_FOR


def _bring_back(runs: Service, run: str) -> None:
    st.session_state.pop(DELETED, None)
    try:
        if runs.bring_back(run, by=visitor()):
            choices.keep(CHOSEN, run)
        else:
            st.session_state[REFUSED] = StoreError("It is too late: that run is gone.")
    except StoreError as error:
        st.session_state[REFUSED] = error
