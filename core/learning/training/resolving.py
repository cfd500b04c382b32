"""Settings with nothing left open: recommended values filled in, rates absolute, impossible choices refused."""

from __future__ import annotations

import dataclasses

import numpy as np

from core.cache import cached
from core.learning.curvature import eigenvalue_bounds, steepest_curvature
from core.learning.experiment import Experiment
from core.learning.optimum import solve
from core.learning.settings import LEARNING_RATE_UNIT, MOMENTUM, ResolvedSettings, Settings, TrainingSettings
from core.learning.update_rules import Optimiser

FLAT = 1e-12  # share of the largest eigenvalue below which another one counts as none
DISTANCE = 0.05  # learning rate of an adaptive optimiser where the experiment recommends a non-adaptive one
SAFE_SHARE = 0.5  # of the critical rate, for a non-adaptive optimiser where the experiment recommends an adaptive one


def resolve_settings(experiment: Experiment, settings: Settings | None = None) -> ResolvedSettings:
    """Return the settings of a run of this experiment: open choices as recommended, the learning rate absolute.

    Raises ValueError for first parameters from which the experiment cannot be trained, for an optimiser that needs a
    squared loss over all patches where there is none, and for a learning rate in units of the critical one where there
    is no such rate.

    >>> from core.learning import get_experiment
    >>> half = TrainingSettings(steps=7, learning_rate=0.5, learning_rate_unit="critical")
    >>> resolved = resolve_settings(get_experiment("recover_kernel"), half)
    >>> resolved.steps, resolved.learning_rate < 1, resolved.momentum
    (7, True, 0.0)
    """
    if isinstance(settings, ResolvedSettings):
        return _checked(experiment, settings)
    recommended = experiment.recommended
    given = {name: value for name, value in vars(settings or TrainingSettings()).items() if value is not None}
    unit = given.pop(LEARNING_RATE_UNIT.name)
    if "learning_rate" in given and unit == "critical":
        given["learning_rate"] *= critical_learning_rate(experiment)
    resolved = _checked(experiment, ResolvedSettings(**{**vars(recommended), **given}))
    optimiser = resolved.update_rule
    defaults: dict[str, float] = {}
    if optimiser.is_tuned:
        defaults = _best_for_curvature(experiment)
    elif optimiser.name != recommended.optimizer and optimiser.name in experiment.rates:
        defaults = {"learning_rate": experiment.rates[optimiser.name]}
    elif optimiser.moves_by_distance != recommended.update_rule.moves_by_distance and "learning_rate" not in given:
        defaults = {"learning_rate": _rate_of_another_kind(experiment, optimiser)}
    return dataclasses.replace(resolved, **{name: value for name, value in defaults.items() if name not in given})  # type: ignore[arg-type]


@cached
def critical_learning_rate(experiment: Experiment) -> float:
    """The learning rate above which plain gradient descent diverges near the optimum: 2 / largest eigenvalue there.

    Where no single filter is best, it is the critical rate at the loss's steepest point. Raises ValueError for models
    of several filters or layers, whose curvature changes from point to point.
    """
    if not experiment.is_linear:
        raise ValueError(
            f"learning_rate_unit='critical' is not allowed for {experiment.name} with these options: the curvature of "
            "its loss is another at every point. Give an absolute learning rate."
        )
    best = solve(experiment)
    if best is not None:
        return best.critical_learning_rate
    return 2 / steepest_curvature(experiment)


def _checked(experiment: Experiment, settings: ResolvedSettings) -> ResolvedSettings:
    """The settings, unless the experiment cannot be trained with their optimiser or from their first parameters."""
    if settings.initialisation not in experiment.initialisations:
        raise ValueError(
            f"initialisation={settings.initialisation!r} is not allowed for {experiment.name}: choose one of "
            f"{', '.join(experiment.initialisations)}."
        )
    if settings.initial_scale == 0 and "zero" not in experiment.initialisations:
        raise ValueError(
            f"initial_scale=0 is not allowed for {experiment.name}: its parameters would stay 0. Give a scale above 0."
        )
    if not settings.update_rule.needs_quadratic:
        return settings
    is_whole = settings.takes_all(len(experiment.targets))
    if experiment.is_least_squares and is_whole:
        return settings
    reason = "trains on mini-batches" if not is_whole else f"has a {experiment.loss.name} loss"
    raise ValueError(
        f"optimizer={settings.optimizer!r} is not allowed: it needs a squared loss over all patches, and this run of "
        f"{experiment.name} {reason}. Choose sgd or adam."
    )


def _best_for_curvature(experiment: Experiment) -> dict[str, float]:
    """The rate and the momentum with which the slowest mode converges fastest.

    Source: Polyak, Some methods of speeding up the convergence of iteration methods, 1964, theorem 9.
    """
    eigenvalues = eigenvalue_bounds(experiment)
    largest = float(eigenvalues[-1])
    # training never moves along a direction in which the loss is flat, so that its eigenvalue does not count
    low, high = (float(np.sqrt(each)) for each in (min(eigenvalues[eigenvalues >= FLAT * largest]), largest or 1.0))
    rate, momentum = 4 / (low + high) ** 2, ((high - low) / (high + low)) ** 2
    if momentum > MOMENTUM.maximum:
        rate, momentum = ((1 + MOMENTUM.maximum**0.5) / high) ** 2, MOMENTUM.maximum
    return {"learning_rate": rate, "momentum": momentum}


def _rate_of_another_kind(experiment: Experiment, optimiser: Optimiser) -> float:
    """A learning rate where the recommended one means something else: a distance, or a size per unit of gradient."""
    if optimiser.moves_by_distance or not experiment.is_linear:
        return DISTANCE
    return SAFE_SHARE * critical_learning_rate(experiment)
