"""Which way of computing a loss and its gradient fits."""

from __future__ import annotations

import numpy as np

from core.learning.experiment import Experiment
from core.learning.objectives.backpropagation import Backpropagation
from core.learning.objectives.compiled import MODELS
from core.learning.objectives.logistic import LogisticLoops
from core.learning.objectives.moments import second_moments
from core.learning.objectives.objective import Objective
from core.learning.objectives.squares import Squares


def objective_of(experiment: Experiment, batch_size: int | None = None, *, is_rough: bool = False) -> Objective:
    """The loss of an experiment, for all its inputs or for batches of so many.

    `is_rough` allows float32 where it is faster: for many seeds, of which the last digits are not asked.
    """
    is_whole = batch_size is None or batch_size >= len(experiment.targets)
    if experiment.loss_name == "squared" and experiment.is_linear:
        return second_moments(experiment) if is_whole else Squares(experiment)
    if experiment.loss_name == "logistic" and experiment.model.kind in MODELS:
        return LogisticLoops(experiment, np.dtype(np.float32 if is_rough else np.float64))
    return Backpropagation(experiment)
