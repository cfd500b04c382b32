"""Which way of computing a loss and its gradient fits."""

from __future__ import annotations

import numpy as np

from core.cache import cached
from core.learning.curvature import design_matrix
from core.learning.experiment import Experiment
from core.learning.losses import Logistic
from core.learning.objectives.backpropagation import Backpropagation
from core.learning.objectives.logistic import LogisticLoops, has_pass
from core.learning.objectives.moments import SecondMoments
from core.learning.objectives.objective import Objective
from core.learning.objectives.squares import Squares
from core.learning.settings import ResolvedSettings


def objective_of(
    experiment: Experiment, settings: ResolvedSettings | None = None, *, is_rough: bool = False
) -> Objective:
    """The loss of an experiment, for all its inputs or for the batches that these settings take.

    `is_rough` allows float32 where it is faster: for many seeds, of which the last digits are not asked.
    """
    model, loss, inputs, targets = experiment.model, experiment.loss, experiment.inputs, experiment.targets
    if experiment.is_least_squares:
        is_whole = settings is None or settings.takes_all(len(targets))
        return second_moments(experiment) if is_whole else Squares(design_matrix(experiment), targets)
    if isinstance(loss, Logistic) and has_pass(model.kind):
        return LogisticLoops(model, loss, inputs, targets, np.dtype(np.float32 if is_rough else np.float64))
    return Backpropagation(model, loss, inputs, targets)


@cached
def second_moments(experiment: Experiment) -> SecondMoments:
    """The moments of an experiment, made once: they take a pass over its patches, and no step changes them."""
    return SecondMoments(design_matrix(experiment), experiment.targets)
