"""Settings with nothing left open: what is recommended filled in, rates absolute, and the impossible refused."""

from __future__ import annotations

import dataclasses

import numpy as np

from core.kept import kept
from core.learning.curvature import eigenvalue_bounds, steepest_curvature
from core.learning.experiment import Experiment
from core.learning.optimum import solve
from core.learning.settings import TrainingSettings
from core.learning.update_rules import Optimiser

FLAT = 1e-12  # share of the largest eigenvalue below which another one counts as none
MOST_MOMENTUM = 0.999
DISTANCE = 0.05  # rate of an adaptive optimiser where the experiment recommends one of another kind
SAFE_SHARE = 0.5  # of the critical rate, likewise for plain descent


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
    recommended = experiment.recommended
    filled = given.filled_from(recommended)
    optimiser, usual = (each.update_rule for each in (filled, recommended))
    if given.learning_rate is None and optimiser.moves_by_distance != usual.moves_by_distance:
        filled = dataclasses.replace(filled, learning_rate=_rate_of_another_kind(experiment, optimiser))
    if optimiser.needs_quadratic:
        _check_is_quadratic(experiment, filled)
    if optimiser.is_tuned:
        filled = _with_best_momentum(experiment, given, filled)
    if filled.learning_rate_unit == "critical":
        rate = (filled.learning_rate or 0.0) * critical_learning_rate(experiment)
        filled = dataclasses.replace(filled, learning_rate=rate, learning_rate_unit="absolute")
    return filled


@kept
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
    return 2 / steepest_curvature(experiment)


def _check_is_quadratic(experiment: Experiment, settings: TrainingSettings) -> None:
    is_whole = settings.batch_size is None or settings.batch_size >= len(experiment.targets)
    if experiment.is_least_squares and is_whole:
        return
    reason = "trains on mini-batches" if not is_whole else f"has a {experiment.loss.name} loss"
    raise ValueError(
        f"optimizer={settings.optimizer!r} is not allowed: it needs a squared loss over all patches, and this run of "
        f"{experiment.name} {reason}. Choose sgd or adam."
    )


def _with_best_momentum(experiment: Experiment, given: TrainingSettings, filled: TrainingSettings) -> TrainingSettings:
    """The rate and the momentum that shrink the slowest mode fastest.

    Source: Polyak, Some methods of speeding up the convergence of iteration methods, 1964, theorem 9.
    """
    eigenvalues = eigenvalue_bounds(experiment)
    most = float(eigenvalues[-1])
    # a direction in which the loss is flat is never moved along, so that it does not count
    low, high = (float(np.sqrt(each)) for each in (min(eigenvalues[eigenvalues >= FLAT * most]), most or 1.0))
    rate, momentum = 4 / (low + high) ** 2, ((high - low) / (high + low)) ** 2
    if momentum > MOST_MOMENTUM:
        rate, momentum = ((1 + MOST_MOMENTUM**0.5) / high) ** 2, MOST_MOMENTUM
    changes: dict[str, float | str] = {}
    if given.learning_rate is None:
        changes |= {"learning_rate": rate, "learning_rate_unit": "absolute"}
    if given.momentum is None:
        changes["momentum"] = momentum
    return dataclasses.replace(filled, **changes)  # type: ignore[arg-type]


def _rate_of_another_kind(experiment: Experiment, optimiser: Optimiser) -> float:
    """A learning rate where the recommended one means something else: a distance, or a size per unit of gradient."""
    if optimiser.moves_by_distance or not experiment.is_linear:
        return DISTANCE
    return SAFE_SHARE * critical_learning_rate(experiment)
