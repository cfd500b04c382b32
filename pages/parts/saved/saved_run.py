"""A saved run on the page: watched while it trains, controlled by buttons, played back when it has ended."""

from __future__ import annotations

import streamlit as st

from core.figures import player_data
from core.learning import Experiment, ResolvedSettings, solve
from core.runs import DamagedRun, Full, NoSuchRun, RunView, Service, StoreError
from core.runs.service.visitor import SOMEBODY_ELSES
from pages.parts.draw.player import play
from pages.parts.draw.training_view import say_verdict
from pages.parts.saved.branching import offer_branches
from pages.parts.saved.run_address import asked_run, choose_run, forget_run, note_opened
from pages.parts.saved.run_orders import order_buttons
from pages.parts.saved.runs_beside import losses_beside, pick_beside
from pages.parts.shell.cached import keep_frames, known_frames
from pages.parts.shell.service import is_hosted, refresh_interval, service, viewed, visitor
from pages.parts.shell.show import escaped, warning_sentence

WANTED = "run_wanted"
MOST_FRAMES_LIVE = 24
PAUSED_EVERY = 2.0  # seconds between two updates of a paused run


def save_button(prefix: str, experiment: Experiment, settings: ResolvedSettings) -> None:
    """Offer to save the run of these settings, which Converge then shows."""
    may_save = _may_save_data(prefix, experiment)
    st.button(
        "Save this run",
        key=f"{prefix}_keep",
        icon=":material/bookmark_add:",
        on_click=_want,
        disabled=not may_save,
        help="Trains it anew in the background, to be watched, paused, branched and found again by its address.",
    )
    if st.session_state.pop(WANTED, False):
        _start(experiment, settings)


def _may_save_data(prefix: str, experiment: Experiment) -> bool:
    """Ask whether a file of one's own may be stored with the run; True where there is none."""
    own = experiment.own_data
    if not own:
        return True
    what = " and ".join(escaped(value.title) for value in own.values())
    who = (
        "Whoever has the run's address sees it on the page and may branch the run; a branch keeps it when you delete "
        "yours. You alone can take it out as a file."
        if is_hosted()
        else ("It is stored in the database of this machine, and is part of the run's file.")
    )
    return st.checkbox(f"Store {what} with the run", key=f"{prefix}_keep_data", help=f"Only what training needs. {who}")


def _want() -> None:
    """Have the run started once its settings are read."""
    st.session_state[WANTED] = True


def _start(experiment: Experiment, settings: ResolvedSettings) -> None:
    runs = service()
    if runs is None:
        return
    try:
        run = runs.start(experiment, settings, by=visitor())
    except (Full, StoreError) as error:
        warning_sentence(error)
        return
    choose_run(run)
    st.switch_page("pages/converge.py")


def asked_view() -> tuple[Service, RunView] | None:
    """The saved run that the address names; None where it names none, or, with a warning, where it cannot be shown."""
    run = asked_run()
    runs = service() if run is not None else None
    if run is None or runs is None:
        return None
    try:
        view = runs.view(run)
        note_opened(run)
        return runs, view
    except NoSuchRun as error:
        warning_sentence(error)
        forget_run()
    except (StoreError, DamagedRun) as error:
        # the address keeps the run, which may be readable again later
        warning_sentence(error)
    return None


def show_run(runs: Service, view: RunView) -> None:
    """Show a run, live or ended."""
    say_what(view)
    beside = pick_beside(runs, view)
    is_mine = visitor().may_control(view.record.owner)
    if not is_mine:
        st.caption(SOMEBODY_ELSES)
    if view.record.is_live:
        if is_mine:
            order_buttons(runs, view)
        every = refresh_interval(runs)
        # a paused run may be resumed in another tab
        interval = every if view.record.status == "running" else max(PAUSED_EVERY, every)
        st.fragment(_live, run_every=interval)(runs, view, beside, every)
    else:
        _ended(view, beside)
    offer_branches(runs, view)


def say_what(view: RunView) -> None:
    """The run's name, experiment, seed, optimiser and origin."""
    record = view.record
    st.subheader(escaped(record.name))
    origin = ""
    if record.parent is not None:
        step = record.parent_step
        origin = f", branched from another run at step {step}" if step else ", begun with the numbers of another run"
    st.caption(
        f"{record.experiment.title}, seed {record.settings.seed}, {record.settings.optimizer}{origin}. "
        "Whoever has this page's address sees this run, also after a restart."
    )


def _live(runs: Service, drawn: RunView, beside: list[RunView], every: float) -> None:
    """The part of the page that is drawn anew several times a second."""
    view = viewed(runs, drawn.record.id)
    if view is None:
        return
    record = view.record
    has_just_begun = view.has_begun and not drawn.has_begun
    if has_just_begun or is_out_of_date(drawn.record.status, record.status, every, refresh_interval(runs)):
        st.rerun()
    # without text, which the player has: the browser takes longest to draw it
    st.progress(record.step / max(1, record.steps))
    if view.message:
        warning_sentence(RuntimeError(view.message))
    if not view.has_begun:
        st.caption("The first step is on its way.")
        return
    frames = known_frames(record.id)
    data = player_data(view.trajectory, None, most_frames=MOST_FRAMES_LIVE, known=frames)
    keep_frames(record.id, frames)
    play(data, key="converge_live_player")
    losses_beside(runs, view, beside, None)


def is_out_of_date(before: str, now: str, every: float, due: float) -> bool:
    """Whether the status or the interval of updates has changed, so that the whole page must be drawn anew."""
    return before != now or not 0.7 < due / every < 1.4


def _ended(view: RunView, beside: list[RunView]) -> None:
    """The player, the verdict and the loss of a run that has ended."""
    status = view.record.status
    if status in ("stopped", "failed"):
        how = "stopped" if status == "stopped" else "ended by a failure"
        st.warning(f"This run was {how} at step {view.record.step} of {view.record.steps}.")
    if view.message:
        warning_sentence(RuntimeError(view.message))
    if not view.has_begun:
        return
    run, best = view.trajectory, solve(view.record.experiment)
    answer = st.container()
    play(player_data(run, best), key="converge_player")
    if run.metrics and status in ("finished", "diverged"):
        say_verdict(run, best, answer)
    losses_beside(None, view, beside, best)
