"""People who use the dashboard at the same time: who changes what, how often, and how long each waits."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from websockets.exceptions import WebSocketException

from benchmarks.runs.visitor import Visitor

Change = Callable[[Visitor, random.Random], Awaitable[float]]


async def _seed(visitor: Visitor, draw: random.Random) -> float:
    return await visitor.slide("Seed", draw.random())


async def _kernel(visitor: Visitor, draw: random.Random) -> float:
    return await visitor.choose("Kernel", draw.randrange(8))


async def _other_numbers(visitor: Visitor, _: random.Random) -> float:
    return await visitor.press("Other random numbers")


def _task(name: str) -> dict[str, str]:
    return {"run_experiment": name}


# page, its address, and what is changed there
EASY: tuple[tuple[str, dict[str, str], Change], ...] = (
    ("images", {}, _kernel),
    ("signals", {}, _seed),
    ("images", {"images_kernel": "gaussian"}, _kernel),
    ("signals", {}, _kernel),
)
LEARNING: tuple[tuple[str, dict[str, str], Change], ...] = (
    ("question", {}, _other_numbers),
    ("converge", _task("find_peaks"), _other_numbers),
    ("compare", _task("recover_kernel"), _seed),
    ("converge", _task("find_edges"), _other_numbers),
    ("compare", _task("find_peaks"), _seed),
)


@dataclass
class Group:
    """So many people who do the same kinds of things, each a change every `every` seconds on the average."""

    count: int
    doing: Sequence[tuple[str, dict[str, str], Change]]
    every: float
    active: int | None = None  # how many of them do anything but look; all, where it is None
    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    asked: dict[int, float] = field(default_factory=dict)  # when each who waits now made the change

    def waits(self) -> list[float]:
        """How long those have waited who wait now."""
        return [time.perf_counter() - began for began in self.asked.values()]

    def summary(self, seconds: float) -> dict[str, float]:
        """How long changes took, and how many there were a second."""
        took = self.took or [float("nan")]
        return {
            "people": self.count,
            "changes a second": len(self.took) / seconds,
            "p50": float(np.percentile(took, 50)),
            "p95": float(np.percentile(took, 95)),
            "most": max(took),
            "errors": len(self.errors),
        }


def together(port: int, groups: dict[str, Group], seconds: float = 60.0, seed: int = 0) -> dict[str, dict[str, float]]:
    """Let all groups work for a while; what each of them met."""
    asyncio.run(_together(port, groups, seconds, seed))
    return {name: group.summary(seconds) for name, group in groups.items()}


async def _together(port: int, groups: dict[str, Group], seconds: float, seed: int) -> None:
    people: list[tuple[Group, Visitor, Change | None]] = []
    for group in groups.values():
        for number in range(group.count):
            page, query, change = group.doing[number % len(group.doing)]
            is_active = group.active is None or number < group.active
            people.append((group, Visitor(port, page, query), change if is_active else None))
    for _, visitor, _ in people:
        await visitor.open()
        await visitor.settle()
    end = time.monotonic() + seconds
    draws = [random.Random(1000 * seed + number) for number in range(len(people))]
    await asyncio.gather(
        *(work(*person, draw, end) for person, draw in zip(people, draws, strict=True) if person[2] is not None)
    )
    for group, visitor, _ in people:
        group.errors += visitor.errors
        await visitor.close()


async def work(group: Group, visitor: Visitor, change: Change | None, draw: random.Random, end: float) -> None:
    """Change something, wait until it has arrived, look at it, and so on."""
    assert change is not None
    await asyncio.sleep(draw.random() * group.every)
    while time.monotonic() < end:
        began = group.asked[id(visitor)] = time.perf_counter()
        try:
            await change(visitor, draw)
            await visitor.settle()
        except (OSError, KeyError, TimeoutError, WebSocketException) as error:
            group.errors.append(f"{type(error).__name__}: {error}")
            return
        finally:
            del group.asked[id(visitor)]
        took = time.perf_counter() - began
        group.took.append(took)
        await asyncio.sleep(max(0.0, draw.uniform(0.5, 1.5) * group.every - took))
