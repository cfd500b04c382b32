"""What several runs differ in: what was asked of them, how they were trained, and what was done on the way."""

from __future__ import annotations

from collections.abc import Sequence

from core.runs.records.coding import encode_experiment, encode_settings
from core.runs.records.record import RunRecord
from core.runs.records.view import RunView
from core.runs.service.visitor import OWN_MACHINE, Visitor

NONE = "-"


def differences(views: Sequence[RunView], *, by: Visitor = OWN_MACHINE) -> dict[str, list[str]]:
    """Options, settings and what was changed that are not the same in all runs: by name, a text for each run.

    What somebody else's file is called is not told.
    """
    described = [_described(view, by) for view in views]
    names = dict.fromkeys(name for each in described for name in each)
    rows = {name.replace("_", " "): [str(each.get(name, NONE)) for each in described] for name in names}
    return {name: row for name, row in rows.items() if len(set(row)) > 1}


def _described(view: RunView, by: Visitor) -> dict[str, object]:
    record = view.record
    led = {
        "branched at step": record.parent_step or NONE,
        "learning rate changed": ", ".join(f"at step {step}" for step, _ in record.changes) or NONE,
    }
    settings = encode_settings(view.trajectory.settings)
    return {"experiment": record.experiment.name} | _options(record, by) | settings | led


def _options(record: RunRecord, by: Visitor) -> dict[str, object]:
    own, is_shown = record.experiment.own_data, by.may_lead(record.data_owner)
    titles = {name: value.title if is_shown else "somebody's file" for name, value in own.items()}
    return encode_experiment(record.experiment)[0]["options"] | titles
