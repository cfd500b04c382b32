"""What came out, in one sentence with its numbers; the pages print it, the tests hold it to the numbers."""

from __future__ import annotations

from core.learning.optimum import Optimum
from core.learning.training.trajectory import Trajectory


def verdict(trajectory: Trajectory, optimum: Optimum | None) -> str:
    """Say whether the run became the designed kernel, and which of the two is better on held-out data."""
    if trajectory.status == "diverged":
        return (
            f"The run diverged: after {trajectory.steps[-1]} steps its loss had grown from "
            f"{trajectory.loss[0]:.3g} to {trajectory.loss[-1]:.3g}. A smaller learning rate would converge."
        )
    return trajectory.experiment.verdict(trajectory, optimum)
