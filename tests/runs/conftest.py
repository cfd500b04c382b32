"""A database for each test: SQLite in a folder, and PostgreSQL where TEST_DATABASE_URL names a server."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from core.runs import RunView, Service, Store


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/runs.sqlite"
        return
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        reason = "TEST_DATABASE_URL names no PostgreSQL server: .ci/run starts one"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    name = f"test_{uuid.uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()


@pytest.fixture
def store(url) -> Iterator[Store]:
    """A store on it."""
    made = Store(url)
    yield made
    made.close()


@pytest.fixture
def service(url) -> Iterator[Service]:
    """A service with its worker."""
    made = Service(url)
    yield made
    made.close()


def refuse(store: Store, words: str) -> None:
    """Let the database refuse every change of a run with these words."""
    if store.url.startswith("sqlite"):
        statements = [f"CREATE TRIGGER refuse BEFORE UPDATE ON runs BEGIN SELECT RAISE(FAIL, '{words}'); END"]
    else:
        statements = [
            f"CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION '{words}'; END $$ LANGUAGE plpgsql",
            "CREATE TRIGGER refuse BEFORE UPDATE ON runs FOR EACH ROW EXECUTE FUNCTION refuse()",
        ]
    with store._engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def allow(store: Store) -> None:
    """Take that back."""
    with store._engine.begin() as connection:
        connection.execute(text("DROP TRIGGER refuse" + ("" if store.url.startswith("sqlite") else " ON runs")))


def wait_for(service: Service, run: str, is_so: Callable[[RunView], bool], seconds: float = 240.0) -> RunView:
    """Look at a run until it is as it should be."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        view = service.view(run)
        if is_so(view):
            return view
        time.sleep(0.02)
    raise AssertionError(
        f"after {seconds} s the run is {view.record.status} at step {view.record.step}: {view.message}"
    )


def is_over(view: RunView) -> bool:
    """Whether a run has ended."""
    return not view.record.is_live
