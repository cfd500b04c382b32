"""A run as the study of a page: trained a slice at a time, measured, and packed for the player, beside the server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.background import AtOnce
from core.figures.player import player_data
from core.learning import (
    Contender,
    Experiment,
    Optimum,
    ResolvedSettings,
    Snapshot,
    Trajectory,
    collect,
    contenders,
    expected_seconds,
    most_moved,
    solve,
)
from core.learning.training.slices import Slice, next_slice, snapshots_of

LONGEST = 4.0  # seconds of training that a page shows: longer runs are trained as saved ones
QUICK_SECONDS, QUICK_NUMBERS = 0.01, 20_000  # of training, and of the inputs


@dataclass(frozen=True, eq=False)
class RunEnd:
    """What comes of a whole run beside its snapshots: its metrics, the best filter, and what the player gets.

    `compared` are the models that it is compared with, which for some tasks are themselves trained in part.
    """

    metrics: Mapping[str, float]
    best: Optimum | None
    compared: tuple[Contender, ...]
    message: bytes


@dataclass(frozen=True)
class ShownRun:
    """The study of one run. It is over at the run's end, or after `most` seconds of training.

    >>> from core.background import done_at_once
    >>> from core.learning import get_experiment, resolve_settings
    >>> task = get_experiment("recover_kernel")
    >>> study = ShownRun(task, resolve_settings(task))
    >>> parts, end = done_at_once(study)
    >>> study.trajectory(parts, end).status, round(end.metrics["cosine"], 6)
    ('finished', 1.0)
    """

    experiment: Experiment
    settings: ResolvedSettings
    most: float = LONGEST

    def pieces(self) -> Sequence[Slice | None]:
        """The first slice; the others follow."""
        return (None,)

    def work(self, piece: Slice | None) -> Slice:
        """The slice that goes on from this one."""
        return next_slice(self.experiment, self.settings, piece, most=self.most)

    def after(self, part: Slice) -> Sequence[Slice]:
        """The next slice begins with the last one's end."""
        return () if part.is_over else (Slice((), part.last, part.seconds, is_over=False),)

    def conclude(self, parts: Sequence[Slice]) -> RunEnd:
        """How well the run does, and its figure."""
        run, best = collect(self.experiment, self.settings, snapshots_of(parts)), solve(self.experiment)
        axes = most_moved(run) if self.experiment.is_linear else None
        return RunEnd(dict(run.metrics), best, contenders(run, best), player_data(run, best, axes=axes))

    def trajectory(self, parts: Sequence[Slice], end: RunEnd) -> Trajectory:
        """The run, put together from what the study found."""
        return Trajectory.of(self.experiment, self.settings, snapshots_of(parts), end.metrics)


def is_quick(experiment: Experiment, settings: ResolvedSettings) -> bool:
    """Whether all that is shown of a run takes less than about 50 ms, so that no process is needed."""
    is_small = experiment.is_least_squares and experiment.inputs.size <= QUICK_NUMBERS
    return is_small and expected_seconds(experiment, settings) <= QUICK_SECONDS


@dataclass(frozen=True)
class DrawnRun(AtOnce):
    """The study of the figure of a run that was trained before, with the path of two weights over the loss.

    What is compared decides the snapshots of a page's own run, which has no name; a saved run may be a branch.
    """

    experiment: Experiment
    settings: ResolvedSettings
    status: str
    step: int
    axes: tuple[int, int] | None
    name: str = ""
    snapshots: tuple[Snapshot, ...] = field(default=(), compare=False, repr=False)
    metrics: Mapping[str, float] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls, run: Trajectory, snapshots: tuple[Snapshot, ...], axes: tuple[int, int] | None, name: str = ""
    ) -> DrawnRun:
        """The study of a run that was recorded in these snapshots."""
        step, metrics = int(run.steps[-1]), dict(run.metrics)
        return cls(run.experiment, run.settings, run.status, step, axes, name, snapshots, metrics)

    def result(self) -> bytes:
        """What the player gets."""
        run = Trajectory.of(self.experiment, self.settings, self.snapshots, self.metrics)
        return player_data(replace(run, status=self.status), solve(self.experiment), axes=self.axes)


def step_of(parts: Sequence[Slice]) -> int:
    """The step that was reached so far."""
    return parts[-1].last.step if parts else 0
