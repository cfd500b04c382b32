"""A run of the service on the page: watched while it trains, led by buttons, then played back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import streamlit as st

from core.figures import loss_chart, player_data
from core.figures.chart import number
from core.learning import Experiment, TrainingSettings, solve
from core.runs import DamagedRun, Full, RunView, Service, StoreError, is_id
from pages.parts.player import play
from pages.parts.service import owner, pace, service
from pages.parts.show import chart, escaped, warning_sentence
from pages.parts.training_view import say_verdict

RUN = "converge_run"
MOST_FRAMES_LIVE = 24
FACTORS = (0.1, 0.5, 2.0, 10.0)
STATUS_TITLES = {
    "running": "training",
    "paused": "paused",
    "finished": "finished",
    "diverged": "diverged",
    "stopped": "stopped",
    "failed": "failed",
}


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


def forget_run() -> None:
    """Back to the settings."""
    st.session_state.pop(RUN, None)
    st.query_params.pop(RUN, None)


def start_run(experiment: Experiment, settings: TrainingSettings) -> None:
    """Start a run and show it; a sentence where that cannot be."""
    runs = service()
    if runs is None:
        return
    try:
        st.session_state[RUN] = runs.start(experiment, settings, owner=owner())
    except (Full, StoreError) as error:
        warning_sentence(error)
        return
    st.rerun()


def show_run(run: str) -> None:
    """Show a run by its id: live, or as it ended."""
    runs = service()
    if runs is None:
        return
    try:
        view = runs.view(run)
    except (StoreError, DamagedRun) as error:
        warning_sentence(error)
        return
    _facts(view)
    if view.record.is_live:
        st.fragment(_live, run_every=pace(runs) if view.record.status == "running" else None)(runs, run)
    else:
        _ended(view)
    _branching(runs, view)


def _facts(view: RunView) -> None:
    record = view.record
    st.subheader(escaped(record.name))
    origin = f", branched from another run at step {record.parent_step}" if record.parent else ""
    st.caption(
        f"{record.experiment.title}, seed {record.settings.seed}, {record.settings.optimizer}{origin}. "
        "Whoever has this page's address sees this run, also after a restart."
    )


def _live(runs: Service, run: str) -> None:
    """What is drawn anew several times a second."""
    view = runs.view(run)
    record = view.record
    if not record.is_live:
        st.rerun()
    _buttons(runs, view)
    loss = "" if record.loss != record.loss else f", loss {number(record.loss)}"
    st.progress(record.step / max(1, record.steps), f"Step {record.step} of {record.steps}{loss}")
    if view.message:
        warning_sentence(RuntimeError(view.message))
    trajectory = view.trajectory
    if trajectory.loss[-1] == trajectory.loss[-1]:
        play(player_data(trajectory, None, most_frames=MOST_FRAMES_LIVE), key="converge_live_player")


def _buttons(runs: Service, view: RunView) -> None:
    record = view.record
    is_running = record.status == "running"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if is_running:
            _order("Pause", ":material/pause:", lambda: runs.pause(record.id))
        else:
            _order("Go on", ":material/play_arrow:", lambda: runs.resume(record.id, owner()))
            _order("One step", ":material/skip_next:", lambda: runs.step(record.id))
            _order("Ten steps", ":material/fast_forward:", lambda: runs.step(record.id, 10))
        _order("Stop", ":material/stop:", lambda: runs.stop(record.id))
        factor = st.selectbox(
            "Learning rate, times", FACTORS, index=None, key="converge_factor", placeholder="as it is", width=160
        )
        if factor is not None:
            rate = view.trajectory.settings.learning_rate or 0.0
            _order("Change it", ":material/speed:", lambda: runs.change_rate(record.id, rate * float(factor)))


def _order(label: str, icon: str, give: Callable[[], None]) -> None:
    """A button that gives an order and shows the page anew, since what can be ordered next is another."""
    if not st.button(label, key=f"converge_{label}", icon=icon):
        return
    try:
        give()
    except (StoreError, Full, ValueError) as error:
        warning_sentence(error)
        return
    st.rerun()


def _ended(view: RunView) -> None:
    """The player, the verdict and the loss of a run that will not go on."""
    if view.record.status in ("stopped", "failed"):
        st.warning(f"This run was {'stopped' if view.record.status == 'stopped' else 'ended by a failure'} at step "
                   f"{view.record.step} of {view.record.steps}.")  # fmt: skip
    if view.message:
        warning_sentence(RuntimeError(view.message))
    if not view.snapshots or view.snapshots[-1].loss != view.snapshots[-1].loss:
        return
    run, best = view.trajectory, solve(view.record.experiment)
    answer = st.container()
    play(player_data(run, best), key="converge_player")
    if run.metrics and view.record.status in ("finished", "diverged"):
        say_verdict(run, best, answer)
    chart(loss_chart(run, best), "converge_loss")


def _branching(runs: Service, view: RunView) -> None:
    """Go on from an earlier moment in another way."""
    steps = [snapshot.step for snapshot in view.snapshots if snapshot.step < view.record.steps]
    if view.record.status == "running" or len(steps) < 2:
        return
    with st.expander("Branch here", icon=":material/call_split:"):
        st.select_slider("At step", steps, steps[len(steps) // 2], key="converge_branch_step")
        st.selectbox("Learning rate, times", (1.0, *FACTORS), key="converge_branch_factor")
        st.button(
            "Start the branch", key="converge_branch", icon=":material/call_split:", on_click=_branch, args=(runs, view)
        )


def _branch(runs: Service, view: RunView) -> None:
    """Start the branch that the widgets describe, and show it."""
    step, factor = st.session_state["converge_branch_step"], st.session_state["converge_branch_factor"]
    now = view.trajectory.settings
    settings = dataclasses.replace(now, learning_rate=(now.learning_rate or 0.0) * float(factor))
    try:
        st.session_state[RUN] = runs.branch(view.record.id, int(step), settings, owner=owner())
    except (Full, StoreError, ValueError) as error:
        warning_sentence(error)
