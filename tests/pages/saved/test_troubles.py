"""What goes wrong with the place where runs are kept is a sentence on the page, and all else goes on."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from sqlalchemy import event, text

from core.learning import TrainingSettings, get_experiment, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import Service, StoreError
from tests.pages.conftest import listed, opened, shown_errors
from tests.runs.conftest import refuse

EDGES = get_experiment("find_edges")
LONG = TrainingSettings(steps=100_000, snapshots=20)


@pytest.fixture
def service(tmp_path, monkeypatch):
    """A service of its own behind the pages."""
    made = Service(f"sqlite:///{tmp_path}/runs.sqlite")
    monkeypatch.setattr("pages.parts.shell.service._service", lambda: made)
    yield made
    made.close()


def sentences(app) -> list[str]:
    assert not app.exception, shown_errors(app)
    return [each.value.replace("\\", "") for each in app.warning]


def limit(service: Service, pragma: str) -> None:
    """Restrict what the server's own connections to the database may do."""
    service.store._engine.dispose()
    event.listen(
        service.store._engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}").fetchall()
    )


def moves_on(service: Service, run: str) -> bool:
    """Whether a run takes more steps."""
    first, end = service.view(run).record.step, time.monotonic() + 240
    while time.monotonic() < end:
        if service.view(run).record.step > first:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("pragma", "meaning"),
    [
        ("query_only = ON", "the database may not be written to. Give it a place that may, by DATABASE_URL."),
        ("max_page_count = 1", "the disk is full. Make room, and try again."),
    ],
)
def test_a_run_that_cannot_be_kept_gets_a_sentence_and_the_others_go_on(service, pragma, meaning):
    other = service.start(EDGES, LONG)
    limit(service, pragma)
    settings = resolve_settings(EDGES, LONG)
    first = first_snapshot(EDGES, settings)
    with suppress(StoreError):
        # until there is no room left
        for _ in range(100):
            service.store.add(EDGES, settings, first, status="stopped")
    # of the same size, for which there is no room either
    app = opened("converge", run_experiment="Find the edges")
    app.button(key="converge_keep").click().run()
    assert sentences(app) == [f"The run could not be saved: {meaning}"]
    assert app.title[0].value == "Converge"
    assert moves_on(service, other)


def test_a_name_that_cannot_be_saved_gets_a_sentence(service):
    run = service.start(EDGES, TrainingSettings(steps=20))
    limit(service, "query_only = ON")
    with pytest.raises(StoreError) as caught:
        service.describe(run, name="Other", tags=[], note="")
    assert str(caught.value) == (
        "The run could not be saved: the database may not be written to. Give it a place that may, by DATABASE_URL."
    )


@pytest.mark.parametrize("page", ["runs", "converge", "compare"])
def test_a_database_that_cannot_be_opened_gets_a_sentence(monkeypatch, page):
    monkeypatch.setattr("pages.parts.shell.service._service", lambda: Service("sqlite:////proc/none/runs.sqlite"))
    app = opened(page, converge_run="0" * 32)
    assert len(sentences(app)) == 1
    assert sentences(app)[0].startswith("Runs cannot be saved: ")


def test_a_save_that_fails_is_told_while_the_run_goes_on(service):
    run = service.start(EDGES, LONG)
    assert moves_on(service, run)
    refuse(service.store, "database or disk is full")
    end = time.monotonic() + 240
    while not service.view(run).message and time.monotonic() < end:
        time.sleep(0.05)
    app = opened("converge", converge_run=run)
    assert sentences(app) == ["The run could not be saved: the disk is full. Make room, and try again."]
    assert moves_on(service, run)


def test_a_damaged_run_gets_a_sentence_and_the_others_go_on(service):
    bad, other = service.start(EDGES, LONG), service.start(EDGES, LONG)
    service.pause(bad)
    with service.store._engine.begin() as connection:
        connection.execute(text("UPDATE runs SET options = '{\"size\": -1}' WHERE id = :run"), {"run": bad})
    service._live.forget(bad)
    app = opened("converge", converge_run=bad)
    (sentence,) = sentences(app)
    assert sentence.startswith("The experiment of this run cannot be read: size=-1 is not allowed")
    found = opened("runs")
    assert len(listed(found)["rows"]) == 2
    assert not found.exception
    assert moves_on(service, other)


def test_a_damaged_checkpoint_ends_that_run_with_a_sentence_and_the_others_go_on(service):
    bad, other = service.start(EDGES, LONG), service.start(EDGES, LONG)
    service.pause(bad)
    with service.store._engine.begin() as connection:
        connection.execute(text("UPDATE runs SET checkpoint = x'00' WHERE id = :run"), {"run": bad})
        connection.execute(text("DELETE FROM snapshots WHERE run = :run"), {"run": bad})
    # let go of, so that going on means to read it
    service._channel(bad).order("drop", bad)
    with service.store._engine.begin() as connection:
        connection.execute(text("UPDATE runs SET checkpoint = x'00' WHERE id = :run"), {"run": bad})
    app = opened("converge", converge_run=bad)
    app.button(key="converge_go_on").click().run()
    assert "This run was ended by a failure at step" in " ".join(sentences(app))
    assert moves_on(service, other)
