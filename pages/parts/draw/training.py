"""Training while a page waits for it: no longer than somebody should have to wait, and once for all who ask."""

from __future__ import annotations

import math

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

LONGEST_WAIT = 4.0  # seconds for which a page may take: longer runs are trained in the background
LEAST = 1.0  # of them for training, however long the page took before


def trained(experiment: Experiment, settings: Settings | None = None) -> Trajectory:
    """The run of these settings, as far as the wait allows; a bar shows how far it is while it is trained at first."""
    return _trained(experiment, resolve_settings(experiment, settings))


@cached
def _trained(experiment: Experiment, settings: ResolvedSettings) -> Trajectory:
    until = math.inf

    def is_time_up() -> bool:
        return waited() >= until

    bar = st.progress(0.0, "Training")
    snapshots: list[Snapshot] = []
    for snapshot in iterate(experiment, settings, is_time_up=is_time_up):
        if not snapshots:
            # by now all is loaded that trains
            until = max(LONGEST_WAIT, waited() + LEAST)
        snapshots.append(snapshot)
        share = snapshot.step / settings.steps
        bar.progress(min(1.0, share), f"Training: step {snapshot.step} of {settings.steps}")
    bar.empty()
    return collect(experiment, settings, snapshots)
