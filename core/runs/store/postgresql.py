"""PostgreSQL as the store's database: a server that hangs is given up, for all who ask, after the first has waited."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from typing import Any, TypeVar

import psycopg
from sqlalchemy import URL, Engine, create_engine, event

from core.runs.store.foreign import read_json

Wanted = TypeVar("Wanted")
Result = TypeVar("Result")

CONNECT_WITHIN = 3  # seconds, for each of several hosts
STATEMENT_WITHIN = 10.0  # seconds, by the server's own clock
LEAST = 0.2  # seconds for the second address of a host whose first was silent
REST = 1.0  # seconds in which a server that was silent is not asked again
SILENT = "the server is silent"

_rests_until: dict[URL, float] = {}  # by server, whoever asked it


class Silence(psycopg.OperationalError):
    """The server has not said a word for too long, or had not a moment ago."""


def engine_of(url: URL, patience: float) -> Engine:
    """The engine of a PostgreSQL whose silence is borne for `patience` seconds.

    The kernel of a server that hangs goes on to acknowledge what is sent, so that neither TCP nor the server ends a
    call: the client has to. After it did, nobody else waits for a moment, nor does the same call for a new connection.
    """
    connecting = threading.local()

    class Impatient(psycopg.Connection[Any]):
        @classmethod
        def asked(cls, *args: Any, **options: Any) -> psycopg.Connection[Any]:
            if time.monotonic() < _rests_until.get(url, 0.0):
                raise Silence(SILENT)
            connecting.ends = time.monotonic() + patience
            try:
                return cls.connect(*args, **options)
            except (Silence, psycopg.errors.ConnectionTimeout):
                _rests_until[url] = time.monotonic() + REST
                raise

        @classmethod
        def _connect_gen(cls, conninfo: str = "") -> Any:
            # psycopg's own limit is at least 2 seconds for each address of a host; all of them share these
            return _impatient(super()._connect_gen(conninfo), max(LEAST, connecting.ends - time.monotonic()))

        def wait(self, gen: Any, *args: Any, **options: Any) -> Any:
            try:
                return super().wait(_impatient(gen, patience), *args, **options)
            except Silence:
                _rests_until[url] = time.monotonic() + REST
                self.close()
                raise

    options = f"{url.query.get('options', '')} -c statement_timeout={int(1000 * max(STATEMENT_WITHIN, patience))}"
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_timeout=patience,
        connect_args={"connect_timeout": CONNECT_WITHIN, "options": options.strip()},
        json_deserializer=read_json,
    )

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Any, record: Any, args: Any, options: Any) -> psycopg.Connection[Any]:
        return Impatient.asked(*args, **options)

    return engine


def _impatient(waiting: Generator[Wanted, Any, Result], patience: float) -> Generator[Wanted, Any, Result]:
    """What waits for a server, until that has neither taken nor sent a byte for so long; raises Silence then."""
    since = time.monotonic()
    try:
        wanted = next(waiting)
        while True:
            ready = yield wanted
            if ready:
                since = time.monotonic()
            elif time.monotonic() - since > patience:
                raise Silence(SILENT)
            wanted = waiting.send(ready)
    except StopIteration as end:
        result: Result = end.value
        return result
