"""Runs that an older version or another program left: the page Runs shows them to everybody and lets go of them."""

from __future__ import annotations

import pytest

from core.learning import TrainingSettings, get_experiment
from tests.pages.conftest import ended, listed, opened, shown_errors
from tests.runs.foreign_rows import LOOSE, ROWS, entered, loosened, tagged

UNSHOWN = ", cannot be shown"


@pytest.fixture
def foreign(service):
    """The ids of such runs by what is wrong with them; none of them is left behind."""
    runs = {kind: entered(service.store, **changes) for kind, (changes, _) in ROWS.items()}
    runs |= {kind: loosened(service.store, column, value) for kind, (column, value) in LOOSE.items()}
    runs["status-unknown"] = entered(service.store)
    for run in runs.values():
        service.store.mark(run, "stopped")
    service.store.mark(runs["status-unknown"], "dreaming")
    # marking has put the time right
    with service.store._engine.begin() as connection:
        for kind in ("updated-text", "updated-beyond", "updated-infinite"):
            connection.exec_driver_sql("UPDATE runs SET updated = ? WHERE id = ?", (LOOSE[kind][1], runs[kind]))
    tagged(service.store, runs["settings-empty"], 100_000)
    yield runs
    for run in runs.values():
        service.delete(run)


def test_they_are_listed_for_everybody_as_what_they_are(service, foreign):
    for sort in ("updated", "created", "name", "experiment", "status", "step", "loss"):
        app = opened("runs", runs_sort=sort)
        assert not app.exception, shown_errors(app)
        assert len(listed(app)["rows"]) == len(service.store.rows())
    shown = {row["id"]: row for row in listed(app)["rows"]}
    for kind in ("settings-empty", "settings-list", "experiment-unknown", "step-negative", "step-text", "options-deep"):
        row = shown[foreign[kind]]
        is_whole = kind == "options-deep"
        assert row["status"].endswith(UNSHOWN) is not is_whole
        assert row["step"] == ("step 0 of 100,000" if is_whole else "")
    assert shown[foreign["status-unknown"]]["status"] == "dreaming"
    for kind in ("updated-text", "updated-beyond", "updated-infinite"):
        assert shown[foreign[kind]]["changed"] == ""


def test_each_can_be_chosen_and_deleted(service, foreign):
    for kind, run in foreign.items():
        app = opened("runs", runs_chosen=run)
        assert not app.exception, (kind, shown_errors(app))
        app.button(key=f"runs_delete_{run}").click().run()
        assert not app.exception, (kind, shown_errors(app))
        assert run not in [row["id"] for row in service.store.rows()], kind


def test_two_of_them_are_compared_with_a_sentence(foreign):
    app = opened("runs", runs_chosen=f"{foreign['settings-empty']},{foreign['changes-bogus']}")
    assert not app.exception, shown_errors(app)
    assert app.info[0].value == "Two runs that have begun are needed for a comparison."


def test_a_healthy_run_is_shown_beside_them(service, foreign):
    run = service.start(get_experiment("find_peaks"), TrainingSettings(steps=50, snapshots=5))
    ended(service, run)
    app = opened("converge", converge_run=run, converge_beside=[foreign["settings-null"], foreign["step-text"]])
    assert not app.exception, shown_errors(app)
    assert len(app.warning) == 1
    assert app.warning[0].value.startswith("2 of the runs beside this one cannot be shown")
    service.delete(run)


@pytest.mark.parametrize("page", ["converge", "compare"])
def test_the_address_of_each_shows_no_more_than_a_sentence(foreign, page):
    for kind, run in foreign.items():
        app = opened(page, converge_run=run)
        assert not app.exception, (kind, shown_errors(app))
        assert len(app.warning) <= 1, kind
