"""Branching a run: a new run from the same first parameters, or from a recorded step."""

from __future__ import annotations

import streamlit as st

from core.learning import Settings
from core.runs import Full, RunView, Service, StoreError
from pages.parts.choose.boxes import box
from pages.parts.choose.experiment_picker import pick_training
from pages.parts.saved.run_address import choose_run
from pages.parts.shell import say
from pages.parts.shell.frame import reading
from pages.parts.shell.service import visitor
from pages.parts.shell.show import warning_sentence
from pages.parts.shell.terms import help_for

WANTED, FRAME = "branch_wanted", "converge_branches"
WHAT = (
    "A branch is a new run that begins with the numbers of this run, from its start or from a later step, and goes on "
    "with the settings below. This run stays as it is, and the losses of both are shown on one chart."
)


def offer_branches(runs: Service, view: RunView) -> None:
    """Widgets for other settings, and two buttons: from the start, or from a recorded step."""
    if not view.has_begun:
        return
    record, steps = view.record, [snapshot.step for snapshot in view.snapshots]
    frame = box("Train it another way", FRAME, ":material/call_split:")
    if not frame.open:
        return
    with frame:
        with reading():
            say.caption(WHAT)
        # keyed by the run, since each run has settings of its own
        key = f"branch_{record.id[:8]}"
        settings = pick_training(key, record.experiment, view.trajectory.settings)
        middle = steps[len(steps) // 2]
        step = (
            st.select_slider("Branch at step", steps, middle, key=f"{key}_at", help=help_for("Branch at step"))
            if steps[1:]
            else steps[0]
        )
        with st.container(horizontal=True):
            for label, icon, start in (
                ("Same start, other settings", ":material/restart_alt:", steps[0]),
                ("Branch here", ":material/call_split:", step),
            ):
                st.button(label, key=f"converge_{label}", icon=icon, on_click=_want, args=(label,))
                if st.session_state.get(WANTED) == label:
                    del st.session_state[WANTED]
                    _branch(runs, record.id, int(start), settings)


def _want(label: str) -> None:
    """Have the branch started once its settings are read."""
    st.session_state[WANTED] = label


def _branch(runs: Service, run: str, step: int, settings: Settings) -> None:
    """Start the branch and show it, with its parent beside it."""
    try:
        branch = runs.branch(run, step, settings, by=visitor())
    except (Full, StoreError, ValueError) as error:
        warning_sentence(error)
        return
    choose_run(branch, beside=[run])
    st.rerun()
