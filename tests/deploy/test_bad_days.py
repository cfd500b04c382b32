"""PostgreSQL goes away and comes back: pages are served, a sentence says what does not work, and no run is lost."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.request
from collections.abc import Iterator

import pytest
from sqlalchemy.engine import make_url

from benchmarks.hosted.hosts import Host, host
from benchmarks.runs.visitor import Visitor
from core.runs import Store
from tests.deploy.conftest import LONG_TASK, wanted
from tests.runs.conftest import url  # noqa: F401 - a fixture
from tests.runs.relay import Relay
from tests.waiting import wait_until

SILENT = "the database does not answer. Start it, or give another by DATABASE_URL."

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("url", ["postgresql"], indirect=True)]


@pytest.fixture
def relay(url) -> Iterator[Relay]:  # noqa: F811
    """What stands between the dashboard and its database."""
    address = make_url(url)
    made = Relay(address.host or "127.0.0.1", address.port or 5432)
    yield made
    made.close()


@pytest.fixture
def hosted(url, relay, tmp_path) -> Iterator[Host]:  # noqa: F811
    """Two servers and a worker, whose database is away when they start."""
    wanted("haproxy")
    relay.hold()
    behind = make_url(url).set(host="127.0.0.1", port=relay.port).render_as_string(hide_password=False)
    with host(tmp_path / "run", behind) as made:
        yield made
        relay.let_go()


def trouble(hosted: Host) -> str:
    with urllib.request.urlopen(f"{hosted.address}/healthz", timeout=60) as answer:  # noqa: S310
        return str(json.load(answer)["trouble"])


async def drawn(hosted: Host, page: str, query: dict[str, str], press: str = "") -> list[str]:
    """The sentences of a page, after a button was pressed."""
    visitor = Visitor(hosted.port, page, query)
    await visitor.open()
    if press:
        await visitor.press(press)
    await visitor.tick()
    await visitor.close()
    assert visitor.errors == []
    return [text.replace("\\", "") for text in visitor.texts]


def test_a_database_that_is_away_at_the_start_and_later_costs_no_run(hosted, url, relay):  # noqa: F811
    wait_until(lambda: trouble(hosted) == f"Runs cannot be saved: {SILENT}")
    assert f"Runs cannot be saved: {SILENT}" in asyncio.run(drawn(hosted, "runs", {}))
    assert asyncio.run(drawn(hosted, "signals", {})) == []
    relay.let_go()
    # both servers, whichever answers
    wait_until(lambda: {trouble(hosted) for _ in range(6)} == {""})
    store = Store(url, patience=30.0)
    asyncio.run(drawn(hosted, "converge", LONG_TASK, press="Save this run"))
    (run,) = [row["id"] for row in store.rows()]
    wait_until(lambda: store.get(run).step > 0)
    relay.hold()
    time.sleep(8)
    told = asyncio.run(drawn(hosted, "converge", {"converge_run": run}))
    assert [each for each in told if SILENT in each] == told != []
    held_at = store.get(run).step
    relay.let_go()
    # what was trained meanwhile is saved, by whichever worker
    wait_until(lambda: store.get(run).step > held_at)
    assert store.get(run).status == "running"
    store.mark(run, "stopped")
    store.close()
