"""The loss over two weights of a filter, on which the path of a run can be drawn; and how fast the loss is to fall."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.cache import cached
from core.learning.curvature import scalar_loss
from core.learning.experiment import Array, Experiment
from core.learning.optimum import Optimum
from core.learning.training.trajectory import Trajectory

SIDE = 33  # points along each axis
MARGIN = 0.15  # of what the path spans, on each side


@dataclass(frozen=True, eq=False)
class LossPlane:
    """The loss at points of a plane: `losses` (n, n), a row for each of `down` (n,), a column for each of `across`.

    `first` and `second` are the indices, in the flattened filter, of the weights across and down. All other parameters
    are held: at the best filter where there is one, else at the end of the run. `path` (s, 2) are both weights at the
    run's recorded steps.
    """

    first: int
    second: int
    across: Array
    down: Array
    losses: Array
    path: Array


def most_moved(run: Trajectory) -> tuple[int, int]:
    """The indices of the two weights that the run moved furthest, in ascending order.

    >>> from core.learning import TrainingSettings, get_experiment, train
    >>> most_moved(train(get_experiment("recover_kernel"), TrainingSettings(steps=5)))
    (1, 2)
    """
    moved = np.abs(run.weights[-1] - run.weights[0]).ravel()
    first, second = sorted(np.argsort(-moved, kind="stable")[:2].tolist())
    return first, second


def loss_plane(run: Trajectory, best: Optimum | None, first: int, second: int) -> LossPlane:
    """The training loss around the path of a run of one filter, over its weights number `first` and `second`.

    Raises ValueError for a run of several filters, and for a weight that the filter does not have.

    >>> from core.learning import get_experiment, solve, train
    >>> run = train(get_experiment("recover_kernel"))
    >>> plane = loss_plane(run, solve(run.experiment), 0, 1)
    >>> plane.losses.shape, bool(plane.losses.min() < 0.1)
    ((33, 33), True)
    """
    experiment = run.experiment
    if not experiment.is_linear:
        raise ValueError(f"experiment={experiment.name!r} learns more than one filter: its loss is no single valley.")
    weights = run.weights.reshape(len(run.weights), -1)
    for name, index in (("first", first), ("second", second)):
        if not 0 <= index < weights.shape[1]:
            raise ValueError(f"{name}={index}: the filter has the weights 0 to {weights.shape[1] - 1}.")
    held = (run.weights[-1] if best is None else best.weights).ravel().copy()
    bias = float(run.bias[-1]) if best is None else best.bias
    path = weights[:, [first, second]]
    ends = np.vstack([path, held[[first, second]], experiment.designed.weights.ravel()[[first, second]]])
    across, down = (_spread(values) for values in ends.T)
    held[[first, second]] = 0.0
    losses = _losses(experiment, tuple(held.tolist()), bias, (first, second), tuple(across), tuple(down))
    return LossPlane(first, second, across, down, losses, path)


def predicted_losses(run: Trajectory, best: Optimum | None) -> Array | None:
    """The loss (s,) at the recorded steps as the curvature predicts it, through the last point before rounding.

    Plain descent, with or without momentum, on all patches of a quadratic loss contracts the distance along each axis
    of the valley by a known factor a step, and the slowest axis decides. None where that does not hold.

    Source: Goh, Why momentum really works, 2017.

    >>> from core.learning import get_experiment, solve, train
    >>> run = train(get_experiment("recover_kernel", input="camera"))
    >>> predicted_losses(run, solve(run.experiment)) is not None
    True
    """
    settings, experiment = run.settings, run.experiment
    is_plain = settings.optimizer == "sgd" and settings.schedule == "constant"
    takes_all = settings.takes_all(len(experiment.targets))
    if best is None or not (is_plain and takes_all and experiment.is_least_squares):
        return None
    excess = run.loss - best.loss
    usable = np.flatnonzero(excess > max(excess[0] * 1e-12, 0.0))
    factor = _slowest(best.eigenvalues, settings.learning_rate, settings.momentum)
    if len(usable) < 3 or not 0 < factor < 1:
        return None
    last = usable[-1]  # early steps are decided by the steep axes, too
    return np.asarray(best.loss + excess[last] * factor ** (2.0 * (run.steps - run.steps[last])))


def _slowest(eigenvalues: Array, rate: float, momentum: float) -> float:
    """The largest root's size, over all axes, of z^2 - (1 + momentum - rate x eigenvalue) z + momentum."""
    sums = (1 + momentum - rate * eigenvalues[eigenvalues > 0]).astype(complex)
    root = np.sqrt(sums**2 - 4 * momentum)
    return float(np.maximum(np.abs(sums + root), np.abs(sums - root)).max(initial=0.0) / 2)


def _spread(values: Array) -> Array:
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    margin = MARGIN * (high - low) or 1.0
    return np.linspace(low - margin, high + margin, SIDE)


@cached
def _losses(
    experiment: Experiment,
    held: tuple[float, ...],
    bias: float,
    varied: tuple[int, int],
    across: tuple[float, ...],
    down: tuple[float, ...],
) -> Array:
    patches, targets, loss = experiment.patches(), experiment.targets, scalar_loss(experiment)
    rest, one, other = patches @ np.array(held) + bias, patches[:, varied[0]], patches[:, varied[1]]
    if experiment.is_least_squares:
        terms = np.stack([rest - targets, one, other])
        moments = terms @ terms.T / len(targets)
        points = np.stack(np.broadcast_arrays(1.0, np.array(across), np.array(down)[:, None]), axis=-1)
        losses = ((points @ moments) * points).sum(axis=-1)
    else:
        losses = np.array([[float(loss.mean(rest + x * one + y * other, targets)) for x in across] for y in down])
    losses.setflags(write=False)  # the cache hands the same array to every caller
    return losses
