"""A learned filter as a kernel, like the designed ones."""

from __future__ import annotations

import numpy as np

from core.kernels import Kernel
from core.learning.training.trajectory import Trajectory


def learned_kernel(run: Trajectory) -> Kernel:
    """The filter at the end of a run of one filter; the description gives the bias that belongs to it.

    Raises ValueError for a run of several filters.

    >>> from core.learning import TrainingSettings, get_experiment, train
    >>> learned_kernel(train(get_experiment("recover_kernel"), TrainingSettings(steps=20))).description
    'Learned by imitate a designed kernel, 20 steps from seed 0.'
    """
    experiment = run.experiment
    if (several := experiment.model.filters) > 1:
        raise ValueError(f"run has {several} filters: give a run of a model with one.")
    bias_note = f" Add the bias {float(run.bias[-1])!r} to every answer." if experiment.has_bias else ""
    described = (
        f"Learned by {experiment.title.lower()}, {run.steps[-1]} steps from seed {run.settings.seed}.{bias_note}"
    )
    return Kernel("learned", "Learned filter", "learned", run.weights[-1].astype(np.float64), description=described)
