"""A run on the page: trained or taken from the cache, then given to the player."""

from __future__ import annotations

import streamlit as st

from core.figures import player_data
from core.figures.chart import number
from core.learning import (
    Experiment,
    Optimum,
    ResolvedSettings,
    Trajectory,
    expected_seconds,
    is_recovered,
    untrained,
    verdict,
    without_rounding,
)
from pages.parts.choose.axes_picker import pick_axes
from pages.parts.choose.boxes import box
from pages.parts.draw.arrival import keep_shown, shown_before
from pages.parts.draw.player import FILTERS_ALONE, HEIGHT, play_run
from pages.parts.draw.training import LONGEST_WAIT, arrived_figure, arrived_run
from pages.parts.shell import say
from pages.parts.shell.frame import reading


def watch(experiment: Experiment, settings: ResolvedSettings, *, key: str) -> Trajectory | None:
    """Show the player and return its run; until the run is there, None, in the place of the figure that was there."""
    line = st.container()
    with line:
        trained = arrived_run(experiment, settings)
    if trained is None:
        hold_figure(key)
        return None
    run = trained.run
    with line:
        say_if_cut_short(run)
        axes = pick_axes(key, run) if experiment.is_linear else None
        figure = arrived_figure(trained, axes)
    show_figure(figure, key)
    say_more(run, trained.best, key)
    return run


def show_figure(figure: bytes | None, key: str) -> None:
    """Show the player for what it gets; None while that is awaited."""
    if figure is None:
        hold_figure(key)
        return
    keep_shown(key, figure)
    play_run(figure, key=key)


def hold_figure(key: str) -> None:
    """The place of a figure that is awaited, with the one before in it: nothing moves when the next one comes."""
    last = shown_before(key)
    if last is None:
        st.container(height=HEIGHT, border=False)
    else:
        play_run(last, key=key)


def say_if_cut_short(run: Trajectory) -> None:
    """Say if training was ended because it took too long, and how to train the run to its end."""
    if run.status == "running":
        say.info(
            f"Training was ended at step {run.steps[-1]:,} of {run.settings.steps:,}, so that nobody waits longer than "
            f"{LONGEST_WAIT:.0f} seconds. *Save this run* trains it to its end in the background.",
            icon=":material/timer:",
        )


def say_more(run: Trajectory, best: Optimum | None, key: str) -> None:
    """The verdict with all its figures, behind a click: the player says its first sentence."""
    figures = box("The verdict in figures", f"{key}_figures", ":material/fact_check:")
    if not figures.open:
        return
    with figures, reading():
        if run.metrics:
            say_verdict(run, best)
        shown = _figures(run, best)
        with st.grid(len(shown), min_column_width=190):
            for label, value in shown:
                say.metric(label, value)


def _figures(run: Trajectory, best: Optimum | None) -> list[tuple[str, str]]:
    """The loss, what the curvature says of it, and the metrics that tell most, each with its title."""
    experiment = run.experiment
    figures = [("Loss", number(float(without_rounding(experiment, run.loss[-1]))))]
    if experiment.is_linear and best is None:
        figures += [("Smallest possible loss", "not unique"), ("Condition number", "not unique")]
    elif best is not None:
        figures.append(("Smallest possible loss", number(float(without_rounding(experiment, best.loss)))))
        figures.append(("Condition number", number(best.condition_number)))
    return figures + [(title, number(run.metrics[name], 4)) for name, title in experiment.shown if name in run.metrics]


def say_verdict(run: Trajectory, best: Optimum | None) -> None:
    """The whole verdict: green for a yes, yellow for a run that diverged, blue for all else."""
    note = say.warning if run.status == "diverged" else say.success if is_recovered(run) else say.info
    note(verdict(run, best))


def first_numbers(experiment: Experiment, settings: ResolvedSettings, *, key: str) -> None:
    """Show the parameters that a run would start from, without loading any library for training."""
    run = untrained(experiment, settings)
    play_run(player_data(run, None), key=key, height=FILTERS_ALONE)


def is_long(experiment: Experiment, settings: ResolvedSettings) -> bool:
    """Whether a run is to be trained in the background, not while a page waits for it."""
    return expected_seconds(experiment, settings) > LONGEST_WAIT


def say_long(experiment: Experiment, settings: ResolvedSettings, *, key: str) -> None:
    """Show, in place of a run that takes long, its first parameters and how to train it."""
    first_numbers(experiment, settings, key=key)
    seconds = expected_seconds(experiment, settings)
    say.info(f"This run takes about {seconds:.0f} seconds. Press *Save this run* to watch it train.")
