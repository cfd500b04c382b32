"""What One step begins with for each task, and the way back from options with which a task has several filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.data import get_signal
from core.kernels import get_kernel
from core.learning import Experiment
from pages.parts.choose import choices
from pages.parts.shell import say

THREAD = "thread"
FEWEST_WINDOWS = 4  # of the ten numbers; with fewer there is nothing to take the mean of


def untouched(name: str, option: str, chosen: Mapping[str, Any]) -> Any:
    """What an option is before anybody touches it: one filter, and the thread's ten numbers where the kernel fits."""
    if name == "find_edges":
        return {"labels": "signed", "filters": 1}.get(option)
    if (name, option) == ("recover_kernel", "input"):
        kernel = get_kernel(chosen["kernel"])
        fits = kernel.ndim == 1 and len(get_signal(THREAD).samples) - kernel.shape[0] + 1 >= FEWEST_WINDOWS
        return THREAD if fits else None
    return None


def offer_one_filter(experiment: Experiment, prefix: str) -> None:
    """Say that these options make several filters, and offer a button that takes them back."""
    say.info(
        f"With these options, {experiment.model.filters} filters learn together. This page takes the step of one "
        "filter apart: choose 1 filter."
    )
    st.button(
        "Back to one filter", key=f"{prefix}_one", icon=":material/undo:", on_click=_go_back, args=(experiment, prefix)
    )


def _go_back(experiment: Experiment, prefix: str) -> None:
    choices.forget_all(f"{prefix}_{experiment.name}_filters")
