"""The one place where the server's studies are computed, for all visitors."""

from __future__ import annotations

import os
from functools import partial
from importlib import import_module

import streamlit as st

from core.background import Background, SharedBackground
from core.data.uploads.limits import configured
from pages.parts.shell.ending import at_end

# what processes import, and with it all that runs need but torch
MODULE = "core.figures.shown_run"
# of the machine's cores, one is the server's and one trains saved runs
RESERVED = 2


@st.cache_resource(show_spinner=False)
def background() -> Background:
    """Processes for studies: they start with the first study, and end when there is nothing to do.

    Where an operator has started a process for all servers of this machine, it has them.
    """
    shared = os.environ.get("STUDIES_SOCKET")
    processes = configured("STUDY_PROCESSES", max(1, (os.cpu_count() or 1) - RESERVED))
    made = SharedBackground(shared) if shared else Background(processes)
    at_end(made.close)
    return made


def prepare() -> None:
    """Have a process ready before somebody wants a run: it takes a second to begin."""
    background().prepare(partial(import_module, MODULE))
