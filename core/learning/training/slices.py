"""Training a slice at a time, so that others can take turns: from where a slice ended to the next, bit for bit."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from core.learning.experiment import Experiment
from core.learning.settings import ResolvedSettings
from core.learning.training.descent import Snapshot
from core.learning.training.run import TrainingRun
from core.learning.training.trajectory import STEPS_PER_CHECK

SLICE = 0.25  # seconds
MOST_LIVE = 4  # runs that a process keeps between two slices: others are taken up again from their last snapshot

clock = time.process_time  # what others do on this machine cuts no run short
_live: OrderedDict[tuple[Experiment, ResolvedSettings], TrainingRun] = OrderedDict()


@dataclass(frozen=True, eq=False)
class Slice:
    """A part of a run: its recorded snapshots, and the `last` state, from which the next slice goes on.

    `seconds` are those of all slices so far, without what comes before the first step. The run is over where it ended
    or, with a last snapshot that is "running", where its time was up.
    """

    snapshots: tuple[Snapshot, ...]
    last: Snapshot
    seconds: float
    is_over: bool


def next_slice(
    experiment: Experiment, settings: ResolvedSettings, before: Slice | None, *, most: float | None = None
) -> Slice:
    """Train for a moment, from the beginning or from the slice before; no longer than `most` seconds in all slices.

    >>> from core.learning import get_experiment, resolve_settings
    >>> task = get_experiment("recover_kernel")
    >>> whole = next_slice(task, resolve_settings(task), None)
    >>> whole.is_over, whole.last.status, len(whole.snapshots)
    (True, 'finished', 21)
    """
    run = _taken_up(experiment, settings, before)
    recorded: list[Snapshot] = []
    if before is None and run.advance(0):
        recorded.append(run.snapshot())
    begun, spent, earlier = clock(), 0.0, 0.0 if before is None else before.seconds
    is_up = is_slice_over = False
    while run.status == "running" and not (is_up or is_slice_over):
        if run.advance(run.step + STEPS_PER_CHECK):
            recorded.append(run.snapshot())
        spent = clock() - begun
        is_slice_over = spent >= SLICE
        is_up = most is not None and earlier + spent >= most
    last = recorded[-1] if recorded and recorded[-1].step == run.step else run.snapshot()
    is_over = is_up or run.status != "running"
    if is_over and (not recorded or recorded[-1] is not last):
        recorded.append(last)
    if not is_over:
        _live[experiment, settings] = run
        while len(_live) > MOST_LIVE:
            _live.popitem(last=False)
    return Slice(tuple(recorded), last, earlier + spent, is_over)


def snapshots_of(slices: Sequence[Slice]) -> tuple[Snapshot, ...]:
    """The recorded snapshots of a whole run."""
    return tuple(snapshot for each in slices for snapshot in each.snapshots)


def _taken_up(experiment: Experiment, settings: ResolvedSettings, before: Slice | None) -> TrainingRun:
    live = _live.pop((experiment, settings), None)
    if before is None:
        return TrainingRun(experiment, settings)
    if live is not None and live.step == before.last.step:
        return live
    return TrainingRun(experiment, settings, before.last)
