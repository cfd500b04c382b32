"""A run on the page: trained or taken from the cache, then given to the player."""

from __future__ import annotations

import numpy as np
from streamlit.delta_generator import DeltaGenerator

from core.figures import player_data
from core.learning import (
    Experiment,
    Optimum,
    TrainingSettings,
    Trajectory,
    first_parameters,
    is_recovered,
    verdict,
)
from pages.parts.cached import solved, trained
from pages.parts.player import play


def watch(
    experiment: Experiment,
    seed: int,
    *,
    key: str,
    settings: TrainingSettings | None = None,
    autoplay: bool = False,
) -> tuple[Trajectory, Optimum | None]:
    """Train, show the player, and return the run with the best possible filter."""
    run = trained(experiment, settings or TrainingSettings(seed=seed))
    best = solved(experiment)
    play(player_data(run, best), key=key, autoplay=autoplay)
    return run, best


def say_verdict(run: Trajectory, best: Optimum | None, slot: DeltaGenerator) -> None:
    """Write the verdict into `slot`: green for a yes, yellow for a run that diverged, blue for all else."""
    box = slot.warning if run.status == "diverged" else slot.success if is_recovered(run) else slot.info
    box(verdict(run, best))


def first_numbers(experiment: Experiment, seed: int, *, key: str) -> None:
    """Show the random numbers that a run would start from, without training it or loading what trains."""
    weights = first_parameters(experiment, TrainingSettings(seed=seed))["weights"]
    answer = experiment.respond(weights)
    error = float(np.mean((experiment.patches() @ weights.ravel() - experiment.targets) ** 2))
    still = {
        "steps": [0],
        "loss": [error],
        "best_loss": None,
        "shape": list(weights.shape),
        "weights": [weights.ravel().tolist()],
        "bias": None,
        "designed": experiment.designed.weights.ravel().tolist(),
        "best": None,
        "input": experiment.data.test_input.tolist(),
        "target": experiment.data.test_answer.tolist(),
        "is_probability": experiment.loss_name == "logistic",
        "responses": [answer.tolist()],
        "is_row": False,
        "status": "random",
    }
    play(still, key=key, compact=True)
