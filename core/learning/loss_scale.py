"""The training loss of a model, and its scale: which losses are rounding, and which are large."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.cache import cached
from core.learning.experiment import Array, Experiment

LEAST = 1e-24  # of `loss_unit`: answers are then right to twelve digits, and double precision has sixteen


def loss_at(experiment: Experiment, parameters: Mapping[str, Any]) -> float:
    """The training loss of a model with these parameters.

    >>> from core.learning import get_experiment
    >>> loss_at(get_experiment("recover_kernel", kernel="peak_detector"), {"weights": np.array([-1.0, 1, -1])})
    0.0
    """
    model = experiment.model
    loss = experiment.loss.mean(model.answers(parameters, experiment.inputs), experiment.targets)
    return float(loss + model.penalty(parameters))


# cached: every frame of a run needs it
@cached
def loss_unit(experiment: Experiment) -> float:
    """The scale of an experiment's loss, in the square of the data's unit where the loss has a unit.

    >>> from core.data import Signal
    >>> from core.learning import get_experiment
    >>> microvolts = Signal("eeg", "EEG", 1e-6 * np.random.default_rng(0).normal(size=500), unit="V")
    >>> 1e-12 < loss_unit(get_experiment("recover_kernel", input=microvolts)) < 1e-11
    True
    """
    return experiment.loss.unit(experiment.targets)


def least_loss(experiment: Experiment) -> float:
    """The loss below which there is nothing but rounding: the answers are right to twelve digits."""
    return LEAST * loss_unit(experiment)


def without_rounding(experiment: Experiment, losses: Any) -> Array:
    """Losses as they are, 0 for those that are nothing but rounding.

    >>> from core.learning import get_experiment
    >>> without_rounding(get_experiment("recover_kernel"), [1.5, 1e-29]).tolist()
    [1.5, 0.0]
    """
    given = np.asarray(losses, np.float64)
    return np.where(given <= least_loss(experiment), 0.0, given)
