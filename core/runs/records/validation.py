"""What a run must be before anything is done with it, whether a file brings it or the database.

A file is checked when it comes in, and a run of the database when it is to go on: it may be of an older version, or
another program's.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from core.learning import Experiment, ResolvedSettings, Snapshot, resolve_settings
from core.learning.update_rules import OPTIMISERS
from core.runs.records.numbers import DamagedRun
from core.runs.records.record import Change

MOST_CHANGES = 1000  # of the learning rate on the way


def check_run(
    experiment: Experiment, settings: ResolvedSettings, changes: Sequence[Change], snapshots: Sequence[Snapshot]
) -> None:
    """Check that these are one run, no larger than the menus allow, that can go on from its last snapshot.

    Raises DamagedRun, whose sentence says what is wrong, else.
    """
    _check_changes(changes, settings.steps)
    for snapshot in snapshots:
        _check_numbers(experiment, snapshot)
    _check_order([snapshot.step for snapshot in snapshots], settings.steps)
    if not settings.update_rule.can_go_on_with(snapshots[-1].memory):
        raise DamagedRun("This run cannot be used: what its optimiser remembers is another optimiser's.")
    # last, since the data are large
    try:
        _ = experiment.data
        resolve_settings(experiment, settings)
    except ValueError as error:
        raise DamagedRun(f"This run cannot be used: {error}") from error


def _check_changes(changes: Sequence[Change], steps: int) -> None:
    if len(changes) > MOST_CHANGES:
        times = f"{len(changes):,} times, {MOST_CHANGES:,} is the most"
        raise DamagedRun(f"This run cannot be used: its learning rate was changed {times}.")
    places = [step for step, _ in changes]
    if places != sorted(places) or any(not 0 <= step <= steps for step in places):
        raise DamagedRun(f"This run cannot be used: its changes are not at steps from 0 to {steps}, one after another.")


def _check_numbers(experiment: Experiment, snapshot: Snapshot) -> None:
    """Raise DamagedRun where the arrays are not those of the experiment's model, or not finite."""
    model = experiment.model
    if {name: np.shape(value) for name, value in snapshot.parameters.items()} != model.shapes:
        raise DamagedRun("This run cannot be used: its numbers are not those of its experiment.")
    if frozenset(snapshot.memory) not in {frozenset(), *(each.memory for each in OPTIMISERS.values())}:
        raise DamagedRun("This run cannot be used: what its optimiser remembers is not what any optimiser does.")
    if any(np.shape(value) not in ((model.size,), (1,)) for value in snapshot.memory.values()):
        raise DamagedRun("This run cannot be used: what its optimiser remembers is not of its experiment's size.")
    arrays = (*snapshot.parameters.values(), *snapshot.memory.values())
    if any(value.dtype != model.dtype for value in arrays):
        raise DamagedRun(f"This run cannot be used: its numbers are not of the type {np.dtype(model.dtype)}.")
    if not all(np.isfinite(value).all() for value in arrays):
        raise DamagedRun("This run cannot be used: some of its numbers are NaN or infinite.")
    # what has not begun has no loss yet
    has_losses = math.isfinite(snapshot.loss) and snapshot.has_begun
    if not has_losses and snapshot.step > 0:
        raise DamagedRun("This run cannot be used: some of its losses are NaN or infinite.")


def _check_order(places: Sequence[int], steps: int) -> None:
    if any(first >= second for first, second in itertools.pairwise(places)) or places[-1] > steps:
        raise DamagedRun(
            f"This run cannot be used: its snapshots are not at steps from 0 to {steps}, one after another."
        )
