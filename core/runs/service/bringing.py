"""A run that somebody brings as a file becomes one of their own."""

from __future__ import annotations

import dataclasses

from core.runs.records.files import decode_run
from core.runs.records.record import RunRecord
from core.runs.service.service import Service
from core.runs.service.visitor import OWN_MACHINE, Visitor


def bring_run(runs: Service, content: bytes, *, by: Visitor = OWN_MACHINE) -> RunRecord:
    """Save the run in a file's bytes with its snapshots, changes, name, tags and note, and return its record.

    Raises DamagedRun for a file that is not a valid run, Full where the visitor may save no more runs, StoreError where
    the run cannot be saved.
    """
    view = decode_run(content)
    runs.check_may_save(by)
    record, snapshots = view.record, view.snapshots
    saved = runs.store.add(
        record.experiment,
        record.settings,
        snapshots[-1],
        name=record.name,
        status=record.status,
        snapshots=snapshots,
        changes=record.changes,
        owner=by.key,
        data_owner=by.key,
        address=by.address,
    )
    runs.store.describe(saved.id, tags=record.tags, note=record.note)
    return dataclasses.replace(saved, tags=tuple(sorted(set(record.tags))), note=record.note)
