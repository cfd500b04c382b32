"""The outcome of a run in a sentence or two with figures; pages print it, tests check it against the figures."""

from __future__ import annotations

from core.learning.optimum import Optimum
from core.learning.training.trajectory import Trajectory
from core.learning.wording import counted


def verdict(trajectory: Trajectory, optimum: Optimum | None) -> str:
    """Say whether the learned filter became the designed one, and which of them is better on held-out data."""
    if trajectory.status == "diverged":
        return (
            f"The run diverged: after {counted(int(trajectory.steps[-1]), 'step')} its loss had grown from "
            f"{trajectory.loss[0]:.3g} to {trajectory.loss[-1]:.3g}. A smaller learning rate would converge."
        )
    return trajectory.experiment.verdict(trajectory, optimum)
