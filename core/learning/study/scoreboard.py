"""A fair comparison: designed as written and tuned, learned, and best, each with its score and its cost."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.background import done_at_once
from core.kernels import multiplied
from core.learning.experiment import Array, Experiment
from core.learning.models import bias_of
from core.learning.optimum import Optimum, solve
from core.learning.settings import Settings
from core.learning.study.advantage import check_seeds, drawn, mean_interval
from core.learning.training.slices import Slice, next_slice
from core.learning.training.trajectory import Trajectory, collect
from core.learning.wording import percent

CONFIDENCE = 0.95
DRAWS = 10


@dataclass(frozen=True, eq=False)
class Contender:
    """A model that is compared: its `role` is "designed", "tuned", "learned", "best" or "other"."""

    role: str
    title: str
    parameters: dict[str, NDArray[Any]]

    @property
    def weights(self) -> NDArray[Any]:
        """The filter, or the filters."""
        return np.asarray(self.parameters["weights"])

    @property
    def bias(self) -> float:
        """The bias, 0 where there is none."""
        return float(bias_of(self.parameters))


@dataclass(frozen=True, eq=False)
class Standing:
    """A contender's score over k draws of data and first parameters: `values` (k,), their mean and its interval."""

    role: str
    values: Array
    mean: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Standings:
    """The scores of all contenders over the same draws, and what learning gains over the better designed one.

    `gain` is the mean difference in favour of the learned model, paired draw by draw, `low` and `high` bound it.
    `rival` is the role that it is compared with.
    """

    rows: tuple[Standing, ...]
    rival: str
    gain: float
    low: float
    high: float
    draws: int


def contenders(run: Trajectory, best: Optimum | None) -> tuple[Contender, ...]:
    """The models that a run is compared with, in the order in which they are shown.

    The tuned one is there where one filter is learned and the designed filter's threshold or scale can be better than
    as written: see `tuned_parameters`.

    >>> from core.learning import get_experiment, solve, train
    >>> run = train(get_experiment("find_peaks"))
    >>> [each.role for each in contenders(run, solve(run.experiment))]
    ['designed', 'tuned', 'learned', 'best']
    """
    return _contenders(run.experiment, dict(run.last), best)


def _contenders(
    experiment: Experiment, learned: dict[str, NDArray[Any]], best: Optimum | None
) -> tuple[Contender, ...]:
    listed = [Contender("designed", experiment.designed_title, experiment.designed_parameters)]
    tuned = tuned_parameters(experiment)
    if tuned is not None:
        what = "threshold" if experiment.score.tuned else "scale"
        listed.append(Contender("tuned", f"{experiment.designed_title}, {what} tuned", tuned))
    listed.append(Contender("learned", "Learned", learned))
    if best is not None:
        listed.append(Contender("best", "Best possible", best.parameters))
    return tuple(listed)


def tuned_parameters(experiment: Experiment) -> dict[str, NDArray[Any]] | None:
    """The designed filter with the threshold, as a bias, or the scale that the training data choose.

    None where several filters are learned, and where the scale as written is already the best.
    """
    if not experiment.is_linear:
        return None
    designed = experiment.designed_parameters
    answers = experiment.model.answers(designed, experiment.inputs)
    if experiment.score.tuned:
        from core.learning.measures.detection import detect

        threshold = detect(answers, experiment.targets).best_threshold
        return {**designed, "bias": np.array(bias_of(designed) - threshold)}
    power = float(answers @ answers)
    scale = float(answers @ experiment.targets) / power if experiment.is_least_squares and power > 0 else 1.0
    return None if abs(scale - 1) < 1e-3 else {**designed, "weights": designed["weights"] * scale}


def score_of(experiment: Experiment, parameters: dict[str, NDArray[Any]]) -> float:
    """The experiment's score of a model with these parameters, on held-out data."""
    return float(experiment.metrics(parameters)[experiment.score.metric])


def standings(
    experiment: Experiment, settings: Settings | None = None, *, seeds: Iterable[int] = range(DRAWS)
) -> Standings:
    """Train once a seed, on data and from parameters drawn with it, and score all contenders on each draw.

    Raises ValueError for fewer than two seeds. Source of the intervals: Student, The probable error of a mean, 1908.

    >>> from core.learning import get_experiment
    >>> found = standings(get_experiment("find_peaks"), seeds=range(3))
    >>> found.rival, bool(found.low > 0)
    ('tuned', True)
    """
    study = Draws(experiment, settings, tuple(seeds))
    _, found = done_at_once(study)
    return found


Held = tuple[tuple[str, str, tuple[int, ...], bytes], ...]


def held(parameters: Mapping[str, NDArray[Any]]) -> Held:
    """Parameters by value, so that equal ones are equal."""
    named = sorted(parameters.items())
    return tuple((name, each.dtype.str, each.shape, each.tobytes()) for name, each in named)


def released(parameters: Held) -> dict[str, NDArray[Any]]:
    """The parameters that are held by value, as arrays."""
    return {name: np.frombuffer(each, dtype).reshape(shape) for name, dtype, shape, each in parameters}


@dataclass(frozen=True, eq=False)
class Judged:
    """A model's `score`, and its `answer` on the shown input."""

    score: float
    answer: NDArray[Any]


@dataclass(frozen=True)
class Judging:
    """The study of the scores and the answers of several models on an experiment's held-out data.

    >>> from core.learning import get_experiment
    >>> task = get_experiment("find_peaks")
    >>> _, (designed,) = done_at_once(Judging(task, (held(task.designed_parameters),)))
    >>> round(designed.score, 2)
    0.7
    """

    experiment: Experiment
    models: tuple[Held, ...]

    def pieces(self) -> Sequence[Held]:
        """The models."""
        return self.models

    def work(self, piece: Held) -> Judged:
        """The score and the answer of a model."""
        parameters = released(piece)
        return Judged(score_of(self.experiment, parameters), self.experiment.respond(parameters))

    def conclude(self, parts: Sequence[Judged]) -> tuple[Judged, ...]:
        """Those of all."""
        return tuple(parts)


@dataclass(frozen=True)
class Comparing:
    """The study of the models that a run which was trained before is compared with."""

    experiment: Experiment
    learned: Held

    def pieces(self) -> Sequence[Held]:
        """All at once."""
        return (self.learned,)

    def work(self, piece: Held) -> tuple[Contender, ...]:
        """The models, in the order in which they are shown."""
        return _contenders(self.experiment, released(piece), solve(self.experiment))

    def conclude(self, parts: Sequence[tuple[Contender, ...]]) -> tuple[Contender, ...]:
        """The same."""
        return parts[0]


@dataclass(frozen=True)
class LayerOutputs:
    """The study of what each layer of a model makes of an experiment's shown input."""

    experiment: Experiment
    parameters: Held

    def pieces(self) -> Sequence[Held]:
        """All layers at once."""
        return (self.parameters,)

    def work(self, piece: Held) -> dict[str, NDArray[Any]]:
        """The outputs by the name of their layer."""
        return self.experiment.activations(released(piece))

    def conclude(self, parts: Sequence[dict[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
        """The same."""
        return parts[0]


@dataclass(frozen=True, eq=False)
class Draw:
    """A draw of data and first numbers: the last `slice` of its training and, once that is over, the scores by role."""

    seed: int
    slice: Slice | None = None
    scores: Mapping[str, float] | None = None


@dataclass(frozen=True)
class Draws:
    """The study behind `standings`: each draw is trained a slice at a time, then all contenders are scored on it."""

    experiment: Experiment
    settings: Settings | None = None
    seeds: tuple[int, ...] = tuple(range(DRAWS))

    def pieces(self) -> Sequence[Draw]:
        """The draws, none of them begun."""
        check_seeds(self.seeds)
        return [Draw(seed) for seed in self.seeds]

    def work(self, piece: Draw) -> Draw:
        """A slice of a draw's training, and the scores after the last one."""
        experiment, settings = drawn(self.experiment, piece.seed, self.settings)
        trained = next_slice(experiment, settings, piece.slice)
        scores = _scores(collect(experiment, settings, [trained.last])) if trained.is_over else None
        return Draw(piece.seed, dataclasses.replace(trained, snapshots=()), scores)

    def after(self, part: Draw) -> Sequence[Draw]:
        """The same draw, until it has its scores."""
        return () if part.scores is not None else (part,)

    def conclude(self, parts: Sequence[Draw]) -> Standings:
        """The scores of all draws, and what learning gains."""
        by_seed = {part.seed: part.scores for part in parts if part.scores is not None}
        return _standings(self.experiment, [by_seed[seed] for seed in self.seeds])


def _scores(run: Trajectory) -> dict[str, float]:
    """The score of each contender on the data of a run, by role."""
    metric, scores = run.experiment.score.metric, {}
    for each in contenders(run, solve(run.experiment)):
        is_learned = each.role == "learned" and metric in run.metrics  # measured when it ended
        scores[each.role] = run.metrics[metric] if is_learned else score_of(run.experiment, each.parameters)
    return scores


def _standings(experiment: Experiment, draws: Sequence[Mapping[str, float]]) -> Standings:
    # one that is missing on some draws, such as a best filter that is not unique, has no interval
    roles = dict.fromkeys(role for scores in draws for role in scores)
    rows = tuple(
        _standing(role, np.array([scores[role] for scores in draws]))
        for role in roles
        if all(role in scores for scores in draws)
    )
    learned = next(row for row in rows if row.role == "learned")
    rivals = [row for row in rows if row.role in ("designed", "tuned")]
    rival = min(rivals, key=lambda row: experiment.score.gain(learned.mean, row.mean))
    sign = -1.0 if experiment.score.is_error else 1.0
    gain, low, high = (float(each) for each in mean_interval(sign * (learned.values - rival.values), CONFIDENCE))
    return Standings(rows, rival.role, gain, low, high, len(draws))


def worth_it(experiment: Experiment, found: Standings) -> str:
    """Whether learning is worth it, in a sentence or two with figures; the first answers the question.

    >>> from core.learning import get_experiment
    >>> task = get_experiment("find_peaks")
    >>> worth_it(task, standings(task, seeds=range(3))).split(":")[0]
    'Worth it'
    """
    score = experiment.score
    if found.low <= 0 <= found.high and abs(found.gain) >= score.worth:
        answer = "nobody can tell yet"
    elif abs(found.gain) < score.worth:
        answer = "no"
    else:
        answer = "yes" if found.gain > 0 else "no, the designed filter is better"
    tuned = "with its threshold tuned" if score.tuned else "with its scale tuned"
    beside = "as written" if found.rival == "designed" else tuned
    what = f"{score.title} " if score.title.isupper() or score.title == "F1" else ""
    return (
        f"Worth it: {answer}, {what}{score.signed(found.gain)}. That is what learning gains over the designed "
        f"filter {beside}, in {found.draws} draws of data and first numbers: from {score.signed(found.low)} to "
        f"{score.signed(found.high)} with {percent(CONFIDENCE)} confidence. {score.why}"
    )


def multiplications(experiment: Experiment, weights: NDArray[Any]) -> int:
    """How many numbers are multiplied for one answer of the first layer: those that are not zero.

    A filter that is a column times a row needs only these two.

    >>> from core.learning import get_experiment
    >>> multiplications(get_experiment("recover_kernel", kernel="sobel_x"), np.outer([1, 2, 1], [-1, 0, 1]))
    5
    """
    filters = np.asarray(weights, np.float64).reshape(-1, *experiment.filter_shape)
    return sum(multiplied(each) for each in filters)


def _standing(role: str, values: Array) -> Standing:
    mean, low, high = (float(each) for each in mean_interval(values, CONFIDENCE))
    return Standing(role, values, mean, low, high)
