"""A run that was taken along is brought on the page Runs, and what is no run gets a sentence."""

from __future__ import annotations

import pytest
import streamlit as st

from core.learning import TrainingSettings, get_experiment, iterate, resolve_settings
from core.runs import RunRecord, RunView, encode_run
from tests.pages.conftest import opened, shown_errors


def taken_along(name: str) -> bytes:
    """The file of a run that has ended."""
    experiment = get_experiment("find_peaks")
    settings = resolve_settings(experiment, TrainingSettings(steps=12, snapshots=4))
    kept = tuple(iterate(experiment, settings))
    last = kept[-1]
    return encode_run(RunView(RunRecord("", name, experiment, settings, "finished", last.step, last.loss, {}), kept))


@pytest.fixture
def pressed(monkeypatch):
    """The button below the file is pressed as soon as it is there: AppTest loses a click beside a file."""
    draw = st.button

    def button(label, **options):
        return draw(label, **options) or options.get("key") == "runs_import"

    monkeypatch.setattr(st, "button", button)


def brought(content: bytes):
    app = opened("runs", runs_bring="open")
    app.file_uploader(key="runs_upload").set_value(("run.safetensors", content, "application/octet-stream")).run()
    assert not app.exception, shown_errors(app)
    return app


def test_a_run_is_kept_and_listed(service, pressed):
    before = {row["id"] for row in service.store.rows()}
    app = brought(taken_along("From *elsewhere*"))
    assert [each.value for each in app.success] == ["From \\*elsewhere\\* is saved."]
    (row,) = [row for row in service.store.rows() if row["id"] not in before]
    assert (row["name"], row["status"], row["step"]) == ("From *elsewhere*", "finished", 12)
    service.delete(row["id"])


@pytest.mark.parametrize("content", [b"none", taken_along("Cut off")[:500]])
def test_what_is_no_run_gets_a_sentence_and_is_not_kept(service, content, pressed):
    before = len(service.store.rows())
    app = brought(content)
    (warning,) = [each.value for each in app.warning]
    assert warning == r"The file is not a saved run\: bring one that was downloaded from the page Runs\."
    assert not app.success
    assert len(service.store.rows()) == before
