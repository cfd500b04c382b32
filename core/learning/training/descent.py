"""The state of a run at one step, and the way from there to a later one."""

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
from core.learning.objectives import objective_of
from core.learning.settings import ResolvedSettings, schedule_at
from core.learning.training.initial import first_parameters
from core.learning.update_rules import Arrays, StepSize

DIVERGED_ABOVE = 1000.0  # times the first loss; what comes after overflows within a few hundred steps
NO_LOSS = 1e-9  # of what answering nothing costs: a first loss below it, of numbers that solve the task, counts as it


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A run at one step: all that is needed to go on from here, bit for bit.

    `parameters` and the optimiser's `memory` are read-only arrays by name; `status` is "running", "finished" or
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
        return _arrived, parts

    @property
    def has_begun(self) -> bool:
        """Whether its loss is known: not of numbers that were drawn without what trains."""
        return math.isfinite(self.first_loss)

    @property
    def weights(self) -> NDArray[Any]:
        """The filter, or the filters, at this step."""
        return self.parameters["weights"]

    @property
    def bias(self) -> float:
        """The bias at this step, 0 where none is learned."""
        return float(self.parameters.get("bias", np.zeros(())))


def _arrived(step: int, loss: float, first_loss: float, parameters: Arrays, memory: Arrays, status: str) -> Snapshot:
    for array in (*parameters.values(), *memory.values()):
        array.setflags(write=False)
    return Snapshot(step, loss, first_loss, MappingProxyType(parameters), MappingProxyType(memory), status)


class Descent:
    """Parameters that are moved, from their first values or from a snapshot on, to a step that is asked for.

    >>> from core.learning import TrainingSettings, get_experiment, resolve_settings
    >>> task = get_experiment("recover_kernel")
    >>> run = Descent(task, resolve_settings(task, TrainingSettings(steps=20)))
    >>> run.advance(7), run.snapshot("running").step
    (True, 7)
    """

    def __init__(self, experiment: Experiment, settings: ResolvedSettings, resume: Snapshot | None = None) -> None:
        self._model, self._settings, self._count = experiment.model, settings, len(experiment.targets)
        self._loss_of = objective_of(experiment, settings)
        self._rule = settings.update_rule.rule_for(self._loss_of)
        self._has_batches = not settings.takes_all(self._count)
        self.step = resume.step if resume else 0
        self.theta: Array = self._model.join(resume.parameters) if resume else first_parameters(experiment, settings)
        self.memory: Arrays = resume.memory if resume else {}
        self.loss, self.gradient = self._loss_of(self.theta, self._rows(self.step))
        self.first_loss = resume.first_loss if resume else float(self.loss)
        self._limit = float(diverged_above(experiment, self.first_loss))

    def advance(self, until: int) -> bool:
        """Go on up to a step; False where the run diverges before, left at the last parameters that have a loss."""
        step, theta, memory, loss, gradient = self.step, self.theta, self.memory, self.loss, self.gradient
        loss_of, rule, settings = self._loss_of, self._rule, self._settings
        rate, momentum = settings.learning_rate, settings.momentum
        is_steady, limit, has_batches = settings.schedule == "constant", self._limit, self._has_batches
        size = StepSize(rate, momentum)
        # an overflow is what the comparison with the limit reports
        with np.errstate(over="ignore", invalid="ignore"):
            while step < until:
                if not is_steady:
                    size = StepSize(rate * schedule_at(settings, step), momentum)
                moved, remembered = rule(theta, gradient, memory, size, step)
                found, slope = loss_of(moved, self._rows(step + 1) if has_batches else None)
                # false for NaN too
                is_within = found <= limit
                if is_within or np.isfinite(found):
                    step, theta, memory, loss, gradient = step + 1, moved, remembered, found, slope
                if not is_within:
                    break
        self.step, self.theta, self.memory, self.loss, self.gradient = step, theta, memory, loss, gradient
        return step == until and bool(loss <= limit)

    def snapshot(self, status: str) -> Snapshot:
        """Where it is, in arrays that cannot be written to; with the loss over all data if it is on batches."""
        for array in (self.theta, *self.memory.values()):
            array.setflags(write=False)
        loss = self._loss_of(self.theta)[0] if self._has_batches and self._loss_of.knows_all else self.loss
        parameters = MappingProxyType(self._model.split(self.theta))
        return Snapshot(
            self.step, float(loss), self.first_loss, parameters, MappingProxyType(dict(self.memory)), status
        )

    def _rows(self, step: int) -> NDArray[np.intp] | None:
        return rows_of_batch(self._settings, self._count, step)


def first_snapshot(experiment: Experiment, settings: ResolvedSettings) -> Snapshot:
    """The numbers that a run starts from, without a loss, whose libraries need not be loaded."""
    parameters = experiment.model.split(first_parameters(experiment, settings))
    return Snapshot(0, math.nan, math.nan, parameters, {}, "running")


def diverged_above(experiment: Experiment, first_loss: Any) -> Any:
    """The loss above which a run that began with `first_loss` counts as diverged."""
    return DIVERGED_ABOVE * np.maximum(first_loss, NO_LOSS * loss_unit(experiment))


def rows_of_batch(
    settings: ResolvedSettings, count: int, step: int, seed: int | None = None
) -> NDArray[np.intp] | None:
    """The inputs of one mini-batch, None for all; drawn from the step alone, so that a resumed run draws the same."""
    if settings.takes_all(count):
        return None
    epoch, batch = divmod(step, count // settings.batch_size)
    order = _order(settings.seed if seed is None else seed, epoch, count)
    return order[batch * settings.batch_size : (batch + 1) * settings.batch_size]


# a run uses one order for a whole pass over its data
@cached
def _order(seed: int, epoch: int, count: int) -> NDArray[np.intp]:
    order = np.random.default_rng((seed, epoch)).permutation(count)
    order.setflags(write=False)
    return order
