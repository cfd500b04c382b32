"""How far answers are from targets: each sample's loss, its mean, and its slope in the answer.

*squared*: (answer - target)^2. *logistic*: the cross-entropy between the target (0 or 1) and the probability
``1 / (1 + exp(-answer))``, times the sample's cost. *cross_entropy*: that of the class among all, whose
probabilities are ``exp(answer) / sum(exp(answers))``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from core.kept import kept
from core.learning.models import Array

if TYPE_CHECKING:
    from core.learning.experiment import Experiment


LEAST = 1e-24  # of the unit; twelve digits are right then, and double precision has sixteen for each product


def mean_loss(experiment: Experiment, answers: Any) -> Any:
    """The mean loss (...) of answers (..., n) to the experiment's training data.

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd edition, 2009, sections 2.3,
    4.4 and 11.3.
    """
    targets = experiment.targets
    if experiment.loss_name == "squared":
        return np.mean((answers - targets) ** 2, axis=-1)
    if experiment.loss_name == "logistic":
        cost = costs_of(experiment, targets)
        return np.mean(cost * (np.logaddexp(0, answers) - targets * answers), axis=-1)
    top = answers.max(axis=-1, keepdims=True)
    total = np.log(np.exp(answers - top).sum(axis=-1)) + top[..., 0]
    return np.mean(total - answers[..., np.arange(len(targets)), targets.astype(int)], axis=-1)


def slopes_of(experiment: Experiment, answers: Array, targets: Array) -> Array:
    """Slope of each sample's loss in its answer: what backpropagation carries back; squared and logistic losses."""
    if experiment.loss_name == "squared":
        return 2 * (answers - targets)
    return (probability_of(answers) - targets) * costs_of(experiment, targets)


def loss_at(experiment: Experiment, parameters: Mapping[str, Any]) -> float:
    """The training loss of a model with these parameters.

    >>> from core.learning import get_experiment
    >>> loss_at(get_experiment("recover_kernel", kernel="peak_detector"), {"weights": np.array([-1.0, 1, -1])})
    0.0
    """
    return float(mean_loss(experiment, experiment.model.answers(parameters, experiment.inputs)))


# asked for at every picture of a run
@kept
def loss_unit(experiment: Experiment) -> float:
    """What a loss is to be measured by: of squares what answering 0 everywhere costs, in the data's unit; else 1.

    >>> from core.data import Signal
    >>> from core.learning import get_experiment
    >>> microvolts = Signal("eeg", "EEG", 1e-6 * np.random.default_rng(0).normal(size=500), unit="V")
    >>> 1e-12 < loss_unit(get_experiment("recover_kernel", input=microvolts)) < 1e-11
    True
    """
    if experiment.loss_name != "squared":
        return 1.0
    return float(np.mean(experiment.targets**2)) or 1.0


def least_loss(experiment: Experiment) -> float:
    """The loss below which there is nothing but rounding: answers right to twelve digits."""
    return LEAST * loss_unit(experiment)


def without_rounding(experiment: Experiment, losses: Any) -> Array:
    """Losses as they are, 0 for those that are nothing but rounding.

    >>> from core.learning import get_experiment
    >>> without_rounding(get_experiment("recover_kernel"), [1.5, 1e-29]).tolist()
    [1.5, 0.0]
    """
    given = np.asarray(losses, np.float64)
    return np.where(given <= least_loss(experiment), 0.0, given)


def costs_of(experiment: Experiment, targets: Array) -> Array:
    """What each sample counts: 1 for those with target 1, the cost of a false positive for the others."""
    return targets + (1 - targets) * experiment.false_positive_weight


def probability_of(answers: Any) -> Any:
    """1 / (1 + exp(-answer)), written so that nothing overflows."""
    return 0.5 * (1 + np.tanh(0.5 * answers))
