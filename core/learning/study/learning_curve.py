"""How the score on held-out data grows with the number of examples, for several ways to begin, with intervals."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from core.background import done_at_once
from core.learning.catalogue import experiment_parameters
from core.learning.experiment import Array, Experiment
from core.learning.settings import Settings
from core.learning.study.advantage import check_confidence, check_seeds, mean_interval, train_draw
from core.names import enumerated
from core.parameters import Choice, Parameter, Value


@dataclass(frozen=True, eq=False)
class Difference:
    """How much better one way did than another at each number of examples (v,): mean difference and its bounds.

    The bounds hold for each number by itself: of twenty intervals of 95 %, one is expected to miss. They say what other
    draws from the same pictures would give, not what other pictures would. `better_from` is the smallest number of
    examples from which on the bounds lie above 0, None where there is none. `uncertain` are the numbers of examples at
    which the bounds include 0.
    """

    mean: Array
    low: Array
    high: Array
    better_from: int | None
    uncertain: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class LearningCurve:
    """Scores on held-out data for v numbers of examples and k seeds, by the value of the option that is compared.

    `scores` {value: (v, k)}; `mean`, `low` and `high` {value: (v,)} are the mean over the seeds and the bounds of its
    interval with this `confidence`.
    """

    experiment: Experiment
    option: str
    values: tuple[int, ...]
    compared: str
    metric: str
    seeds: tuple[int, ...]
    confidence: float
    scores: Mapping[Value, Array]
    mean: Mapping[Value, Array]
    low: Mapping[Value, Array]
    high: Mapping[Value, Array]

    def difference(self, first: Value, second: Value) -> Difference:
        """By how much `first` is better than `second`, seed by seed; both are values of the option compared.

        Raises ValueError for a value that was not compared.
        """
        for name in (first, second):
            if name not in self.scores:
                raise ValueError(
                    f"{self.compared}={name!r} was not compared: choose one of {', '.join(map(str, self.scores))}."
                )
        differences = self.scores[first] - self.scores[second]
        mean, low, high = mean_interval(differences, self.confidence)
        uncertain = tuple(
            value for value, below, above in zip(self.values, low, high, strict=True) if below <= 0 <= above
        )
        is_better = low > 0
        last_not = np.flatnonzero(~is_better)
        start = 0 if not len(last_not) else int(last_not[-1]) + 1
        return Difference(mean, low, high, self.values[start] if start < len(self.values) else None, uncertain)

    def statement(self, first: Value, second: Value) -> str:
        """From how many examples on one of both is better, and where that is not certain, in a sentence."""
        found = self.difference(first, second)
        if found.high[-1] < 0:
            return self.statement(second, first)
        one, other = (title_of(self.experiment, self.compared, way) for way in (first, second))
        most = self.values[-1]
        size = f"{round(float(found.mean[-1]), 3) + 0.0:+.3f} in {self.metric} at {most:,}".replace("-", "−")
        worse = [value for value, high in zip(self.values, found.high, strict=True) if high < 0]
        parts = [
            f"'{one}' is better than '{other}' from {found.better_from:,} examples on"
            if found.better_from is not None
            else f"'{one}' is not certain to be better than '{other}' at {most:,} examples"
        ]
        if worse:
            parts.append(f"worse at {_listed(worse)}")
        if found.uncertain:
            parts.append(f"not certain to be either at {_listed(found.uncertain)}")
        return f"{'; '.join(parts)} ({size})."

    def headline(self, first: Value, second: Value, names: tuple[str, str]) -> str:
        """Which of two ways is better with how many examples, in a sentence or two; `names` are plurals.

        >>> from core.learning import TrainingSettings, get_experiment
        >>> task, few = get_experiment("name_textures", filters=4, size=5), TrainingSettings(steps=5)
        >>> pair = ("learned", "designed")
        >>> made = learning_curve(task, "patches", (2, 5), seeds=range(2), among=pair, settings=few)
        >>> made.headline(*pair, ("Learned filters", "designed ones"))
        'It is not certain which are better at 5 examples.'
        """
        found = self.difference(first, second)
        most = self.values[-1]
        worse = [value for value, high in zip(self.values, found.high, strict=True) if high < 0]
        if found.high[-1] < 0:
            return f"{names[0]} are worse than {names[1]} at {_listed(worse)} examples."
        if found.better_from is None:
            return f"It is not certain which are better at {most:,} examples."
        before = f", worse at {_listed(worse)}" if worse else ""
        unclear = f" At {_listed(found.uncertain)} there is no clear difference." if found.uncertain else ""
        return f"{names[0]} are better than {names[1]} from {found.better_from:,} examples on{before}.{unclear}"


def title_of(experiment: Experiment, option: str, value: Value) -> str:
    """The title of an option's value, as menus have it."""
    (parameter,) = (each for each in experiment.parameters if each.name == option)
    return parameter.title_of(value) if isinstance(parameter, Choice) else str(value)


def _listed(values: Sequence[int]) -> str:
    return enumerated([f"{value:,}" for value in values], "and")


def learning_curve(
    experiment: Experiment,
    option: str,
    values: Sequence[int],
    *,
    seeds: Iterable[int] = range(5),
    compared: str = "first_layer",
    among: Sequence[Value] | None = None,
    metric: str = "accuracy",
    settings: Settings | None = None,
    confidence: float = 0.95,
    on_progress: Callable[[float], None] | None = None,
) -> LearningCurve:
    """Train for each number of examples, each way to begin and each seed, and score on held-out data.

    Parameters
    ----------
    experiment : Experiment
        Its other options.
    option : str
        The option that decides on the number of examples, such as "patches".
    values : sequence of int
        The numbers of examples, ascending.
    seeds : iterable of int
        At least two, no two alike. Each draws the first parameters, and the examples where the experiment has a seed,
        alike for all that is compared.
    compared, among : str, sequence of values or None
        The option that is compared, and which of its values; None for all.
    metric : str
        The score.
    settings : TrainingSettings, ResolvedSettings or None
        How to train; their seed is replaced.
    confidence : float
        Of the intervals, between 0 and 1.
    on_progress : callable or None
        Called with the share that is done after each run.

    Raises
    ------
    ValueError
        For an option, a value or a metric that the experiment does not have, values that do not ascend, fewer than two
        seeds or the same one twice, or another confidence.

    Source of the intervals: Student, The probable error of a mean, 1908; of differences paired by seed.

    Examples
    --------
    >>> from core.learning import TrainingSettings, get_experiment
    >>> task = get_experiment("name_textures", filters=4, size=5)
    >>> few = TrainingSettings(steps=20)
    >>> curve = learning_curve(task, "patches", (2, 20), seeds=range(2), among=("designed", "random"), settings=few)
    >>> curve.scores["designed"].shape, curve.difference("designed", "random").mean.shape
    ((2, 2), (2,))
    """
    study = curve_of_scores(
        experiment, option, values, seeds=seeds, compared=compared, among=among, metric=metric, settings=settings,
        confidence=confidence,
    )  # fmt: skip
    curve: LearningCurve = done_at_once(study, on_progress)[1]
    return curve


def curve_of_scores(
    experiment: Experiment,
    option: str,
    values: Sequence[int],
    *,
    seeds: Iterable[int] = range(5),
    compared: str = "first_layer",
    among: Sequence[Value] | None = None,
    metric: str = "accuracy",
    settings: Settings | None = None,
    confidence: float = 0.95,
) -> CurveOfScores:
    """The study that `learning_curve` does at once, with the same arguments; raises the same."""
    numbers, chosen = tuple(values), tuple(seeds)
    ways = _checked(experiment, option, numbers, chosen, compared, among)
    check_confidence(confidence)
    return CurveOfScores(experiment, option, numbers, compared, ways, metric, chosen, settings, confidence)


@dataclass(frozen=True)
class CurveOfScores:
    """The study of a score against the number of examples; `learning_curve` explains the arguments.

    A piece is one run: the number of examples, the value that is compared, and the seed.
    """

    experiment: Experiment
    option: str
    values: tuple[int, ...]
    compared: str
    ways: tuple[Value, ...]
    metric: str
    seeds: tuple[int, ...]
    settings: Settings | None
    confidence: float

    def pieces(self) -> Sequence[tuple[int, Value, int]]:
        """The runs; all seeds of the smallest number come first, for all that is compared."""
        return [(value, way, seed) for value in self.values for way in self.ways for seed in self.seeds]

    def work(self, piece: tuple[int, Value, int]) -> float:
        """The score of one run."""
        value, way, seed = piece
        return _score(self.experiment, {self.option: value, self.compared: way}, seed, self.metric, self.settings)

    def conclude(self, parts: Sequence[float]) -> LearningCurve:
        """The curve, as far as these parts reach: the numbers of examples for which all runs are there."""
        shape = (-1, len(self.ways), len(self.seeds))
        whole = len(parts) // (len(self.ways) * len(self.seeds))
        table = np.reshape(parts[: whole * len(self.ways) * len(self.seeds)], shape)
        scores = {way: np.array(table[:, index]) for index, way in enumerate(self.ways)}
        bounds = {way: mean_interval(each, self.confidence) for way, each in scores.items()}
        mean, low, high = ({way: each[part] for way, each in bounds.items()} for part in range(3))
        return LearningCurve(
            self.experiment, self.option, self.values[:whole], self.compared, self.metric, self.seeds, self.confidence,
            MappingProxyType(scores), MappingProxyType(mean), MappingProxyType(low), MappingProxyType(high),
        )  # fmt: skip


def _checked(
    experiment: Experiment,
    option: str,
    values: tuple[int, ...],
    seeds: tuple[int, ...],
    compared: str,
    among: Sequence[Value] | None,
) -> tuple[Value, ...]:
    """The values of the option that is compared; ValueError for arguments that are not allowed."""
    known = {parameter.name: parameter for parameter in experiment_parameters(experiment.name)}
    for name in (option, compared):
        if name not in known:
            raise ValueError(f"{name!r} is not an option of {experiment.name}: it has {', '.join(known)}.")
        if name == "seed" or option == compared:
            both = f"option={option!r} and compared={compared!r}"
            raise ValueError(f"{both} are not allowed: give two different options, not the seed.")
    if not values or any(isinstance(value, str | bool) for value in values) or list(values) != sorted(set(values)):
        raise ValueError(f"values={values} are not allowed: give at least one number of examples, in ascending order.")
    for value in values:
        known[option].check(value)
    check_seeds(seeds)
    return _ways(known[compared], among)


def _ways(compared: Parameter, among: Sequence[Value] | None) -> tuple[Value, ...]:
    if among is not None:
        ways = tuple(compared.check(way) for way in among)
        if not ways or len(set(ways)) < len(ways):
            raise ValueError(
                f"among={ways} is not allowed: give at least one value of {compared.name}, none of them twice."
            )
        return ways
    if not isinstance(compared, Choice):
        raise ValueError(f"compared={compared.name!r} has no list of values: give some as among.")
    return tuple(compared.options)


def _score(
    experiment: Experiment, changes: Mapping[str, Any], seed: int, metric: str, settings: Settings | None
) -> float:
    metrics = train_draw(dataclasses.replace(experiment, **changes), seed, settings).metrics
    if metric not in metrics:
        raise ValueError(f"metric={metric!r} is not measured: choose one of {', '.join(metrics)}.")
    return metrics[metric]
