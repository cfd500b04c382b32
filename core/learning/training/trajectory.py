"""The training loop: a generator whose state is passed in and out, and its collected history."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning.experiment import Array, Experiment
from core.learning.loss_scale import loss_at
from core.learning.models import bias_of
from core.learning.settings import ResolvedSettings, Settings
from core.learning.training.descent import Snapshot, first_snapshot
from core.learning.training.resolving import resolve_settings
from core.learning.training.run import TrainingRun

STEPS_PER_CHECK = 4  # of the clock: a step of a network over all pictures takes a tenth of a second


@dataclass(frozen=True, eq=False)
class Trajectory:
    """A whole run: its s recorded steps, and how well the last of them does.

    `steps` (s,), `loss` (s,), `weights` (s, *filter), `parameters` {name: (s, ...)}, `metrics` {name: value on
    held-out data}; `status` is "finished", "diverged", or "running" where it was not trained to its end. `settings` are
    the resolved ones.
    """

    experiment: Experiment
    settings: ResolvedSettings
    steps: NDArray[np.intp]
    loss: Array
    parameters: Mapping[str, NDArray[Any]]
    metrics: Mapping[str, float]
    status: str

    @classmethod
    def of(
        cls,
        experiment: Experiment,
        settings: ResolvedSettings,
        snapshots: Iterable[Snapshot],
        metrics: Mapping[str, float],
    ) -> Trajectory:
        """The trajectory of one run's snapshots; of two at the same step the later one counts."""
        recorded = list({snapshot.step: snapshot for snapshot in snapshots}.values())
        last = recorded[-1]
        free = {name: np.stack([snapshot.parameters[name] for snapshot in recorded]) for name in last.parameters}
        return cls(
            experiment=experiment,
            settings=settings,
            steps=np.array([snapshot.step for snapshot in recorded]),
            loss=np.array([snapshot.loss for snapshot in recorded]),
            parameters=MappingProxyType(experiment.model.complete(free)),
            metrics=MappingProxyType(dict(metrics)),
            status=last.status,
        )

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
        return bias_of(self.parameters, len(self.steps))


def iterate(
    experiment: Experiment,
    settings: Settings | None = None,
    *,
    resume: Snapshot | None = None,
    is_time_up: Callable[[], bool] | None = None,
) -> Iterator[Snapshot]:
    """Train step by step, yielding a snapshot at each step that is recorded.

    Parameters
    ----------
    experiment : Experiment
        What to learn.
    settings : TrainingSettings, ResolvedSettings or None
        How to train; None and unset fields mean what the experiment recommends.
    resume : Snapshot or None
        Where to go on; the snapshots that follow are bitwise those of an undisturbed run.
    is_time_up : callable or None
        Called after every few steps; once it returns True, the step that was reached gives the last snapshot.

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
    resolved = resolve_settings(experiment, settings)
    run = TrainingRun(experiment, resolved, resume)
    while run.status == "running":
        is_recorded = run.advance(resolved.steps if is_time_up is None else run.step + STEPS_PER_CHECK)
        is_over = is_time_up is not None and is_time_up()
        if is_recorded or is_over:
            yield run.snapshot()
        if is_over:
            return


def train(experiment: Experiment, settings: Settings | None = None) -> Trajectory:
    """Train to the end: `iterate`, collected.

    Parameters
    ----------
    experiment : Experiment
        What to learn.
    settings : TrainingSettings, ResolvedSettings or None
        How to train; None and unset fields mean what the experiment recommends.

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
    resolved = resolve_settings(experiment, settings)
    return collect(experiment, resolved, iterate(experiment, resolved))


def collect(experiment: Experiment, settings: ResolvedSettings, snapshots: Iterable[Snapshot]) -> Trajectory:
    """Put the snapshots of one run together and measure how well the last one does."""
    recorded = list(snapshots)
    metrics = experiment.metrics(experiment.model.complete(recorded[-1].parameters))
    return Trajectory.of(experiment, settings, recorded, metrics)


def untrained(experiment: Experiment, settings: Settings | None = None) -> Trajectory:
    """A run before its first step: first parameters and their loss, without metrics.

    >>> from core.learning import TrainingSettings, get_experiment
    >>> untrained(get_experiment("find_peaks"), TrainingSettings(seed=3)).steps.tolist()
    [0]
    """
    resolved = resolve_settings(experiment, settings)
    first = first_snapshot(experiment, resolved)
    return Trajectory.of(
        experiment, resolved, [dataclasses.replace(first, loss=loss_at(experiment, first.parameters))], {}
    )
