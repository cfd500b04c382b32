"""Training while a page waits: no longer than a visitor should have to wait, and once for all visitors."""

from __future__ import annotations

import math
from time import monotonic

import streamlit as st

from core.cache import cached
from core.learning import (
    Experiment,
    ResolvedSettings,
    Settings,
    Snapshot,
    Trajectory,
    collect,
    iterate,
    resolve_settings,
)
from pages.parts.shell.visit import waited

LONGEST_WAIT = 4.0  # seconds that a page may take: longer runs are trained in the background
BAR_AFTER, BAR_EVERY = 0.3, 0.1  # seconds: each message costs more than many steps
LEAST = 1.0  # seconds of training, however long the page took before


def trained(experiment: Experiment, settings: Settings | None = None) -> Trajectory:
    """The run of these settings, as far as the wait allows; a bar shows the progress of its first training."""
    return _trained(experiment, resolve_settings(experiment, settings))


def recorded(experiment: Experiment, settings: Settings | None = None) -> tuple[Trajectory, tuple[Snapshot, ...]]:
    """The same run with its snapshots, from each of which training can go on."""
    resolved = resolve_settings(experiment, settings)
    return _trained(experiment, resolved), _snapshots(experiment, resolved)


@cached
def _trained(experiment: Experiment, settings: ResolvedSettings) -> Trajectory:
    return collect(experiment, settings, _snapshots(experiment, settings))


# a result of its own: the cache may drop it before the run, which more is drawn from
@cached
def _snapshots(experiment: Experiment, settings: ResolvedSettings) -> tuple[Snapshot, ...]:
    until = math.inf

    def is_time_up() -> bool:
        return waited() >= until

    bar, due = st.empty(), monotonic() + BAR_AFTER
    snapshots: list[Snapshot] = []
    for snapshot in iterate(experiment, settings, is_time_up=is_time_up):
        if not snapshots:
            # from here on, all libraries for training are loaded
            until = max(LONGEST_WAIT, waited() + LEAST)
        snapshots.append(snapshot)
        if monotonic() >= due:
            due = monotonic() + BAR_EVERY
            share = min(1.0, snapshot.step / settings.steps)
            bar.progress(share, f"Training: step {snapshot.step:,} of {settings.steps:,}")
    bar.empty()
    return tuple(snapshots)
