"""Training while a page waits for it: no longer than somebody should have to wait, and once for all who ask."""

from __future__ import annotations

import time

import streamlit as st

from core.kept import kept
from core.learning import Experiment, Snapshot, TrainingSettings, Trajectory, collect, iterate, settle

LONGEST_WAIT = 4.0  # seconds: what takes longer is trained in the background

clock = time.monotonic


def trained(experiment: Experiment, settings: TrainingSettings) -> Trajectory:
    """The run of these settings, as far as the wait allows; a bar shows how far it is while it is trained at first."""
    return _trained(experiment, settle(experiment, settings))


@kept
def _trained(experiment: Experiment, settled: TrainingSettings) -> Trajectory:
    end = clock() + LONGEST_WAIT
    bar = st.progress(0.0, "Training")
    snapshots: list[Snapshot] = []
    for snapshot in iterate(experiment, settled, is_time_up=lambda: clock() >= end):
        snapshots.append(snapshot)
        share = snapshot.step / (settled.steps or 1)
        bar.progress(min(1.0, share), f"Training: step {snapshot.step} of {settled.steps}")
    bar.empty()
    return collect(experiment, settled, iter(snapshots))
