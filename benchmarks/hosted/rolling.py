"""Everything is replaced, one process after another, while people watch runs of their own."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from websockets.exceptions import WebSocketException

from benchmarks.dashboard import ROOT
from benchmarks.hosted.hosts import Host
from benchmarks.runs.visitor import Visitor
from core.runs import Store

WATCHERS = 20
TASK = {"run_experiment": "find_edges", "run_find_edges_size": "7", "run_find_edges_steps": "10000"}
AFTER = 15.0  # seconds in which each run must be seen to go on


class Tab(Visitor):
    """A visitor whose connection is opened again when it is lost, as a browser does."""

    lost = 0

    async def look(self) -> None:
        """Let the page update its run once, or come back after the server has gone."""
        try:
            await self.tick()
        except (OSError, WebSocketException):
            self.lost += 1
            while True:
                await asyncio.sleep(0.5)
                try:
                    await self.open()
                except (OSError, WebSocketException):
                    continue
                return


def replaced(where: Host, store: Store) -> dict[str, Any]:
    """What twenty people meet whose servers and worker are replaced."""
    return asyncio.run(_replaced(where, store))


async def _replaced(where: Host, store: Store) -> dict[str, Any]:
    tabs = [Tab(where.port, "converge", TASK) for _ in range(WATCHERS)]
    for tab in tabs:
        await tab.open()
        await tab.press("Save this run")
    runs = [row["id"] for row in store.rows()]
    assert len(runs) == WATCHERS, f"{len(runs)} runs of {WATCHERS} were saved"
    over = asyncio.Event()
    watching = [asyncio.create_task(_watch(tab, over, random.Random(number))) for number, tab in enumerate(tabs)]
    began = time.monotonic()
    restarted = await asyncio.to_thread(_restart, where.folder)
    seconds = time.monotonic() - began
    before = {run: store.get(run) for run in runs}
    await asyncio.sleep(AFTER)
    after = {run: store.get(run) for run in runs}
    over.set()
    await asyncio.gather(*watching)
    going_on = sum(after[run].step > before[run].step or after[run].status == "finished" for run in runs)
    for tab in tabs:
        await tab.close()
    return {
        "runs": len(runs),
        "lost": len(runs) - going_on,
        "came back": sum(tab.lost for tab in tabs),
        "errors": sum(len(tab.errors) for tab in tabs),
        "seconds": seconds,
        "replaced": restarted,
    }


def _restart(folder: Path) -> list[str]:
    command = [sys.executable, "-m", "deploy.restart", "--folder", str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


async def _watch(tab: Tab, over: asyncio.Event, draw: random.Random) -> None:
    while not over.is_set():
        await asyncio.sleep(min(tab.refreshed.values(), default=1.0) * draw.uniform(0.9, 1.1))
        await tab.look()
