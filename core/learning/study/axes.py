"""Which settings of a task can be varied, and along which values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.learning.experiment import Experiment
from core.learning.settings import (
    BATCH_SIZE,
    CRITICAL_SHARE,
    INITIAL_SCALE,
    LEARNING_RATE,
    MOMENTUM,
    SEED,
    STEPS,
    ResolvedSettings,
)
from core.learning.training.resolving import critical_learning_rate
from core.parameters import Choice, Parameter, Range, Value

MOST_OPTIONS = 12  # of a choice by name: more would not fit along an axis
SLOWEST, FASTEST = 0.001, 1.0  # learning rates where no rate is critical
LEAST_SHARE = 0.02  # of the critical rate
SCALES = (0.1, 10.0)  # of the first numbers


@dataclass(frozen=True)
class SweptSetting:
    """A setting that can be varied: its name, its title, its values in order, and whether they grow by a factor."""

    name: str
    title: str
    values: tuple[Any, ...]
    by_factor: bool = False
    titles: tuple[str, ...] = ()  # of values that are names

    def written(self, value: Value) -> str:
        """A value as people read it."""
        if self.titles:
            return self.titles[self.values.index(value)]
        return f"{value:.3g}" if isinstance(value, float) else str(value)


def swept_settings(experiment: Experiment, settings: ResolvedSettings, count: int) -> dict[str, SweptSetting]:
    """All settings and options that can be varied, each with at most `count` values, by name.

    The learning rate goes from a small share of the critical one to the largest that can be chosen; where no rate is
    critical, and for the initial scale, each value is the one before times the same factor.

    >>> from core.learning import get_experiment, resolve_settings
    >>> task = get_experiment("recover_kernel")
    >>> list(swept_settings(task, resolve_settings(task), 5))
    ['learning_rate', 'momentum', 'initial_scale', 'batch_size', 'steps', 'target_noise', 'seed']
    >>> swept_settings(task, resolve_settings(task), 3)["initial_scale"].values
    (0.1, 1.0, 10.0)
    """
    found: list[SweptSetting] = []
    if not settings.update_rule.needs_quadratic:
        found.append(_rates(experiment, settings, count))
        found.append(SweptSetting(MOMENTUM.name, MOMENTUM.title, _evenly(0.0, 0.99, count)))
    found.append(SweptSetting(INITIAL_SCALE.name, INITIAL_SCALE.title, _by_factor(*SCALES, count), by_factor=True))
    if not settings.update_rule.needs_quadratic:
        fitting = [each for each in BATCH_SIZE.menu if each < len(experiment.targets)]
        found.append(SweptSetting(BATCH_SIZE.name, BATCH_SIZE.title, tuple(fitting[:count])))
    found.append(SweptSetting(STEPS.name, STEPS.title, tuple(STEPS.menu[:count])))
    taken = {each.name for each in experiment.parameters}
    own = [_of_option(each, count) for each in experiment.parameters if each.name not in experiment.accepts]
    found += [each for each in own if each is not None]
    if SEED.name not in taken:
        found.append(SweptSetting(SEED.name, SEED.title, tuple(range(count))))
    return {each.name: each for each in found if len(each.values) > 1}


def _rates(experiment: Experiment, settings: ResolvedSettings, count: int) -> SweptSetting:
    title, name = LEARNING_RATE.title, LEARNING_RATE.name
    if settings.update_rule.moves_by_distance or not experiment.is_linear:
        return SweptSetting(name, title, _by_factor(SLOWEST, FASTEST, count), by_factor=True)
    critical = critical_learning_rate(experiment)
    shares = _by_factor(LEAST_SHARE, CRITICAL_SHARE.maximum, count)
    return SweptSetting(name, title, tuple(share * critical for share in shares), by_factor=True)


def _of_option(parameter: Parameter, count: int) -> SweptSetting | None:
    if isinstance(parameter, Choice):
        if len(parameter.options) > MOST_OPTIONS:
            return None
        return SweptSetting(parameter.name, parameter.title, parameter.options[:count], titles=parameter.titles[:count])
    if not isinstance(parameter, Range):
        return None
    if parameter.menu:
        return SweptSetting(parameter.name, parameter.title, tuple(parameter.menu[:count]))
    highest = parameter.maximum if parameter.highest is None else parameter.highest
    if not parameter.whole:
        return SweptSetting(parameter.name, parameter.title, _evenly(parameter.minimum, highest, count))
    last = min(int(highest), int(parameter.minimum) + count - 1) if parameter.name == SEED.name else int(highest)
    whole = np.unique(np.linspace(parameter.minimum, last, count).round().astype(int))
    return SweptSetting(parameter.name, parameter.title, tuple(whole.tolist()))


def _evenly(low: float, high: float, count: int) -> tuple[float, ...]:
    return tuple(float(f"{value:.4g}") for value in np.linspace(low, high, count))


def _by_factor(low: float, high: float, count: int) -> tuple[float, ...]:
    return tuple(float(f"{value:.3g}") for value in np.geomspace(low, high, count))
