"""The training loop: a generator whose state is passed in and out, and its collected history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning.experiment import Array, Experiment
from core.learning.loss_scale import loss_at
from core.learning.settings import TrainingSettings, snapshot_steps
from core.learning.training.descent import Descent, Snapshot
from core.learning.training.initial import first_place
from core.learning.training.resolving import settle

STEPS_A_LOOK = 4  # between two looks at the clock: a step of a network over all pictures takes a tenth of a second


@dataclass(frozen=True, eq=False)
class Trajectory:
    """A whole run: the moments that were kept, s of them, and how well the last one does.

    `steps` (s,), `loss` (s,), `weights` (s, *filter), `parameters` {name: (s, ...)}, `metrics` {name: value on
    held-out data}; `status` is "finished", "diverged", or "running" where it was not trained to its end. `settings` are
    those that were used, defaults filled in.
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
    experiment: Experiment,
    settings: TrainingSettings | None = None,
    *,
    resume: Snapshot | None = None,
    is_time_up: Callable[[], bool] | None = None,
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
    is_time_up : callable or None
        Asked after every few steps and every snapshot; where it says so, the step that was reached is the last
        snapshot's.

    Yields
    ------
    Snapshot
        The first at step 0 (or after `resume`), the last with status "finished", or "diverged" once the loss is
        not finite or above 1,000 times its start, or "running" where time was up.

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
    descent = Descent(experiment, settled, resume)
    for step in snapshot_steps(settled).tolist():
        if resume is None or step > resume.step:
            has_diverged = not _advance(descent, step, is_time_up)
            status = "diverged" if has_diverged else "finished" if descent.step == settled.steps else "running"
            yield descent.snapshot(status)
            if has_diverged or descent.step < step or (is_time_up is not None and is_time_up()):
                return


def _advance(descent: Descent, step: int, is_time_up: Callable[[], bool] | None) -> bool:
    """Go on up to a step, or until time is up; False where the run diverges before."""
    if is_time_up is None:
        return descent.advance(step)
    while is_well := descent.advance(min(step, descent.step + STEPS_A_LOOK)):
        if descent.step == step or is_time_up():
            break
    return is_well


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
