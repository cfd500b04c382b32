"""The models of a fair comparison: designed as written and tuned, learned, and best, and what each costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.kernels import multiplied
from core.learning.experiment import Experiment
from core.learning.models import bias_of
from core.learning.optimum import Optimum
from core.learning.training.trajectory import Trajectory


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


def contenders(run: Trajectory, best: Optimum | None) -> tuple[Contender, ...]:
    """The models that a run is compared with, in the order in which they are shown.

    The tuned one is there where one filter is learned and the designed filter's threshold or scale can be better than
    as written: see `tuned_parameters`.

    >>> from core.learning import get_experiment, solve, train
    >>> run = train(get_experiment("find_peaks"))
    >>> [each.role for each in contenders(run, solve(run.experiment))]
    ['designed', 'tuned', 'learned', 'best']
    """
    return compared(run.experiment, dict(run.last), best)


def compared(experiment: Experiment, learned: dict[str, NDArray[Any]], best: Optimum | None) -> tuple[Contender, ...]:
    """What `contenders` gives, of a model that was learned before."""
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


def multiplications(experiment: Experiment, weights: NDArray[Any]) -> int:
    """How many numbers are multiplied for one answer of the first layer: those that are not zero.

    A filter that is a column times a row needs only these two.

    >>> from core.learning import get_experiment
    >>> multiplications(get_experiment("recover_kernel", kernel="sobel_x"), np.outer([1, 2, 1], [-1, 0, 1]))
    5
    """
    filters = np.asarray(weights, np.float64).reshape(-1, *experiment.filter_shape)
    return sum(multiplied(each) for each in filters)
