"""What came out, in one sentence with its numbers; the pages print it, the tests hold it to the numbers."""

from __future__ import annotations

import numpy as np

from core.kernels import compare
from core.learning.optimum import Optimum
from core.learning.training import Trajectory

RECOVERED_WITHIN = 1e-3  # relative error of the weights below which the kernel counts as found
ALIKE_WITHIN = 0.005  # difference of F1 below which two detectors count as equally good


def verdict(trajectory: Trajectory, optimum: Optimum | None) -> str:
    """Say whether the run became the designed kernel, and which of the two is better on held-out data."""
    if trajectory.status == "diverged":
        return (
            f"The run diverged: after {trajectory.steps[-1]} steps its loss had grown from "
            f"{trajectory.loss[0]:.3g} to {trajectory.loss[-1]:.3g}. A smaller learning rate would converge."
        )
    if trajectory.experiment.loss_name == "squared":
        return _imitation(trajectory)
    return _detection(trajectory, optimum)


def is_recovered(trajectory: Trajectory) -> bool:
    """Whether the random numbers became the designed kernel."""
    error = trajectory.metrics.get("weight_error")
    return trajectory.status == "finished" and error is not None and error < RECOVERED_WITHIN


def listed(weights: object) -> str:
    """The numbers of a filter of up to 11 taps, or its shape; digits after the point where any number has some.

    >>> listed(np.array([-1.0, 0.9999, -1.0])), listed(np.array([-1.0, 1.0, -1.0])), listed(np.ones((3, 3)))
    ('[−1.00 1.00 −1.00]', '[−1 1 −1]', 'the 3 x 3 filter')
    """
    array = np.asarray(weights, dtype=np.float64)
    if array.ndim == 1 and array.size <= 11:
        digits = 0 if (array == array.round()).all() else 2
        return "[" + " ".join(f"{value:.{digits}f}".replace("-", "−") for value in array) + "]"
    return "the " + " x ".join(map(str, array.shape)) + " filter"


def _imitation(trajectory: Trajectory) -> str:
    error = trajectory.metrics["weight_error"]
    step = trajectory.steps[-1]
    learned, designed = listed(trajectory.weights[-1]), listed(trajectory.experiment.designed.weights)
    if is_recovered(trajectory):
        within = _first_step_within(trajectory, RECOVERED_WITHIN)
        return (
            f"Yes: the random numbers became {designed}. After {within} steps they were within 0.1 % of it, after "
            f"{step} within {_percent(error)}."
        )
    output = trajectory.metrics["relative_output_error"]
    valley = ": the loss is a long valley" if output < error / 2 else ""
    return (
        f"Not yet: after {step} steps {learned} is {_percent(error)} away from the designed kernel, its output on "
        f"held-out data {_percent(output)}{valley}."
    )


def _detection(trajectory: Trajectory, optimum: Optimum | None) -> str:
    metrics = trajectory.metrics
    learned, designed = listed(trajectory.weights[-1]), listed(trajectory.experiment.designed.weights)
    ratio = f", centre over side {metrics['ratio']:.2f} instead of 1" if "ratio" in metrics else ""
    gain = metrics["f1"] - metrics["designed_f1"]
    better = "better" if gain > ALIKE_WITHIN else "worse" if gain < -ALIKE_WITHIN else "as good"
    nearness = ""
    if optimum is not None:
        off = compare(optimum.weights, trajectory.weights[-1]).weight_error
        nearness = f" It is {_percent(off)} from the best filter there is for this loss."
    return (
        f"No: the random numbers became {learned}{ratio}, which is {better} at finding peaks than {designed}. On "
        f"held-out data it finds {metrics['recall']:.0%} of them and {metrics['precision']:.0%} of its alarms are "
        f"right (F1 {metrics['f1']:.2f}); the designed filter finds {metrics['designed_recall']:.0%}, with "
        f"{metrics['designed_precision']:.0%} right (F1 {metrics['designed_f1']:.2f}).{nearness}"
    )


def _first_step_within(trajectory: Trajectory, tolerance: float) -> int:
    """The first kept step from which on the weights stay within the tolerance of the designed ones."""
    designed = trajectory.experiment.designed
    errors = [compare(designed, weights).weight_error for weights in trajectory.weights]
    within = [error <= tolerance for error in errors]
    first = len(within) - within[::-1].index(False) if False in within else 0
    return int(trajectory.steps[min(first, len(within) - 1)])


def _percent(share: float) -> str:
    """A share as per cent, with as many digits as it needs.

    >>> _percent(0.1234), _percent(0.00001), _percent(0.0)
    ('12 %', '0.001 %', 'less than 0.0001 %')
    """
    if share < 1e-6:
        return "less than 0.0001 %"
    return f"{100 * share:.2g} %" if share < 1 else f"{100 * share:.0f} %"
