"""The differences between several runs, in their options, settings and later changes, and names that tell them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.learning.settings import OPTIMIZER
from core.runs.records.coding import encode_experiment, encode_settings
from core.runs.records.naming import SOMEBODYS_FILE, Label, described_run, labels_of
from core.runs.records.record import RunRecord
from core.runs.records.view import RunView
from core.runs.service.visitor import OWN_MACHINE, Visitor

NONE = "-"


def differences(views: Sequence[RunView], *, by: Visitor = OWN_MACHINE) -> dict[str, list[str]]:
    """Options, settings and changes that are not the same in all runs: by name, a text for each run.

    The names of other visitors' files are not shown.
    """
    described = [_described(view, by) for view in views]
    names = dict.fromkeys(name for each in described for name in each)
    rows = {name.replace("_", " "): [str(each.get(name, NONE)) for each in described] for name in names}
    return {name: row for name, row in rows.items() if len(set(row)) > 1}


def view_labels(views: Sequence[RunView], *, by: Visitor = OWN_MACHINE) -> list[Label]:
    """Names by which these runs can be told apart."""
    records = [view.record for view in views]
    return labels_of([
        described_run(
            record.experiment.name,
            record.name,
            record.created,
            encode_experiment(record.experiment)[0]["options"],
            encode_settings(record.settings),
            branched_at=record.parent_step,
            may_name_files=by.may_control(record.data_owner),
        )
        for record in records
    ])  # fmt: skip


def row_labels(rows: Sequence[Mapping[str, Any]], *, by: Visitor = OWN_MACHINE) -> list[Label]:
    """Names by which the runs in these rows of the store can be told apart."""
    return labels_of([
        described_run(
            row["experiment"],
            row["name"],
            row["created"] or 0.0,
            row["options"],
            row["settings"],
            branched_at=row["parent_step"],
            may_name_files=by.may_control(row["data_owner"]),
        )
        for row in rows
    ])  # fmt: skip


def _described(view: RunView, by: Visitor) -> dict[str, object]:
    record = view.record
    history = {
        "branched at step": record.parent_step or NONE,
        "learning rate changed": ", ".join(f"at step {step}" for step, _ in record.changes) or NONE,
    }
    settings = encode_settings(view.trajectory.settings)
    settings["optimizer"] = OPTIMIZER.title_of(settings["optimizer"])
    return {"experiment": record.experiment.name} | _options(record, by) | settings | history


def _options(record: RunRecord, by: Visitor) -> dict[str, object]:
    own, is_shown = record.experiment.own_data, by.may_control(record.data_owner)
    titles = {name: value.title if is_shown else SOMEBODYS_FILE for name, value in own.items()}
    return encode_experiment(record.experiment)[0]["options"] | titles
