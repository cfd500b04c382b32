"""A PostgreSQL that hangs: its sockets stay open, and nothing comes any more."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from sqlalchemy.engine import make_url

from core.runs import Store, StoreError
from core.runs.store import postgresql
from core.runs.store.postgresql import Silence, _impatient
from tests.runs.relay import Relay

SILENT = "the database does not answer. Start it, or give another by DATABASE_URL."


@pytest.fixture
def relay(url) -> Iterator[Relay]:
    """A relay to the server of the tests."""
    address = make_url(url)
    made = Relay(address.host or "127.0.0.1", address.port or 5432)
    yield made
    made.close()


def refusal(ask) -> str:
    with pytest.raises(StoreError) as caught:
        ask()
    return str(caught.value)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_server_that_hangs_is_given_up_and_asked_again_later(url, relay, monkeypatch):
    monkeypatch.setattr(postgresql, "REST", 240.0)
    address = make_url(url).set(host="127.0.0.1", port=relay.port).render_as_string(hide_password=False)
    store = Store(address, patience=4.0)
    assert store.count() == 0
    relay.hold()
    assert refusal(store.count) == f"Runs cannot be read: {SILENT}"
    begun = time.monotonic()
    # while it rests nobody waits, with a connection or without
    assert refusal(store.count) == f"Runs cannot be read: {SILENT}"
    assert refusal(lambda: Store(address, patience=4.0)) == f"Runs cannot be saved: {SILENT}"
    assert time.monotonic() - begun < 4.0
    postgresql._rests_until.clear()
    # now for a new connection
    assert refusal(store.count) == f"Runs cannot be read: {SILENT}"
    postgresql._rests_until.clear()
    relay.let_go()
    assert store.count() == 0
    store.close()


def test_a_server_that_never_answers_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"postgresql://me:secret@127.0.0.1:{silent.getsockname()[1]}/runs"
        assert refusal(lambda: Store(address, patience=0.3)) == f"Runs cannot be saved: {SILENT}"


def test_a_server_that_is_not_there_gets_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert refusal(lambda: Store(f"postgresql://me@127.0.0.1:{port}/runs")) == f"Runs cannot be saved: {SILENT}"


def waits(turns: int):
    """What waits so many times, and returns what it was told."""
    told = []
    for turn in range(turns):
        told.append((yield turn))
    return told


def test_as_long_as_bytes_come_or_go_no_time_is_too_long():
    gen = _impatient(waits(3), -1.0)
    assert [next(gen), gen.send(1), gen.send(2)] == [0, 1, 2]
    with pytest.raises(StopIteration) as ended:
        gen.send(3)
    assert ended.value.value == [1, 2, 3]


def test_silence_ends_the_wait():
    gen = _impatient(waits(3), -1.0)
    assert next(gen) == 0
    with pytest.raises(Silence, match=r"^the server is silent$"):
        gen.send(0)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_the_server_ends_a_statement_itself_that_takes_too_long(url):
    address = make_url(url).update_query_dict({"options": "-c application_name=runs"})
    store = Store(address.render_as_string(hide_password=False), patience=12)
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "12s"
        assert connection.exec_driver_sql("SHOW application_name").scalar() == "runs"
    store.close()
