"""Runs that are kept, from the page that starts them to the one that lists them."""

from __future__ import annotations

import time

import pytest

from core.learning import TrainingSettings, get_experiment, settle
from core.runs import Service
from pages.parts.service import FASTEST, _service, pace
from tests.pages.conftest import opened, shown_errors

UNKNOWN = "There is no run of this address: it was deleted, or the address is not whole."


@pytest.fixture
def service() -> Service:
    return _service()


def plain(text: str) -> str:
    return text.replace("\\", "")


def kept(service: Service, **settings) -> str:
    run = service.start(get_experiment("find_peaks"), TrainingSettings(steps=300, snapshots=10, **settings))
    end = time.monotonic() + 60
    while service.view(run).record.is_live and time.monotonic() < end:
        time.sleep(0.05)
    return run


def test_a_run_is_kept_and_shown_under_its_address():
    app = opened("converge", run_experiment="Find the peaks")
    app.button(key="converge_keep").click().run()
    run = app.session_state["converge_run"]
    end = time.monotonic() + 60
    while not app.info and time.monotonic() < end:
        app.run()
        time.sleep(0.1)
    assert not app.exception, shown_errors(app)
    inline = opened("converge", run_experiment="Find the peaks")
    assert app.info[0].value == inline.info[0].value
    # anyone who has the address sees the same
    other = opened("converge", converge_run=run)
    assert other.info[0].value == app.info[0].value
    app.button(key="converge_back").click().run()
    assert app.selectbox(key="run_experiment").value == "find_peaks"
    assert "converge_run" not in app.session_state


def test_a_branch_is_started_from_the_page(service):
    app = opened("converge", converge_run=kept(service))
    app.select_slider(key="converge_branch_step").set_value(app.select_slider(key="converge_branch_step").options[2])
    app.button(key="converge_branch").click().run()
    assert not app.exception, shown_errors(app)
    branch = app.session_state["converge_run"]
    assert service.view(branch).record.parent_step > 0


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("0" * 32, UNKNOWN),
        ("garbage", "The address names no run: its last part must be 32 signs."),
        ("<script>", "The address names no run: its last part must be 32 signs."),
    ],
)
def test_an_address_without_a_run_gets_a_sentence(address, sentence):
    app = opened("converge", converge_run=address)
    assert not app.exception, shown_errors(app)
    assert plain(app.warning[0].value) == sentence


def test_runs_are_listed_and_filtered(service):
    run = kept(service, seed=7)
    service.store.rename(run, "Seven 100% <b>")
    service.store.tag(run, ["lecture"])
    app = opened("runs")
    assert not app.exception, shown_errors(app)
    assert "Seven 100% <b>" in list(app.dataframe[0].value["Name"])
    tagged = opened("runs", runs_tag="lecture", runs_experiment="Find the peaks", runs_status="finished")
    assert list(tagged.dataframe[0].value["Seed"]) == [7]
    none = opened("runs", runs_text="no such name")
    assert none.info[0].value.startswith("No run was kept yet, or none is like that.")


def test_a_thousand_runs_are_listed_by_one_question_each_for_runs_and_tags(service):
    experiment = get_experiment("find_peaks")
    settings = settle(experiment, TrainingSettings(steps=5))
    from core.runs.live import first_snapshot

    first = first_snapshot(experiment, settings)
    for number in range(60):
        service.store.add(experiment, settings, first, name=f"Run {number}", status="stopped")
    asked = []
    from sqlalchemy import event

    event.listen(service.store._engine, "before_cursor_execute", lambda *parts: asked.append(parts[2]))
    rows = service.store.rows(text="Run ")
    assert len(rows) == 60
    assert sum(statement.startswith("SELECT") for statement in asked) == 2


def test_the_more_runs_are_live_the_slower_a_page_looks(service, monkeypatch):
    assert pace(service) == FASTEST
    monkeypatch.setattr(type(service), "live", lambda _: 50)
    assert pace(service) == 1.0
