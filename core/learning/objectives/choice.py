"""Which objective an experiment is trained with."""

from __future__ import annotations

import numpy as np

from core.cache import cached
from core.learning.curvature import design_matrix
from core.learning.experiment import Experiment
from core.learning.losses import Logistic, SparseReconstruction
from core.learning.models import SparseCode, TextureNetwork
from core.learning.objectives.backpropagation import Backpropagation
from core.learning.objectives.logistic import LogisticLoops, has_pass
from core.learning.objectives.moments import SecondMoments
from core.learning.objectives.objective import Objective
from core.learning.objectives.sparse import Sparse
from core.learning.objectives.squares import Squares
from core.learning.objectives.textures import Textures
from core.learning.settings import ResolvedSettings


def objective_of(
    experiment: Experiment, settings: ResolvedSettings | None = None, *, is_rough: bool = False
) -> Objective:
    """The objective of an experiment, over all its inputs or over the batches of these settings.

    `is_rough` allows float32 where it is faster: for many seeds, whose last digits do not matter.
    """
    model, loss, inputs, targets = experiment.model, experiment.loss, experiment.inputs, experiment.targets
    if experiment.is_least_squares:
        is_whole = settings is None or settings.takes_all(len(targets))
        return second_moments(experiment) if is_whole else Squares(design_matrix(experiment), targets)
    if isinstance(loss, Logistic) and has_pass(model.kind):
        dtype = np.dtype(np.float32 if is_rough else np.float64)
        return LogisticLoops(model, loss, inputs, targets, dtype, experiment.data.windows)
    if isinstance(loss, SparseReconstruction) and isinstance(model, SparseCode):
        return Sparse(model, loss, inputs)
    if isinstance(model, TextureNetwork):
        return Textures(model, inputs, targets)
    return Backpropagation(model, loss, inputs, targets)


@cached
def second_moments(experiment: Experiment) -> SecondMoments:
    """The second moments of an experiment's data, computed once: they need a pass over all patches."""
    return SecondMoments(design_matrix(experiment), experiment.targets)
