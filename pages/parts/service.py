"""The service of runs, one for the whole server, and what a session is to it."""

from __future__ import annotations

import atexit
import gc

import streamlit as st

from core.runs import DamagedRun, RunView, Service, StoreError, new_id
from pages.parts.show import warning_sentence

FASTEST, PER_RUN = 0.25, 0.08  # seconds between two looks at a live run, at least, and for each live run


@st.cache_resource(show_spinner=False)
def _service() -> Service:
    made = Service()
    # what is loaded by now stays: looked through again and again it would hold everybody up for a third of a second
    gc.freeze()
    # the worker saves and ends with the server, however that is asked to end
    atexit.register(made.close)
    return made


def service() -> Service | None:
    """The service; None, with a sentence on the page, where runs cannot be kept."""
    try:
        return _service()
    except StoreError as error:
        warning_sentence(error)
        return None


def viewed(runs: Service, run: str) -> RunView | None:
    """A run as it is; None, with a sentence on the page, where it cannot be shown."""
    try:
        return runs.view(run)
    except (StoreError, DamagedRun) as error:
        warning_sentence(error)
        return None


def owner() -> str:
    """A name for this session that nobody else knows: it has one live run at a time."""
    if "owner" not in st.session_state:
        st.session_state["owner"] = new_id()
    return str(st.session_state["owner"])


def pace(runs: Service) -> float:
    """Seconds between two looks at a live run: the more are live, the slower."""
    return max(FASTEST, PER_RUN * runs.live())
