"""The differences between several runs: their options, their settings, and what was changed during training."""

from __future__ import annotations

from collections.abc import Sequence

from core.runs.records.coding import encode_experiment, encode_settings
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


def _described(view: RunView, by: Visitor) -> dict[str, object]:
    record = view.record
    history = {
        "branched at step": record.parent_step or NONE,
        "learning rate changed": ", ".join(f"at step {step}" for step, _ in record.changes) or NONE,
    }
    settings = encode_settings(view.trajectory.settings)
    return {"experiment": record.experiment.name} | _options(record, by) | settings | history


def _options(record: RunRecord, by: Visitor) -> dict[str, object]:
    own, is_shown = record.experiment.own_data, by.may_control(record.data_owner)
    titles = {name: value.title if is_shown else "somebody's file" for name, value in own.items()}
    return encode_experiment(record.experiment)[0]["options"] | titles
