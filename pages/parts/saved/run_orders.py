"""Buttons that control a live run: pause, go on, train some steps, stop, another learning rate."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.runs import Full, RunView, Service, StoreError
from pages.parts.choose.boxes import box
from pages.parts.shell.service import visitor
from pages.parts.shell.show import warning_sentence
from pages.parts.shell.terms import help_for

FACTORS = (0.1, 0.5, 2.0, 10.0)
REFUSED = "order_refused"


def order_buttons(runs: Service, view: RunView) -> None:
    """Show the buttons for a run with the status that `view` has."""
    record = view.record
    run = record.id
    if REFUSED in st.session_state:
        warning_sentence(st.session_state.pop(REFUSED))
    with st.container(horizontal=True):
        if record.status == "running":
            _order("Pause", "pause", ":material/pause:", lambda: runs.pause(run, by=visitor()))
        elif record.status == "waiting":
            _order("Do not wait", "pause", ":material/pause:", lambda: runs.pause(run, by=visitor()))
        else:
            _order("Go on training", "go_on", ":material/play_arrow:", lambda: runs.resume(run, by=visitor()))
            _order("Train one step", "one", ":material/skip_next:", lambda: runs.step(run, 1, by=visitor()))
            _order("Train ten steps", "ten", ":material/fast_forward:", lambda: runs.step(run, 10, by=visitor()))
        _order("Stop", "stop", ":material/stop:", lambda: runs.stop(run, by=visitor()))
    if record.status == "waiting":
        return
    frame = box("Another learning rate", "converge_rate", ":material/speed:")
    if frame.open:
        with frame:
            _offer_rates(runs, view)


def _offer_rates(runs: Service, view: RunView) -> None:
    """Widgets that multiply the learning rate of the steps to come."""
    rate = view.trajectory.settings.learning_rate
    factor = st.selectbox(
        "Learning rate, times",
        FACTORS,
        index=None,
        key="converge_factor",
        placeholder="as it is",
        help=help_for("Learning rate, times"),
    )
    if factor is not None:
        run, changed = view.record.id, rate * float(factor)
        _order("Change it", "change", ":material/check:", lambda: runs.change_rate(run, changed, by=visitor()))


def _order(label: str, key: str, icon: str, give: Callable[[], None]) -> None:
    st.button(label, key=f"converge_{key}", icon=icon, on_click=_give, args=(give,))


def _give(give: Callable[[], None]) -> None:
    """Give an order before the page is drawn anew, so that the page shows the buttons for the new status."""
    try:
        give()
    except (StoreError, Full, ValueError) as error:
        st.session_state[REFUSED] = error
