"""A whole run as one safetensors file, and back: its record as JSON in the file's header, its snapshots as arrays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from core.data import plain_text
from core.learning.settings import MOST_RECORDED
from core.runs.records.coding import (
    decode_changes,
    decode_experiment,
    decode_settings,
    decode_snapshot,
    encode_experiment,
    encode_settings,
    encode_snapshot,
)
from core.runs.records.numbers import MOST_BYTES, DamagedRun, head_of
from core.runs.records.record import LONGEST_NAME, LONGEST_NOTE, LONGEST_TAG, MOST_TAGS, STATUSES, RunRecord
from core.runs.records.validation import check_run
from core.runs.records.view import RunView

FORMAT = "filters-learned-and-designed run 1"
MOST_PARTS = 3000  # snapshots, including those from before a branch, and inputs
MOST_HEAD = 2**20  # bytes of the header, which describes the run and names its parts
NO_RUN = "The file is not a saved run: bring one that was downloaded from the page Runs."
INCOMPLETE = "The file is a run, but a part of it is missing."


def encode_run(view: RunView) -> bytes:
    """A run with all its recorded snapshots as a file, from which it goes on, bit for bit on the same kind of machine.

    Another kind of processor rounds sums of products in another order.
    """
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
    return save(arrays, {"run": json.dumps(head)})


def decode_run(content: bytes) -> RunView:
    """The run in a file, validated as a whole; raises DamagedRun, whose text is for the person who brought the file.

    The record has no id and no owner yet: the store assigns them.
    """
    head, parts = _opened(content)
    snapshots = [decode_snapshot(parts[name]) for name in _numbered(parts)]
    if not snapshots:
        raise DamagedRun(INCOMPLETE)
    objects = {name.removeprefix("input."): part for name, part in parts.items() if name.startswith("input.")}
    experiment = decode_experiment(head, objects)
    try:
        settings, changes = decode_settings(head["settings"]), decode_changes(head["changes"])
        name, note, tags, status = head["name"], head["note"], head["tags"], head["status"]
    except KeyError as error:
        raise DamagedRun(INCOMPLETE) from error
    if not (isinstance(name, str) and isinstance(note, str) and _are_texts(tags)):
        raise DamagedRun(INCOMPLETE)
    check_run(experiment, settings, changes, snapshots)
    if settings.snapshots > (most := max(2, MOST_RECORDED // experiment.model.size)):
        # runs of programs may record more, on their own disk; here it would go on beyond all that a visitor may keep
        raise DamagedRun(
            f"The run records {settings.snapshots:,} states of {experiment.model.size:,} numbers: at most {most:,} can "
            "be brought."
        )
    last = snapshots[-1]
    record = RunRecord(
        id="",
        name=plain_text(name, LONGEST_NAME) or experiment.title,
        experiment=experiment,
        settings=settings,
        status=_status_at_rest(status),
        step=last.step,
        loss=last.loss,
        metrics={},
        changes=changes,
        note=plain_text(note, LONGEST_NOTE, keeps_lines=True),
        tags=tuple(tag for each in tags if (tag := plain_text(each, LONGEST_TAG)))[:MOST_TAGS],
    )
    return RunView(record, tuple(snapshots))


def _opened(content: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The run's description from the file's header, and the parts of the file by name."""
    import tempfile

    if len(content) > MOST_BYTES:
        raise DamagedRun(f"The file has {len(content):,} bytes: at most {MOST_BYTES:,} can be read.")
    if head_of(content) > MOST_HEAD:
        raise DamagedRun(NO_RUN)
    try:
        # the library reads the header's metadata from a file on disk only
        with tempfile.NamedTemporaryFile(suffix=".safetensors") as file:
            file.write(content)
            file.flush()
            with safe_open(file.name, "numpy") as opened:
                head = json.loads((opened.metadata() or {}).get("run", "null"))
                names = list(opened.keys())
                if not isinstance(head, dict) or head.get("format") != FORMAT or len(names) > MOST_PARTS:
                    raise DamagedRun(NO_RUN)
                if any(opened.get_slice(name).get_dtype() != "U8" for name in names):
                    raise DamagedRun(NO_RUN)
                return head, {name: opened.get_tensor(name).tobytes() for name in names}
    except DamagedRun:
        raise
    except (SafetensorError, ValueError, OSError, RecursionError) as error:
        raise DamagedRun(NO_RUN) from error


def _numbered(parts: Mapping[str, bytes]) -> list[str]:
    count = sum(name.startswith("snapshot.") for name in parts)
    names = [f"snapshot.{number}" for number in range(count)]
    if any(name not in parts for name in names):
        raise DamagedRun(INCOMPLETE)
    return names


def _are_texts(tags: Any) -> bool:
    return isinstance(tags, list) and all(isinstance(tag, str) for tag in tags)


def _status_at_rest(status: Any) -> str:
    """The status of a run that is brought here: a run that was training elsewhere is paused."""
    if status in ("running", "waiting"):
        return "paused"
    return status if status in STATUSES else "stopped"


def _bytes(content: bytes) -> Any:
    return np.frombuffer(content, np.uint8)
