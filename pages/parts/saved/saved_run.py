"""A saved run on the page: watched while it trains, controlled by buttons, played back when it stands still."""

from __future__ import annotations

import dataclasses

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.figures import player_data
from core.figures.player import MOST_FRAMES
from core.figures.shown_run import DrawnRun
from core.learning import Optimum, Trajectory, solve
from core.runs import DamagedRun, NoSuchRun, RunView, Service, StoreError, view_labels
from core.runs.service.visitor import SOMEBODY_ELSES
from pages.parts.choose import choices
from pages.parts.choose.axes_picker import pick_axes
from pages.parts.draw.player import play_run
from pages.parts.draw.run_title import title_run
from pages.parts.draw.training import drawn_figure, has_valley
from pages.parts.draw.training_view import hold_figure, say_more, show_figure
from pages.parts.saved.branching import offer_branches
from pages.parts.saved.run_address import asked_run, back_button, forget_run, note_opened
from pages.parts.saved.run_orders import order_buttons
from pages.parts.saved.run_saving import go_to_saved, save_button
from pages.parts.saved.runs_beside import losses_beside, pick_beside
from pages.parts.shell import say
from pages.parts.shell.cached import keep_frames, known_frames
from pages.parts.shell.frame import controls
from pages.parts.shell.registry import is_embedded
from pages.parts.shell.service import is_hosted, refresh_interval, service, viewed, visitor
from pages.parts.shell.show import warning_sentence
from pages.parts.shell.terms import go_on_from

__all__ = ["asked_view", "save_button", "say_what", "show_run"]

PLAYER = "converge_player"  # the same for a run that trains, a saved one, and one that is not saved
MOST_FRAMES_LIVE = 24
PAUSED_EVERY = 2.0  # seconds between two updates of a paused run


def asked_view() -> tuple[Service, RunView] | None:
    """The saved run that the address names; None where it names none, or, with a warning, where it cannot be shown."""
    go_to_saved()
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
    """Show a run, live or ended: the result in the middle, all controls beside it."""
    with controls():
        back_button("converge")
        if view.record.is_live and visitor().may_control(view.record.owner) and not is_embedded():
            order_buttons(runs, view)
        beside = pick_beside(runs, view)
    say_what("Converge", view)
    line = st.container()
    with line:
        is_known = has_valley(view.record.experiment)
    if not is_known:
        hold_figure(PLAYER)
    elif view.record.is_live:
        every = refresh_interval(runs)
        # a paused run may be resumed in another tab, and one that waits begins by itself
        interval = every if view.record.status == "running" else max(PAUSED_EVERY, every)
        st.fragment(_live, run_every=interval)(runs, view, beside, every)
    else:
        _ended(view, beside, line)
    if not is_embedded():
        offer_branches(runs, view)


def say_what(page: str, view: RunView) -> None:
    """The heading of a page on one run: the run's name, how it is trained, where it comes from and whose it is."""
    record = view.record
    is_mine = visitor().may_control(record.owner)
    more = "Your run: whoever has this page's address can watch it." if is_hosted() else "Saved on this machine."
    if record.parent is not None:
        step = record.parent_step
        origin = f"Branched from another run at step {step:,}." if step else "Begun with the numbers of another run."
        more = f"{origin} {more}" if is_mine else origin
    (label,) = view_labels([view], by=visitor())
    title_run(page, label.whole, record.settings, more if is_mine or record.parent is not None else "")
    if not is_mine:
        say.caption(SOMEBODY_ELSES)


def _live(runs: Service, drawn: RunView, beside: list[RunView], every: float) -> None:
    """The part of the page that is drawn anew several times a second."""
    go_on_from("live run")
    view = viewed(runs, drawn.record.id)
    if view is None:
        return
    record = view.record
    has_just_begun = view.has_begun and not drawn.has_begun
    if has_just_begun or is_out_of_date(drawn.record.status, record.status, every, refresh_interval(runs)):
        st.rerun()
    if view.message:
        warning_sentence(RuntimeError(view.message))
    if record.status == "waiting":
        _say_place(runs, record.id)
    if not view.has_begun:
        if record.status != "waiting":
            say.caption("The first step is on its way.")
        return
    is_moving = record.status == "running"
    run, best = view.trajectory, solve(record.experiment)
    _play_live(record.id, run, None if is_moving else best, is_moving=is_moving)
    # what was measured when it was paused is not true of later steps
    say_more(dataclasses.replace(run, metrics={}) if is_moving else run, best, PLAYER)
    losses_beside(runs, view, beside)
    choices.write_address()


def _say_place(runs: Service, run: str) -> None:
    """Say how many runs are in front of one that waits."""
    try:
        place = runs.place_in_queue(run)
    except StoreError as error:
        warning_sentence(error)
        return
    if place is not None:
        say.info(f"All places are taken, and {_before(place - 1)}. It begins by itself.")


def _before(count: int) -> str:
    """How many wait longer than a run.

    >>> [_before(count) for count in range(3)]
    ['this run is the next', 'one run is before this one', '2 runs are before this one']
    """
    if count == 0:
        return "this run is the next"
    return "one run is before this one" if count == 1 else f"{count} runs are before this one"


def _play_live(run: str, trajectory: Trajectory, best: Optimum | None, *, is_moving: bool) -> None:
    """The player of a live run: without controls while the run trains, with them while it is paused."""
    frames = known_frames(run)
    most = MOST_FRAMES_LIVE if is_moving else MOST_FRAMES
    data = player_data(trajectory, best, most_frames=most, known=frames, is_live=is_moving)
    keep_frames(run, frames)
    play_run(data, key=PLAYER, from_end=True)


def is_out_of_date(before: str, now: str, every: float, due: float) -> bool:
    """Whether the status or the interval of updates has changed, so that the whole page must be drawn anew."""
    return before != now or not 0.7 < due / every < 1.4


def _ended(view: RunView, beside: list[RunView], line: DeltaGenerator) -> None:
    """The player, the verdict and the loss of a run that has ended."""
    status = view.record.status
    if status in ("stopped", "failed"):
        how = "stopped" if status == "stopped" else "ended by a failure"
        say.warning(f"This run was {how} at step {view.record.step} of {view.record.steps}.")
    if view.message:
        warning_sentence(RuntimeError(view.message))
    if not view.has_begun:
        return
    run, best = view.trajectory, solve(view.record.experiment)
    axes = pick_axes(PLAYER, run) if run.experiment.is_linear else None
    with line:
        figure = drawn_figure(DrawnRun.of(run, view.snapshots, axes, view.record.id))
    show_figure(figure, PLAYER)
    say_more(run, best, PLAYER)
    losses_beside(None, view, beside)
