"""A run on the page: trained or taken from the cache, then given to the player."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.figures import player_data
from core.learning import (
    Experiment,
    Optimum,
    ResolvedSettings,
    Settings,
    Trajectory,
    expected_seconds,
    is_recovered,
    solve,
    untrained,
    verdict,
)
from pages.parts.draw.player import play
from pages.parts.draw.training import LONGEST_WAIT, trained


def watch(
    experiment: Experiment, settings: Settings, *, key: str, autoplay: bool = False
) -> tuple[Trajectory, Optimum | None]:
    """Train, show the player, and return the run with the best possible filter."""
    run = trained(experiment, settings)
    say_if_cut_short(run)
    best = solve(experiment)
    play(player_data(run, best), key=key, autoplay=autoplay)
    return run, best


def say_if_cut_short(run: Trajectory) -> None:
    """Say if training was ended because it took too long, and how to train the run to its end."""
    if run.status == "running":
        st.info(
            f"Training was ended at step {run.steps[-1]:,} of {run.settings.steps:,}, so that nobody waits longer than "
            f"{LONGEST_WAIT:.0f} seconds. *Save this run* trains it to its end in the background.",
            icon=":material/timer:",
        )


def say_verdict(run: Trajectory, best: Optimum | None, slot: DeltaGenerator) -> None:
    """Write the verdict into `slot`: green for a yes, yellow for a run that diverged, blue for all else."""
    box = slot.warning if run.status == "diverged" else slot.success if is_recovered(run) else slot.info
    box(verdict(run, best))


def first_numbers(experiment: Experiment, settings: Settings, *, key: str) -> None:
    """Show the parameters that a run would start from, without loading any library for training."""
    run = untrained(experiment, settings)
    play(player_data(run, None), key=key, compact=True)


def is_long(experiment: Experiment, settings: ResolvedSettings) -> bool:
    """Whether a run is to be trained in the background, not while a page waits for it."""
    return expected_seconds(experiment, settings) > LONGEST_WAIT


def say_long(experiment: Experiment, settings: ResolvedSettings, *, key: str) -> None:
    """Show, in place of a run that takes long, its first parameters and how to train it."""
    first_numbers(experiment, settings, key=key)
    seconds = expected_seconds(experiment, settings)
    st.info(f"This run takes about {seconds:.0f} seconds. Press *Save this run* to watch it train.")
