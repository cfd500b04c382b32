"""The training loop: a generator whose state is passed in and out, and its collected history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning.experiment import Array, Experiment
from core.learning.initial import first_place
from core.learning.losses import loss_at
from core.learning.models import Model
from core.learning.objectives import objective_of
from core.learning.settings import TrainingSettings, schedule_at, snapshot_steps
from core.learning.settling import settle
from core.learning.updates import Arrays, Pace, rule_of

DIVERGED_ABOVE = 1000.0  # times the first loss; what comes after overflows within a few hundred steps
NO_LOSS = 1e-9  # a first loss below this, of numbers that solve the task, is taken for it


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

    @property
    def weights(self) -> NDArray[Any]:
        """The filter, or the filters, at this step."""
        return self.parameters["weights"]

    @property
    def bias(self) -> float:
        """The bias at this step, 0 where none is learned."""
        return float(self.parameters.get("bias", np.zeros(())))


@dataclass(frozen=True, eq=False)
class Trajectory:
    """A whole run: the moments that were kept, s of them, and how well the last one does.

    `steps` (s,), `loss` (s,), `weights` (s, *filter), `parameters` {name: (s, ...)}, `metrics` {name: value on
    held-out data}; `status` is "finished" or "diverged". `settings` are those that were used, defaults filled in.
    """

    experiment: Experiment
    settings: TrainingSettings
    steps: NDArray[np.intp]
    loss: Array
    parameters: Mapping[str, NDArray[Any]]
    metrics: Mapping[str, float]
    status: str

    @property
    def weights(self) -> NDArray[Any]:
        """The filter over time, shape (s, *filter), or the filters (s, filters, *filter)."""
        return self.parameters["weights"]

    @property
    def last(self) -> dict[str, NDArray[Any]]:
        """The parameters at the end."""
        return {name: values[-1] for name, values in self.parameters.items()}

    @property
    def bias(self) -> Array:
        """The bias over time, shape (s,), zeros where none is learned."""
        return self.parameters.get("bias", np.zeros(len(self.steps)))


def iterate(
    experiment: Experiment, settings: TrainingSettings | None = None, *, resume: Snapshot | None = None
) -> Iterator[Snapshot]:
    """Train step by step, yielding a snapshot at each step that is kept.

    Parameters
    ----------
    experiment : Experiment
        What to learn.
    settings : TrainingSettings or None
        How; None and unset fields mean what the experiment recommends.
    resume : Snapshot or None
        Where to go on; the snapshots that follow are bitwise those of an undisturbed run.

    Yields
    ------
    Snapshot
        The first at step 0 (or after `resume`), the last with status "finished", or "diverged" once the loss is
        not finite or above 1,000 times its start.

    Source: Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, 1986.

    Examples
    --------
    >>> from core.learning import get_experiment
    >>> run = iterate(get_experiment("recover_kernel", kernel="peak_detector", input="white"))
    >>> first, second = next(run), next(run)
    >>> first.step, second.step, second.loss < first.loss
    (0, 1, True)
    """
    settled = settle(experiment, settings)
    model = experiment.model
    loss_of = objective_of(experiment, settled.batch_size)
    rule = rule_of(settled.optimizer, loss_of)
    kept_steps = frozenset(snapshot_steps(settled).tolist())
    last_step, rate, momentum = settled.steps or 0, settled.learning_rate or 0.0, settled.momentum or 0.0
    is_steady = settled.schedule == "constant"
    place: Array = model.join(resume.parameters) if resume else first_place(experiment, settled)
    memory: Arrays = resume.memory if resume else {}
    first_loss = resume.first_loss if resume else None
    before = (resume.step, resume.loss, place, memory) if resume else None
    for step in range(resume.step if resume else 0, last_step + 1):
        rows = rows_of_batch(settled, len(experiment.targets), step)
        loss, gradient = loss_of(place, rows)
        first_loss = float(loss) if first_loss is None else first_loss
        # false for NaN too
        if not loss <= diverged_above(first_loss):
            # the last place whose loss was a number: this one, or the one before
            if np.isfinite(loss):
                before = step, loss, place, memory
            if before is not None:
                yield _frozen(model, before, first_loss, "diverged")
            return
        if step in kept_steps and (resume is None or step > resume.step):
            shown = loss_of(place)[0] if rows is not None and loss_of.knows_all else loss
            status = "finished" if step == last_step else "running"
            yield _frozen(model, (step, shown, place, memory), first_loss, status)
        if step == last_step:
            return
        before = step, loss, place, memory
        # an overflow here is what the check above reports at the next step
        with np.errstate(over="ignore", invalid="ignore"):
            pace = Pace(rate if is_steady else rate * schedule_at(settled, step), momentum, step)
            place, memory = rule(place, gradient, memory, pace)


def diverged_above(first_loss: Any) -> Any:
    """The loss above which a run that began with `first_loss` counts as diverged."""
    return DIVERGED_ABOVE * np.maximum(first_loss, NO_LOSS)


def train(experiment: Experiment, settings: TrainingSettings | None = None) -> Trajectory:
    """Train to the end: `iterate`, collected.

    Parameters
    ----------
    experiment : Experiment
        What to learn.
    settings : TrainingSettings or None
        How; None and unset fields mean what the experiment recommends.

    Returns
    -------
    Trajectory
        Everything in it is finite, also where the run diverged.

    Examples
    --------
    >>> from core.learning import get_experiment
    >>> run = train(get_experiment("recover_kernel", kernel="peak_detector", input="white"))
    >>> run.status, run.weights[-1].round(3).tolist()
    ('finished', [-1.0, 1.0, -1.0])
    """
    return collect(experiment, settle(experiment, settings), iterate(experiment, settings))


def collect(experiment: Experiment, settled: TrainingSettings, snapshots: Iterator[Snapshot]) -> Trajectory:
    """Put the snapshots of one run side by side; of two at the same step the later one counts."""
    by_step = {snapshot.step: snapshot for snapshot in snapshots}
    kept = list(by_step.values())
    last = kept[-1]
    return Trajectory(
        experiment=experiment,
        settings=settled,
        steps=np.array([snapshot.step for snapshot in kept]),
        loss=np.array([snapshot.loss for snapshot in kept]),
        parameters=MappingProxyType(
            {name: np.stack([snapshot.parameters[name] for snapshot in kept]) for name in last.parameters}
        ),
        metrics=MappingProxyType(experiment.metrics(last.parameters)),
        status=last.status,
    )


def untrained(experiment: Experiment, settings: TrainingSettings) -> Trajectory:
    """The run of these settings before its first step: random numbers and their loss, without loading what trains.

    >>> from core.learning import get_experiment
    >>> untrained(get_experiment("find_peaks"), TrainingSettings(seed=3)).steps.tolist()
    [0]
    """
    settled = settle(experiment, settings)
    first = experiment.model.split(first_place(experiment, settled))
    return Trajectory(
        experiment=experiment,
        settings=settled,
        steps=np.array([0]),
        loss=np.array([loss_at(experiment, first)]),
        parameters=MappingProxyType({name: value[None] for name, value in first.items()}),
        metrics=MappingProxyType(experiment.metrics(first)),
        status="running",
    )


def rows_of_batch(settings: TrainingSettings, count: int, step: int) -> NDArray[np.intp] | None:
    """The inputs of one mini-batch, None for all; drawn from the step alone, so that a resumed run draws the same."""
    if settings.batch_size is None or settings.batch_size >= count:
        return None
    epoch, batch = divmod(step, count // settings.batch_size)
    return _order(settings.seed, epoch, count)[batch * settings.batch_size : (batch + 1) * settings.batch_size]


# of as many runs as may take turns, each of which uses one order for a whole pass over its data
@lru_cache(maxsize=256)
def _order(seed: int, epoch: int, count: int) -> NDArray[np.intp]:
    order = np.random.default_rng((seed, epoch)).permutation(count)
    order.setflags(write=False)
    return order


def _frozen(model: Model, state: tuple[int, Any, Array, Arrays], first_loss: float, status: str) -> Snapshot:
    """A snapshot whose arrays cannot be written to."""
    step, loss, place, memory = state
    for array in (place, *memory.values()):
        array.setflags(write=False)
    parameters = MappingProxyType(model.split(place))
    return Snapshot(step, float(loss), first_loss, parameters, MappingProxyType(dict(memory)), status)
