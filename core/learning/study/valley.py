"""What a page asks of a task with one filter before anything is trained: its lowest loss, and how steep it is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.background import AtOnce
from core.cache import note
from core.learning.curvature import eigenvalue_bounds
from core.learning.experiment import Experiment
from core.learning.loss_scale import loss_unit
from core.learning.optimum import rank, solve
from core.learning.training.resolving import critical_learning_rate

ASKED = (loss_unit, rank, eigenvalue_bounds, solve, critical_learning_rate)
QUICK = 2.5e7  # products, done in about 30 ms
PASSES = 20  # over all data that Newton's method needs


@dataclass(frozen=True)
class Valley(AtOnce):
    """The study of the loss of one filter: all that `note_valley` has the cached functions of `ASKED` know.

    >>> from core.background import done_at_once
    >>> from core.learning import get_experiment
    >>> _, found = done_at_once(Valley(get_experiment("recover_kernel")))
    >>> found[1], found[3].weights.round(6).tolist()
    (3, [-1.0, 1.0, -1.0])
    """

    experiment: Experiment

    def result(self) -> tuple[Any, ...]:
        """The answers of `ASKED`, each of which follows from those before."""
        return tuple(asked(self.experiment) for asked in ASKED)


def is_quick_valley(experiment: Experiment) -> bool:
    """Whether all of that takes less than about 50 ms, or is not asked for: of several filters it is not known."""
    if not experiment.is_linear:
        return True
    products = experiment.inputs.size * (experiment.model.taps + 1)
    return products * (1 if experiment.is_least_squares else PASSES) <= QUICK


def note_valley(experiment: Experiment, found: Sequence[Any]) -> None:
    """Let the cached functions know what a study found elsewhere."""
    for asked, answer in zip(ASKED, found, strict=True):
        if isinstance(answer, np.ndarray):
            answer.setflags(write=False)  # what comes from another process is writeable
        note(answer, asked, experiment)
