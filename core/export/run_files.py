"""A whole run as one file, and back: numbers as safetensors, what it was asked to do as JSON in the file's head."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import load, save

from core.export.files import File, named, signal_file
from core.learning import Experiment, Snapshot, TrainingSettings
from core.runs import DamagedRun, RunView, decode_experiment, decode_snapshot, encode_experiment, encode_snapshot
from core.runs.coding import MOST_BYTES, decode_settings, encode_settings
from core.runs.store import LONGEST_NAME, LONGEST_NOTE, LONGEST_TAG

FORMAT = "filters-learned-and-designed run 1"


@dataclass(frozen=True, eq=False)
class ImportedRun:
    """What a file holds of a run."""

    name: str
    note: str
    tags: tuple[str, ...]
    status: str
    experiment: Experiment
    settings: TrainingSettings
    changes: tuple[tuple[int, dict[str, Any]], ...]
    snapshots: tuple[Snapshot, ...]


def run_file(view: RunView) -> File:
    """A run with all its kept snapshots: `read_run_file` takes it on any machine and goes on bit for bit."""
    record = view.record
    described, objects = encode_experiment(record.experiment)
    head = described | {
        "format": FORMAT,
        "name": record.name,
        "note": record.note,
        "tags": list(record.tags),
        "status": record.status,
        "settings": encode_settings(record.settings),
        "changes": [list(change) for change in record.changes],
        "versions": dict(record.versions),
    }
    arrays = {f"snapshot.{number}": _bytes(encode_snapshot(each)) for number, each in enumerate(view.snapshots)}
    arrays |= {f"input.{option}": _bytes(content) for option, content in objects.items()}
    content = save(arrays, {"run": json.dumps(head)})
    return named(f"run_{record.experiment.name}", "safetensors", "application/octet-stream", content)


def losses_file(view: RunView) -> File:
    """The loss at each kept step as CSV."""
    run = view.trajectory
    return signal_file(f"loss_{view.record.experiment.name}", {"step": run.steps, "loss": run.loss})


def read_run_file(content: bytes) -> ImportedRun:
    """The run of a file; raises DamagedRun, whose text is for the person who brought it."""
    head = _head(content)
    arrays = load(content)
    parts = {name: array.tobytes() for name, array in arrays.items()}
    count = sum(name.startswith("snapshot.") for name in parts)
    try:
        snapshots = tuple(decode_snapshot(parts[f"snapshot.{number}"]) for number in range(count))
        objects = {name.removeprefix("input."): part for name, part in parts.items() if name.startswith("input.")}
        experiment = decode_experiment(head, objects)
        _check_fits(experiment, snapshots)
        return ImportedRun(
            name=str(head["name"])[:LONGEST_NAME],
            note=str(head["note"])[:LONGEST_NOTE],
            tags=tuple(tag for each in head["tags"] if (tag := str(each)[:LONGEST_TAG]).strip())[:20],
            status=str(head["status"]),
            experiment=experiment,
            settings=decode_settings(head["settings"]),
            changes=tuple((int(step), dict(change)) for step, change in head["changes"]),
            snapshots=snapshots,
        )
    except (KeyError, TypeError) as error:
        raise DamagedRun("The file is a run, but a part of it is missing.") from error


def _head(content: bytes) -> dict[str, Any]:
    import tempfile

    if len(content) > MOST_BYTES:
        raise DamagedRun(f"The file has {len(content):,} bytes: at most {MOST_BYTES:,} can be read.")
    try:
        # only from a file does the library give the head
        with tempfile.NamedTemporaryFile(suffix=".safetensors") as file:
            file.write(content)
            file.flush()
            with safe_open(file.name, "numpy") as opened:
                head = json.loads((opened.metadata() or {}).get("run", "null"))
    except (SafetensorError, ValueError, OSError, RecursionError) as error:
        raise DamagedRun("The file is no run: bring one that was downloaded from the page Runs.") from error
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise DamagedRun("The file is no run: bring one that was downloaded from the page Runs.")
    return head


def _check_fits(experiment: Experiment, snapshots: tuple[Snapshot, ...]) -> None:
    shapes = experiment.model.shapes
    if not snapshots:
        raise DamagedRun("The file is a run, but a part of it is missing.")
    for snapshot in snapshots:
        if {name: np.shape(value) for name, value in snapshot.parameters.items()} != shapes:
            raise DamagedRun("The numbers in the file are not those of its experiment.")
        if any(np.shape(value) not in ((experiment.model.size,), (1,)) for value in snapshot.memory.values()):
            raise DamagedRun("The numbers in the file are not those of its experiment.")


def _bytes(content: bytes) -> Any:
    return np.frombuffer(content, np.uint8)
