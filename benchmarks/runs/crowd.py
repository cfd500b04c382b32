"""Fifty people who each watch a run of their own, and ten who change widgets meanwhile."""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np

from benchmarks.runs.visitor import Visitor
from core.runs import Store

CHANGING, SECONDS, THINKING = 10, 60.0, 2.0
APART = 5.0  # seconds within which the watchers begin: longer than they wait between two looks
TASK = {"run_experiment": "Find the edges", "run_find_edges_size": "7", "run_find_edges_steps": "10000"}

Change = Callable[[Visitor, random.Random], Awaitable[float]]
# what the ten do, in turn: page and change
CHANGES: tuple[tuple[str, Change], ...] = (
    ("images", lambda visitor, draw: visitor.choose("Kernel", draw.randrange(8))),
    ("images", lambda visitor, draw: visitor.choose("Filter", draw.randrange(4))),
    ("signals", lambda visitor, draw: visitor.slide("Seed", draw.random())),
    ("signals", lambda visitor, draw: visitor.choose("Kernel", draw.randrange(8))),
    ("question", lambda visitor, _: visitor.press("Other random numbers")),
)


def crowd(port: int, store: Store, watching: int = 50) -> dict[str, Any]:
    """Let them all work for a minute; how long changes took, and how many steps each run did."""
    return asyncio.run(_crowd(port, store, watching))


async def _crowd(port: int, store: Store, watching: int) -> dict[str, Any]:
    watchers = [Visitor(port, "converge", TASK) for _ in range(watching)]
    for each in watchers:
        await each.open()
        await each.press("Save this run")
    people = [Visitor(port, CHANGES[number % len(CHANGES)][0]) for number in range(CHANGING)]
    for each in people:
        await each.open()
    end = time.monotonic() + 10 + SECONDS
    looks: list[float] = []
    took: list[float] = []
    tasks = [
        asyncio.create_task(_watch(each, random.Random(100 + number), end, looks))
        for number, each in enumerate(watchers)
    ]
    await asyncio.sleep(10)  # until all look at the pace of fifty
    before, begun, first = _steps(store), time.monotonic(), len(looks)
    tasks += [
        asyncio.create_task(_change(each, CHANGES[number % len(CHANGES)][1], random.Random(number), end, took))
        for number, each in enumerate(people)
    ]
    await asyncio.gather(*tasks)
    seconds = time.monotonic() - begun
    steps = [step - before[run] for run, step in _steps(store).items()]
    errors = [error for each in (*watchers, *people) for error in each.errors]
    for each in (*watchers, *people):
        await each.close()
    return {
        "runs": len(steps),
        "changes": len(took),
        "change p50": float(np.percentile(took, 50)),
        "change p95": float(np.percentile(took, 95)),
        "looks a second": (len(looks) - first) / seconds,
        "least steps": min(steps, default=0),
        "most steps": max(steps, default=0),
        "steps a second": sum(steps) / seconds,
        "errors": len(errors),
    }


def _steps(store: Store) -> dict[str, int]:
    return {row["id"]: row["step"] for row in store.rows()}


async def _watch(visitor: Visitor, draw: random.Random, end: float, looks: list[float]) -> None:
    """Look as often as the page asks for, at the beat of a timer that does not wait for the answer, as in a browser.

    Each beat begins at another moment: nobody opens a page in the same instant as forty-nine others.
    """
    await asyncio.sleep(draw.random() * APART)
    beat = time.monotonic()
    while time.monotonic() < end:
        every = min(visitor.refreshed.values(), default=1.0)
        beat += every * max(1, math.ceil((time.monotonic() - beat) / every))
        await asyncio.sleep(beat - time.monotonic())
        looks.append(await visitor.tick())


async def _change(visitor: Visitor, change: Change, draw: random.Random, end: float, took: list[float]) -> None:
    """Change something, look at it, think, and so on."""
    await asyncio.sleep(draw.random() * THINKING)
    while time.monotonic() < end:
        took.append(await change(visitor, draw))
        await asyncio.sleep(draw.uniform(0.5, 1.5) * THINKING)
