"""The state of a run at one step, and the descent from there to a later step."""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.cache import cached
from core.learning.experiment import Array, Experiment
from core.learning.loss_scale import loss_unit
from core.learning.models import bias_of
from core.learning.objectives import objective_of
from core.learning.settings import ResolvedSettings, schedule_at
from core.learning.training.initial import first_parameters
from core.learning.update_rules import Arrays, StepSize

DIVERGED_ABOVE = 1000.0  # times the first loss; a run that gets there overflows within a few hundred steps
LEAST_FIRST_LOSS = 1e-9  # of `loss_unit`, for runs that start from parameters that solve the task


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A run at one step: all that is needed to go on from here, bit for bit.

    The free `parameters` and the optimiser's `memory` are read-only arrays; `status` is "running", "finished" or
    "diverged".
    """

    step: int
    loss: float
    first_loss: float
    parameters: Arrays
    memory: Arrays
    status: str

    def __reduce__(self) -> tuple[Any, ...]:
        # built anew on arrival: a mapping proxy cannot be pickled, and a pickled array comes back writeable
        parts = self.step, self.loss, self.first_loss, dict(self.parameters), dict(self.memory), self.status
        return _unpickled, parts

    @property
    def has_begun(self) -> bool:
        """Whether the run has a loss; parameters that were only drawn (`first_snapshot`) have none yet."""
        return math.isfinite(self.first_loss)

    @property
    def weights(self) -> NDArray[Any]:
        """The filter, or the filters, at this step; `Trajectory.weights` has them for models that derive them too."""
        return self.parameters["weights"]

    @property
    def bias(self) -> float:
        """The bias at this step, 0 where none is learned."""
        return float(bias_of(self.parameters))


def _unpickled(step: int, loss: float, first_loss: float, parameters: Arrays, memory: Arrays, status: str) -> Snapshot:
    for array in (*parameters.values(), *memory.values()):
        array.setflags(write=False)
    return Snapshot(step, loss, first_loss, MappingProxyType(parameters), MappingProxyType(memory), status)


class Descent:
    """Parameters on their way down the loss, from their first values or from a snapshot, to any later step.

    >>> from core.learning import TrainingSettings, get_experiment, resolve_settings
    >>> task = get_experiment("recover_kernel")
    >>> run = Descent(task, resolve_settings(task, TrainingSettings(steps=20)))
    >>> run.advance(7), run.snapshot("running").step
    (True, 7)
    """

    def __init__(self, experiment: Experiment, settings: ResolvedSettings, resume: Snapshot | None = None) -> None:
        self._model, self._settings, self._count = experiment.model, settings, len(experiment.targets)
        self._objective = objective_of(experiment, settings)
        self._update = settings.update_rule.rule_for(self._objective, self._model.frozen_mask)
        self._has_batches = not settings.takes_all(self._count)
        self.step = resume.step if resume else 0
        self.theta: Array = self._model.join(resume.parameters) if resume else first_parameters(experiment, settings)
        self.memory: Arrays = resume.memory if resume else {}
        self.loss, self.gradient = self._objective(self.theta, self._rows(self.step))
        self.first_loss = resume.first_loss if resume else float(self.loss)
        self._limit = float(diverged_above(experiment, self.first_loss))

    def advance(self, until: int) -> bool:
        """Train up to step `until`; False where the run diverged, left at its last parameters with a finite loss."""
        step, theta, memory, loss, gradient = self.step, self.theta, self.memory, self.loss, self.gradient
        objective, update, settings = self._objective, self._update, self._settings
        rate, momentum = settings.learning_rate, settings.momentum
        is_steady, limit, has_batches = settings.schedule == "constant", self._limit, self._has_batches
        size = StepSize(rate, momentum)
        # an overflow is what the comparison with the limit reports
        with np.errstate(over="ignore", invalid="ignore"):
            while step < until:
                if not is_steady:
                    size = StepSize(rate * schedule_at(settings, step), momentum)
                new_theta, new_memory = update(theta, gradient, memory, size, step)
                new_loss, new_gradient = objective(new_theta, self._rows(step + 1) if has_batches else None)
                # false for NaN too
                is_within = new_loss <= limit
                if is_within or np.isfinite(new_loss):
                    step, theta, memory, loss, gradient = step + 1, new_theta, new_memory, new_loss, new_gradient
                if not is_within:
                    break
        self.step, self.theta, self.memory, self.loss, self.gradient = step, theta, memory, loss, gradient
        return step == until and bool(loss <= limit)

    def snapshot(self, status: str) -> Snapshot:
        """The current state in read-only arrays; on mini-batches with the loss over all data where that is cheap."""
        for array in (self.theta, *self.memory.values()):
            array.setflags(write=False)
        objective = self._objective
        loss = objective(self.theta)[0] if self._has_batches and objective.is_cheap_over_all else self.loss
        parameters = MappingProxyType(self._model.split(self.theta))
        return Snapshot(
            self.step, float(loss), self.first_loss, parameters, MappingProxyType(dict(self.memory)), status
        )

    def _rows(self, step: int) -> NDArray[np.intp] | None:
        return rows_of_batch(self._settings, self._count, step)


def first_snapshot(experiment: Experiment, settings: ResolvedSettings) -> Snapshot:
    """The parameters that a run starts from, without a loss, so that no library for training is loaded."""
    parameters = experiment.model.split(first_parameters(experiment, settings))
    return Snapshot(0, math.nan, math.nan, parameters, {}, "running")


def diverged_above(experiment: Experiment, first_loss: Any) -> Any:
    """The loss above which a run that began with `first_loss` counts as diverged."""
    return DIVERGED_ABOVE * np.maximum(first_loss, LEAST_FIRST_LOSS * loss_unit(experiment))


def rows_of_batch(
    settings: ResolvedSettings, count: int, step: int, seed: int | None = None
) -> NDArray[np.intp] | None:
    """The indices of one mini-batch's inputs, None for all.

    They are drawn from the seed and the step, so that a resumed run draws the same.
    """
    if settings.takes_all(count):
        return None
    epoch, batch = divmod(step, count // settings.batch_size)
    order = _order(settings.seed if seed is None else seed, epoch, count)
    return order[batch * settings.batch_size : (batch + 1) * settings.batch_size]


# cached: a run uses one order for a whole epoch
@cached
def _order(seed: int, epoch: int, count: int) -> NDArray[np.intp]:
    order = np.random.default_rng((seed, epoch)).permutation(count)
    order.setflags(write=False)
    return order
