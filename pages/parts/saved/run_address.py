"""Which saved run the page's address names, and which runs are shown beside it."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from core.runs import is_id
from pages.parts.choose import choices
from pages.parts.choose.several import chosen_names, keep_names
from pages.parts.shell.show import warning_sentence

RUN, BESIDE, CHOSEN = "converge_run", "converge_beside", "runs_chosen"
OPENED, MOST_OPENED = "opened_runs", 100


def asked_run() -> str | None:
    """The run that the address names; None where it names none, or has something else in place of a run's id."""
    asked = choices.chosen(RUN)
    if asked is not None and not is_id(asked):
        refusal = f"{RUN}={asked[:40]!r} names no run: give 32 digits from 0 to f, as the page Runs opens it."
        warning_sentence(ValueError(refusal))
        forget_run()
        return None
    return asked


def opened_runs() -> list[str]:
    """The runs that this session opened by their address."""
    return list(st.session_state.get(OPENED, ()))


def note_opened(run: str) -> None:
    """Remember that this session opened a run, so that the page Runs lists it."""
    opened = [each for each in opened_runs() if each != run]
    st.session_state[OPENED] = [*opened, run][-MOST_OPENED:]


def choose_run(run: str, beside: Iterable[str] = ()) -> None:
    """Let Converge and Compare show this run, with others beside it."""
    choices.keep(RUN, run)
    keep_names(BESIDE, [each for each in beside if each != run])


def beside_asked() -> list[str]:
    """The ids of the runs that the address has beside the shown run."""
    return [each for each in chosen_names(BESIDE) if is_id(each)]


def forget_run() -> None:
    """Show the settings again instead of a saved run."""
    choices.forget(RUN, BESIDE)


def back_button(prefix: str) -> None:
    """A button that leaves the saved run."""
    st.button("Back to the settings", key=f"{prefix}_back", icon=":material/arrow_back:", on_click=forget_run)
