"""The training loop: a generator whose state is passed in and out, and its collected history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning.experiment import Array, Experiment
from core.learning.moments import SecondMoments
from core.learning.objective import Backpropagation, design_matrix, loss_at
from core.learning.settings import TrainingSettings, snapshot_steps
from core.learning.updates import RULES, Arrays

Objective = Callable[..., tuple[float, dict[str, Array]]]

DIVERGED_ABOVE = 1000.0  # times the first loss; what comes after overflows within a few hundred steps


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
    def weights(self) -> Array:
        """The filter at this step."""
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
    def weights(self) -> Array:
        """The filter over time, shape (s, *filter)."""
        return self.parameters["weights"]

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
    settled = experiment.settle(settings)
    backpropagate = _objective(experiment, settled)
    update = RULES[settled.optimizer or "sgd"]
    kept_steps = frozenset(snapshot_steps(settled).tolist())
    last_step = settled.steps or 0
    parameters, memory = (resume.parameters, resume.memory) if resume else (first_parameters(experiment, settled), {})
    first_loss = resume.first_loss if resume else None
    last: Snapshot | None = resume
    for step in range(resume.step if resume else 0, last_step + 1):
        rows = rows_of_batch(settled, len(experiment.targets), step)
        loss, gradients = backpropagate(parameters, rows)
        first_loss = loss if first_loss is None else first_loss
        if not np.isfinite(loss):
            if last is not None:
                yield _frozen(replace(last, status="diverged"))
            return
        exploded = loss > DIVERGED_ABOVE * first_loss
        status = "diverged" if exploded else "finished" if step == last_step else "running"
        # made for every step, since the next one may be the one that is not finite; freezing them costs more
        last = Snapshot(step, loss, first_loss, parameters, memory, status)
        if (step in kept_steps or exploded) and (resume is None or step > resume.step):
            full_loss = loss if rows is None else backpropagate(parameters)[0]
            yield _frozen(replace(last, loss=full_loss))
        if status != "running":
            return
        # an overflow here is what the check above reports at the next step
        with np.errstate(over="ignore", invalid="ignore"):
            parameters, memory = update(parameters, gradients, memory, settled, step)


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
    return collect(experiment, experiment.settle(settings), iterate(experiment, settings))


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
        metrics=MappingProxyType(experiment.metrics(last.weights, last.bias)),
        status=last.status,
    )


def untrained(experiment: Experiment, settings: TrainingSettings) -> Trajectory:
    """The run of these settings before its first step: random numbers and their loss, without loading what trains.

    >>> from core.learning import get_experiment
    >>> untrained(get_experiment("find_peaks"), TrainingSettings(seed=3)).steps.tolist()
    [0]
    """
    settled = experiment.settle(settings)
    first = first_parameters(experiment, settled)
    bias = float(first.get("bias", np.zeros(())))
    return Trajectory(
        experiment=experiment,
        settings=settled,
        steps=np.array([0]),
        loss=np.array([loss_at(experiment, first["weights"], bias)]),
        parameters=MappingProxyType({name: value[None] for name, value in first.items()}),
        metrics=MappingProxyType(experiment.metrics(first["weights"], bias)),
        status="running",
    )


def first_parameters(experiment: Experiment, settings: TrainingSettings) -> dict[str, Array]:
    """The random numbers that a run starts from: normal weights of the initial scale, a bias of zero."""
    rng = np.random.default_rng(settings.seed)
    scale = 1.0 if settings.initial_scale is None else settings.initial_scale
    parameters = {"weights": rng.normal(0.0, scale, experiment.filter_shape)}
    if experiment.has_bias:
        parameters["bias"] = np.zeros(())
    return parameters


def _objective(experiment: Experiment, settings: TrainingSettings) -> Objective:
    """Backpropagation through every patch, or where all patches' squares are averaged the same from their moments."""
    if experiment.loss_name == "squared" and (settings.batch_size or np.inf) >= len(experiment.targets):
        return SecondMoments(experiment, design_matrix(experiment))
    return Backpropagation(experiment)


def rows_of_batch(settings: TrainingSettings, count: int, step: int) -> NDArray[np.intp] | None:
    """The patches of one mini-batch, None for all; drawn from the step alone, so that a resumed run draws the same."""
    if settings.batch_size is None or settings.batch_size >= count:
        return None
    batches = count // settings.batch_size
    epoch, batch = divmod(step, batches)
    order = np.random.default_rng((settings.seed, epoch)).permutation(count)
    return order[batch * settings.batch_size : (batch + 1) * settings.batch_size]


def _frozen(snapshot: Snapshot) -> Snapshot:
    """The same with arrays that cannot be written to."""
    for arrays in (snapshot.parameters, snapshot.memory):
        for array in arrays.values():
            array.setflags(write=False)
    parameters, memory = MappingProxyType(dict(snapshot.parameters)), MappingProxyType(dict(snapshot.memory))
    return replace(snapshot, parameters=parameters, memory=memory)
