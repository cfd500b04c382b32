"""One visitor who asks for the heaviest that the widgets allow, page by page, beside ten who do what people do."""

from __future__ import annotations

import asyncio
import random
import time
from typing import Any

from benchmarks.hosted.people import EASY, Group, work
from benchmarks.runs.visitor import Visitor
from pages.parts.shell.registry import PAGES

LOOK = 6.0  # seconds for which the heavy visitor stays on a page
MOST = 1.0  # the far end of a slider


def beside_one(port: int) -> dict[str, Any]:
    """How long the ten wait while the one goes through all pages."""
    return asyncio.run(_beside_one(port))


async def _beside_one(port: int) -> dict[str, Any]:
    group = Group(10, EASY, 2.0)
    people = [(Visitor(port, page, query), change) for page, query, change in (EASY * 3)[:10]]
    for visitor, _ in people:
        await visitor.open()
    end = time.monotonic() + 10_000
    tasks = [
        asyncio.create_task(work(group, visitor, change, random.Random(number), end))
        for number, (visitor, change) in enumerate(people)
    ]
    by_page: dict[str, float] = {}
    for entry in PAGES:
        first = len(group.took)
        await _ask_for_most(port, entry.file)
        by_page[entry.title] = max([*group.took[first:], *(group.waits())], default=0.0)
    # who still waits has waited so long
    group.took += group.waits()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for visitor, _ in people:
        group.errors += visitor.errors
        await visitor.close()
    return group.summary(LOOK * len(PAGES)) | {"most by page": by_page}


async def _ask_for_most(port: int, page: str) -> None:
    """Move every slider of a page to its end, and take the last entry of every menu, one after another."""
    visitor, end = Visitor(port, page), time.monotonic() + LOOK
    await visitor.open()
    while time.monotonic() < end:
        for label in visitor.labels("selectbox"):
            await _in_time(visitor.choose(label, -1), end)
        for label in visitor.labels("slider"):
            await _in_time(visitor.slide(label, MOST), end)
        await _in_time(visitor.tick(), end)
        await asyncio.sleep(0.2)
    await visitor.close()


async def _in_time(asked: Any, end: float) -> None:
    try:
        async with asyncio.timeout(max(0.5, end - time.monotonic())):
            await asked
    except (TimeoutError, KeyError):
        return
