"""Which is better on held-out data, the learned or the designed filter, and how sure that is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.learning.experiment import Array, Experiment
from core.learning.settings import ResolvedSettings, Settings, TrainingSettings
from core.learning.training.resolving import resolve_settings
from core.learning.training.trajectory import Trajectory, train


@dataclass(frozen=True, eq=False)
class Advantage:
    """The difference of learned and designed filter in one metric, over k draws of data and first parameters.

    `learned` (k,) and `designed` (k,) are the metric on each draw's held-out data; `difference` is their mean
    difference, `low` and `high` bound it with this `confidence`. `better` is "learned" or "designed" where
    the bounds exclude 0, else "neither".
    """

    metric: str
    learned: Array
    designed: Array
    difference: float
    low: float
    high: float
    confidence: float
    better: str


def advantage(
    experiment: Experiment,
    metric: str,
    *,
    seeds: Iterable[int] = range(10),
    settings: Settings | None = None,
    confidence: float = 0.95,
) -> Advantage:
    """Train once a seed, on data and from parameters drawn with it, and compare with the designed filter.

    Parameters
    ----------
    experiment : Experiment
        Its own seed, if it has one, is replaced by each of `seeds`; without one only the first parameters change.
    metric : str
        A metric that the experiment reports for the designed filter too: "f1", "auc", "psnr", ...
    seeds : iterable of int
        At least two.
    settings : TrainingSettings, ResolvedSettings or None
        How to train; their seed is replaced as well.
    confidence : float
        Of the interval, between 0 and 1.

    Raises
    ------
    ValueError
        For a metric that is not measured for the designed filter, fewer than two seeds, or another confidence.

    Source of the interval: Student, The probable error of a mean, 1908, for paired differences.

    Examples
    --------
    >>> from core.learning import get_experiment
    >>> advantage(get_experiment("find_peaks"), "f1", seeds=range(3)).better
    'learned'
    """
    chosen = tuple(seeds)
    check_seeds(chosen)
    check_confidence(confidence)
    pairs = [_measured(experiment, metric, seed, settings) for seed in chosen]
    learned, designed = (np.array(values) for values in zip(*pairs, strict=True))
    mean, low, high = (float(each) for each in mean_interval(learned - designed, confidence))
    better = "learned" if low > 0 else "designed" if high < 0 else "neither"
    return Advantage(metric, learned, designed, mean, low, high, confidence, better)


def mean_interval(values: Array, confidence: float) -> tuple[Array, Array, Array]:
    """The mean (...) of values (..., k) and the bounds of its confidence interval, by Student's distribution.

    >>> [round(float(each), 2) for each in mean_interval(np.array([1.0, 2.0, 3.0]), 0.95)]
    [2.0, -0.48, 4.48]
    """
    from scipy.special import stdtrit

    count = values.shape[-1]
    mean = values.mean(axis=-1)
    half = stdtrit(count - 1, (1 + confidence) / 2) * values.std(axis=-1, ddof=1) / np.sqrt(count)
    return mean, mean - half, mean + half


def check_seeds(seeds: Sequence[int]) -> None:
    """Raise ValueError unless there are at least two seeds, no two alike."""
    if len(seeds) < 2:
        raise ValueError(f"seeds has {len(seeds)} entries: give at least two.")
    if len(set(seeds)) < len(seeds):
        raise ValueError(f"seeds={list(seeds)} has the same one twice: its runs would be equal. Give different ones.")


def check_confidence(confidence: float) -> None:
    """Raise ValueError unless this is a number between 0 and 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence={confidence} is not allowed: give a number between 0 and 1.")


def drawn(experiment: Experiment, seed: int, settings: Settings | None) -> tuple[Experiment, ResolvedSettings]:
    """The experiment and the settings of a draw: both with its seed, the experiment only if its data have one."""
    changes: dict[str, Any] = {"seed": seed} if "seed" in experiment.options else {}
    other = dataclasses.replace(experiment, **changes)
    return other, resolve_settings(other, dataclasses.replace(settings or TrainingSettings(), seed=seed))


def train_draw(experiment: Experiment, seed: int, settings: Settings | None) -> Trajectory:
    """A run whose first parameters follow from this seed, and whose data do where the experiment has a seed."""
    return train(*drawn(experiment, seed, settings))


def _measured(experiment: Experiment, metric: str, seed: int, settings: Settings | None) -> tuple[float, float]:
    metrics = train_draw(experiment, seed, settings).metrics
    if metric not in metrics or f"designed_{metric}" not in metrics:
        both = [name for name in metrics if f"designed_{name}" in metrics]
        has = f"choose one of {', '.join(both)}" if both else "this experiment has none"
        raise ValueError(f"metric={metric!r} is not measured for the designed filter too: {has}.")
    return metrics[metric], metrics[f"designed_{metric}"]
