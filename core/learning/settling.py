"""Settings with nothing left open: what is recommended filled in, rates made absolute, what cannot be refused."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

import numpy as np

from core.learning.curvature import curvature_bound
from core.learning.experiment import Experiment
from core.learning.optimum import solve
from core.learning.settings import FOR_SQUARES, TrainingSettings

FLAT = 1e-12  # share of the largest eigenvalue below which the least counts as none


def settle(experiment: Experiment, settings: TrainingSettings | None = None) -> TrainingSettings:
    """Return the settings with every None replaced by what is recommended for this experiment.

    Raises ValueError for an optimiser that needs a squared loss over all patches where there is none, and for a
    learning rate in units of the critical one where there is no such rate.

    >>> from core.learning import get_experiment
    >>> half = TrainingSettings(learning_rate=0.5, learning_rate_unit="critical")
    >>> settle(get_experiment("recover_kernel"), half).learning_rate_unit
    'absolute'
    """
    given = settings or TrainingSettings()
    filled = given.filled_from(experiment.recommended)
    if filled.optimizer in FOR_SQUARES:
        _check_is_quadratic(experiment, filled)
    if filled.optimizer == "polyak":
        filled = _with_best_momentum(experiment, given, filled)
    if filled.learning_rate_unit == "critical":
        rate = (filled.learning_rate or 0.0) * critical_learning_rate(experiment)
        filled = dataclasses.replace(filled, learning_rate=rate, learning_rate_unit="absolute")
    return filled


@lru_cache(maxsize=256)
def critical_learning_rate(experiment: Experiment) -> float:
    """The learning rate above which plain gradient descent diverges near the optimum: 2 / largest eigenvalue there.

    Where no single filter is best, that of the loss's steepest place. ValueError for models of several layers, whose
    curvature is another at every place.
    """
    if not experiment.is_linear:
        raise ValueError(
            f"learning_rate_unit='critical' is not allowed for {experiment.name} with these options: the curvature of "
            "its loss is another at every place. Give an absolute learning rate."
        )
    best = solve(experiment)
    if best is not None:
        return best.critical_learning_rate
    # a flat loss, of an input that is all zero, has no gradient to be too large
    return 2 / (curvature_bound(experiment)[1] or 1.0)


def _check_is_quadratic(experiment: Experiment, settings: TrainingSettings) -> None:
    is_whole = settings.batch_size is None or settings.batch_size >= len(experiment.targets)
    if experiment.loss_name == "squared" and experiment.is_linear and is_whole:
        return
    reason = "trains on mini-batches" if not is_whole else f"has a {experiment.loss_name} loss"
    raise ValueError(
        f"optimizer={settings.optimizer!r} is not allowed: it needs a squared loss over all patches, and this run of "
        f"{experiment.name} {reason}. Choose sgd or adam."
    )


def _with_best_momentum(experiment: Experiment, given: TrainingSettings, filled: TrainingSettings) -> TrainingSettings:
    """The rate and the momentum that shrink the slowest mode fastest.

    Source: Polyak, Some methods of speeding up the convergence of iteration methods, 1964, theorem 9.
    """
    least, most = curvature_bound(experiment)
    # a direction in which the loss is flat is never moved along, so that it does not count
    low, high = np.sqrt(max(least, FLAT * most)), np.sqrt(most)
    changes: dict[str, float | str] = {}
    if given.learning_rate is None:
        changes |= {"learning_rate": float(4 / (low + high) ** 2), "learning_rate_unit": "absolute"}
    if given.momentum is None:
        changes["momentum"] = float(min(0.999, ((high - low) / (high + low)) ** 2))
    return dataclasses.replace(filled, **changes)  # type: ignore[arg-type]
