"""Which kept run the page's address names, and which runs are shown beside it."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from core.runs import is_id
from pages.parts import choices
from pages.parts.show import warning_sentence

RUN, BESIDE = "converge_run", "converge_beside"


def asked_run() -> str | None:
    """The run that the address names, None where it names none or what can be none."""
    asked = choices.chosen(RUN)
    if asked is not None and not is_id(asked):
        refusal = f"{RUN}={asked[:40]!r} names no run: give 32 digits from 0 to f, as the page Runs opens it."
        warning_sentence(ValueError(refusal))
        forget_run()
        return None
    return asked


def choose_run(run: str, beside: Iterable[str] = ()) -> None:
    """Let this run be the one that Converge and Compare show, others beside it."""
    choices.keep(RUN, run)
    keep_beside([each for each in beside if each != run])


def beside_asked() -> list[str]:
    """The ids of the runs that are to be shown beside it."""
    return [each for each in dict.fromkeys((choices.chosen(BESIDE) or "").split(",")) if is_id(each)]


def keep_beside(runs: list[str]) -> None:
    """Let these be shown beside it."""
    if runs:
        choices.keep(BESIDE, ",".join(runs))
    else:
        choices.forget(BESIDE)


def forget_run() -> None:
    """Back to the settings."""
    choices.forget(RUN, BESIDE)


def back_button(prefix: str) -> None:
    """Leave the run that is shown."""
    st.button("Back to the settings", key=f"{prefix}_back", icon=":material/arrow_back:", on_click=forget_run)
