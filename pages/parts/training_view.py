"""A run on the page: trained or taken from the cache, then given to the player."""

from __future__ import annotations

from streamlit.delta_generator import DeltaGenerator

from core.figures import player_data
from core.learning import (
    Experiment,
    Optimum,
    TrainingSettings,
    Trajectory,
    is_recovered,
    solve,
    untrained,
    verdict,
)
from pages.parts.cached import trained
from pages.parts.player import play


def watch(
    experiment: Experiment, settings: TrainingSettings, *, key: str, autoplay: bool = False
) -> tuple[Trajectory, Optimum | None]:
    """Train, show the player, and return the run with the best possible filter."""
    run = trained(experiment, settings)
    best = solve(experiment)
    play(player_data(run, best), key=key, autoplay=autoplay)
    return run, best


def say_verdict(run: Trajectory, best: Optimum | None, slot: DeltaGenerator) -> None:
    """Write the verdict into `slot`: green for a yes, yellow for a run that diverged, blue for all else."""
    box = slot.warning if run.status == "diverged" else slot.success if is_recovered(run) else slot.info
    box(verdict(run, best))


def first_numbers(experiment: Experiment, settings: TrainingSettings, *, key: str) -> None:
    """Show the random numbers that a run would start from, without training it or loading what trains."""
    run = untrained(experiment, settings)
    play(player_data(run, None), key=key, compact=True)
