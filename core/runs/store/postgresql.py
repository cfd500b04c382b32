"""PostgreSQL as the store's database: when one call has found that the server hangs, no other call waits for it."""

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
LEAST = 0.2  # seconds for the second address of a host whose first address was silent
REST = 1.0  # seconds for which a server that was silent is not asked again
SILENT = "the server is silent"

_rests_until: dict[URL, float] = {}  # by server, for all engines


class Silence(psycopg.OperationalError):
    """The server was silent for too long, in this call or in another one a moment ago."""


def engine_of(url: URL, patience: float) -> Engine:
    """The engine of a PostgreSQL server that may be silent for `patience` seconds.

    The kernel of a machine whose server hangs still acknowledges what is sent, so that neither TCP nor the server ends
    a call: the client has to. For a moment after it did, all calls fail at once, including this call's next connection.
    """
    connecting = threading.local()

    class Impatient(psycopg.Connection[Any]):
        @classmethod
        def connect_in_time(cls, *args: Any, **options: Any) -> psycopg.Connection[Any]:
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
            # psycopg allows at least 2 seconds for each address of a host; here all addresses share `patience`
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
        return Impatient.connect_in_time(*args, **options)

    return engine


def _impatient(waiting: Generator[Wanted, Any, Result], patience: float) -> Generator[Wanted, Any, Result]:
    """The generator `waiting`, until the server has neither taken nor sent a byte for `patience` seconds.

    Raises Silence then.
    """
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
