"""A fair comparison: designed as written and tuned, learned, and best, each with its score and its cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.kernels import multiplied
from core.learning.experiment import Array, Experiment
from core.learning.models import bias_of
from core.learning.optimum import Optimum, solve
from core.learning.settings import Settings
from core.learning.study.advantage import check_seeds, mean_interval, train_draw
from core.learning.training.trajectory import Trajectory
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
    experiment = run.experiment
    listed = [Contender("designed", experiment.designed_title, experiment.designed_parameters)]
    tuned = tuned_parameters(experiment)
    if tuned is not None:
        what = "threshold" if experiment.score.tuned else "scale"
        listed.append(Contender("tuned", f"{experiment.designed_title}, {what} tuned", tuned))
    listed.append(Contender("learned", "Learned", dict(run.last)))
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
    chosen = tuple(seeds)
    check_seeds(chosen)
    scores: dict[str, list[float]] = {}
    for seed in chosen:
        run = train_draw(experiment, seed, settings)
        for each in contenders(run, solve(run.experiment)):
            is_learned = each.role == "learned" and experiment.score.metric in run.metrics  # measured when it ended
            score = run.metrics[experiment.score.metric] if is_learned else score_of(run.experiment, each.parameters)
            scores.setdefault(each.role, []).append(score)
    # one that is missing on some draws, such as a best filter that is not unique, has no interval
    rows = tuple(_standing(role, np.array(values)) for role, values in scores.items() if len(values) == len(chosen))
    learned = next(row for row in rows if row.role == "learned")
    rivals = [row for row in rows if row.role in ("designed", "tuned")]
    rival = min(rivals, key=lambda row: experiment.score.gain(learned.mean, row.mean))
    sign = -1.0 if experiment.score.is_error else 1.0
    gain, low, high = (float(each) for each in mean_interval(sign * (learned.values - rival.values), CONFIDENCE))
    return Standings(rows, rival.role, gain, low, high, len(chosen))


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
