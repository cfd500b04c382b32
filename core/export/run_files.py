"""Downloads of a saved run: the whole run, or its losses as a table."""

from __future__ import annotations

from core.export.files import File, named, signal_file
from core.runs import RunView, encode_run


def run_file(view: RunView) -> File:
    """A run with all its recorded snapshots, which `core.runs.decode_run` reads on any machine to go on."""
    stem = f"run_{view.record.experiment.name}"
    return named(stem, "safetensors", "application/octet-stream", encode_run(view))


def losses_file(view: RunView) -> File:
    """The loss at each recorded step as CSV."""
    run = view.trajectory
    return signal_file(f"loss_{view.record.experiment.name}", {"step": run.steps, "loss": run.loss})
