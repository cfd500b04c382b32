"""A fair comparison: the scores of all contenders over draws of data and first numbers, and whether learning pays."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.background import done_at_once
from core.learning.experiment import Array, Experiment
from core.learning.optimum import solve
from core.learning.settings import Settings
from core.learning.study.advantage import check_seeds, drawn, mean_interval
from core.learning.study.contenders import contenders, score_of
from core.learning.training.slices import Slice, next_slice
from core.learning.training.trajectory import Trajectory, collect
from core.learning.wording import percent

CONFIDENCE = 0.95
DRAWS = 10


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


def _standing(role: str, values: Array) -> Standing:
    mean, low, high = (float(each) for each in mean_interval(values, CONFIDENCE))
    return Standing(role, values, mean, low, high)
