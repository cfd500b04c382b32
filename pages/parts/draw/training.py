"""Runs that a page shows: a quick one is trained while the page waits, all others beside the server."""

from __future__ import annotations

from dataclasses import dataclass

from streamlit.delta_generator import DeltaGenerator

from core.background import Progress
from core.cache import cached, kept
from core.figures.shown_run import LONGEST, DrawnRun, RunEnd, ShownRun, is_quick, step_of
from core.learning import (
    Contender,
    Experiment,
    Optimum,
    ResolvedSettings,
    Settings,
    Snapshot,
    Trajectory,
    most_moved,
    resolve_settings,
    train,
)
from core.learning.study.given_models import Comparing, held
from core.learning.study.valley import Valley, is_quick_valley, note_valley
from core.learning.training.slices import snapshots_of
from pages.parts.choose.experiment_picker import hold_settings, pick_settings
from pages.parts.draw.arrival import arrived
from pages.parts.shell.background import background

LONGEST_WAIT = LONGEST  # seconds of training: longer runs are trained as saved ones
RUN = "run"  # Converge and Compare show the same run


@dataclass(frozen=True, eq=False)
class TrainedRun:
    """A run with the best possible filter, the models that it is compared with, its snapshots, and its figure."""

    run: Trajectory
    best: Optimum | None
    compared: tuple[Contender, ...]
    snapshots: tuple[Snapshot, ...]
    message: bytes


def trained(experiment: Experiment, settings: Settings | None = None) -> Trajectory:
    """A run that takes no longer than a page may."""
    return _trained(experiment, resolve_settings(experiment, settings))


@cached
def _trained(experiment: Experiment, settings: ResolvedSettings) -> Trajectory:
    return train(experiment, settings)


def arrived_run(experiment: Experiment, settings: ResolvedSettings) -> TrainedRun | None:
    """The run of these settings, as far as the wait allows; None, with a line that says how far it is, until then."""
    study = ShownRun(experiment, settings)

    def said(progress: Progress) -> str:
        if progress.parts and progress.parts[-1].is_over:
            return "Trained: the results are on their way."
        return f"Training: step {step_of(progress.parts):,} of {settings.steps:,}"

    progress = arrived(study, RUN, said, is_quick=is_quick(experiment, settings))
    return None if progress is None else _put_together(study, progress)


def known_run(experiment: Experiment, settings: ResolvedSettings) -> TrainedRun | None:
    """The run of these settings where it is known, or trained at once; None where it is still awaited."""
    study = ShownRun(experiment, settings)
    progress = background().at_once(study) if is_quick(experiment, settings) else background().peek(study)
    return _put_together(study, progress) if progress.status == "finished" else None


def arrived_figure(trained: TrainedRun, axes: tuple[int, int] | None) -> bytes | None:
    """What the player gets of a run, with the path of these two weights; None, with a line, while it is awaited."""
    if axes is None or axes == most_moved(trained.run):
        return trained.message
    return drawn_figure(DrawnRun.of(trained.run, trained.snapshots, axes))


def drawn_figure(study: DrawnRun) -> bytes | None:
    """What the player gets of a run that was trained before; None, with a line, while it is awaited."""
    may_be_made_here = is_quick(study.experiment, study.settings)
    progress = arrived(study, RUN, lambda _: "The figure is on its way.", is_quick=may_be_made_here)
    return None if progress is None else bytes(progress.conclusion)


def compared_with(run: Trajectory) -> tuple[Contender, ...] | None:
    """The models that a run which was trained before is compared with; None, with a line, while they are awaited."""
    if not has_valley(run.experiment):
        return None
    study = Comparing(run.experiment, held(run.last))
    progress = arrived(study, RUN, lambda _: "The models are on their way.", is_quick=run.experiment.is_linear)
    return None if progress is None else tuple(progress.conclusion)


def _put_together(study: ShownRun, progress: Progress) -> TrainedRun:
    end: RunEnd = progress.conclusion
    snapshots = snapshots_of(progress.parts)

    def made() -> TrainedRun:
        return TrainedRun(study.trajectory(progress.parts, end), end.best, end.compared, snapshots, end.message)

    # a run that was cut short may have come further than the one that the cache dropped
    return kept((TrainedRun, study, snapshots[-1].step), made)


def known_settings(
    prefix: str, experiment: Experiment, line: DeltaGenerator, *, has_seed: bool = True
) -> ResolvedSettings | None:
    """Show the widgets of the training settings and return them.

    None until what they follow from is known: a `line` says then that it is awaited.
    """
    with line:
        is_known = has_valley(experiment)
    if is_known:
        return pick_settings(prefix, experiment, has_seed=has_seed)
    hold_settings(prefix, has_seed=has_seed)
    return None


def has_valley(experiment: Experiment) -> bool:
    """Whether the critical rate and the best filter are known; until then a line says that they are awaited."""
    if is_quick_valley(experiment):
        return True
    study = Valley(experiment)
    known = background().peek(study)  # which leaves the run that is awaited alone
    progress = known if known.status == "finished" else arrived(study, RUN, _said)
    if progress is None:
        return False
    note_valley(experiment, progress.conclusion)
    return True


def _said(_: Progress) -> str:
    return "The best possible filter is on its way."
