"""The validation of a run before it is used, whether it comes from a file or from the database.

A file is validated when it is brought, a run of the database when it is shown or goes on: an older version or another
program may have written it.
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

MOST_CHANGES = 1000  # of the learning rate during one run


def check_run(
    experiment: Experiment, settings: ResolvedSettings, changes: Sequence[Change], snapshots: Sequence[Snapshot]
) -> None:
    """Check that these parts make one run, no larger than the menus allow, which can go on from its last snapshot.

    Raises DamagedRun otherwise, with a sentence that says what is wrong.
    """
    _check_changes(changes, settings.steps)
    for snapshot in snapshots:
        _check_numbers(experiment, snapshot)
    _check_order([snapshot.step for snapshot in snapshots], settings.steps)
    if not settings.update_rule.can_go_on_with(snapshots[-1].memory):
        raise DamagedRun("This run cannot be used: the memory of its optimiser is another optimiser's.")
    # last, since making the data takes longest
    try:
        _ = experiment.data
        resolve_settings(experiment, settings)
    except ValueError as error:
        raise DamagedRun(f"This run cannot be used: {error}") from error


def _check_changes(changes: Sequence[Change], steps: int) -> None:
    if len(changes) > MOST_CHANGES:
        times = f"{len(changes):,} times, {MOST_CHANGES:,} is the most"
        raise DamagedRun(f"This run cannot be used: its learning rate was changed {times}.")
    changed_at = [step for step, _ in changes]
    if changed_at != sorted(changed_at) or any(not 0 <= step <= steps for step in changed_at):
        raise DamagedRun(f"This run cannot be used: its changes are not at steps from 0 to {steps}, one after another.")


def _check_numbers(experiment: Experiment, snapshot: Snapshot) -> None:
    """Raise DamagedRun where the arrays are not those of the experiment's model, or not finite."""
    model = experiment.model
    free = {name: model.shapes[name] for name in model.free}
    if {name: np.shape(value) for name, value in snapshot.parameters.items()} != free:
        raise DamagedRun("This run cannot be used: its parameters do not fit its experiment.")
    if frozenset(snapshot.memory) not in {frozenset(), *(each.memory for each in OPTIMISERS.values())}:
        raise DamagedRun("This run cannot be used: the memory of its optimiser fits no optimiser.")
    if any(np.shape(value) not in ((model.size,), (1,)) for value in snapshot.memory.values()):
        raise DamagedRun("This run cannot be used: the memory of its optimiser does not have its experiment's size.")
    arrays = (*snapshot.parameters.values(), *snapshot.memory.values())
    if any(value.dtype != model.dtype for value in arrays):
        raise DamagedRun(f"This run cannot be used: its numbers are not of the type {np.dtype(model.dtype)}.")
    if not all(np.isfinite(value).all() for value in arrays):
        raise DamagedRun("This run cannot be used: some of its numbers are NaN or infinite.")
    # a snapshot at step 0 may have no loss yet
    has_losses = math.isfinite(snapshot.loss) and snapshot.has_begun
    if not has_losses and snapshot.step > 0:
        raise DamagedRun("This run cannot be used: some of its losses are NaN or infinite.")


def _check_order(recorded: Sequence[int], steps: int) -> None:
    if any(first >= second for first, second in itertools.pairwise(recorded)) or recorded[-1] > steps:
        raise DamagedRun(
            f"This run cannot be used: its snapshots are not at steps from 0 to {steps}, one after another."
        )
