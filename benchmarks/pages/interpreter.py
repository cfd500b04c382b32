"""What one change of a visitor costs the server: milliseconds of its own CPU time, by page.

`python -m benchmarks.pages.interpreter` prints them beside the goal. A visitor without a browser makes seeded random
changes; a second one does the same after each of them, when all results are in the cache. So the second one's changes
cost what the interpreter does, and the first one's also what the core computes. `--boxes` opens and closes boxes as
well, `python -m benchmarks.pages.interpreter signals` measures one page.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.dashboard import dashboard
from benchmarks.report import table
from benchmarks.runs.visitor import BOX, Visitor, Widget

GOAL = 20  # milliseconds on the pages that many change at once
GOALS = {"signals": GOAL, "images": GOAL, "": GOAL}
PAGES = (*GOALS, "one_step", "converge", "compare")
CHANGES, WARMING, SEED = 60, 15, 0
REST = 0.03  # seconds after an answer until the server is at rest
OFTEN = ("Kernel", "Input", "Seed")  # what visitors change most, beside what belongs to them
# what would end the visit of the page, or save a run
LEFT_ALONE = ("Save this run", "Leave", "Remove")


@dataclass(frozen=True)
class Change:
    """What one change cost: milliseconds of CPU time, messages and kilobytes."""

    label: str
    cpu: float
    messages: int
    kilobytes: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", default=PAGES, help="their names in the address, question for the first")
    parser.add_argument("--boxes", action="store_true", help="open and close boxes as well")
    parser.add_argument("--each", action="store_true", help="print the median of each widget's changes")
    given = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder, dashboard(f"sqlite:///{folder}/runs.sqlite") as served:
        for page in ("" if page == "question" else page for page in given.pages):
            first, again = asyncio.run(_measured(served.port, served.process.pid, page, given.boxes))
            rows.append(_row(page, first, again))
            if given.each:
                _print_each(page, first)
    head = ["a change on", "interpreter, ms: median", "mean", "goal", "with the core: median", "mean", "messages", "kB"]
    print(table(head, rows))


def _row(page: str, first: list[Change], again: list[Change]) -> list[str]:
    whole, interpreted = [each.cpu for each in first], [each.cpu for each in again]
    return [
        page or "question",
        f"{np.median(interpreted):.1f}",
        f"{np.mean(interpreted):.1f}",
        f"<= {GOALS[page]}" if page in GOALS else "",
        f"{np.median(whole):.1f}",
        f"{np.mean(whole):.1f}",
        f"{np.mean([each.messages for each in first]):.0f}",
        f"{np.mean([each.kilobytes for each in first]):.0f}",
    ]


def _print_each(page: str, changes: list[Change]) -> None:
    labels = dict.fromkeys(each.label for each in changes)
    for label in labels:
        took = [each.cpu for each in changes if each.label == label]
        print(f"{page or 'question'}: {label}, {len(took)} changes: {np.median(took):.1f} ms")


async def _measured(port: int, pid: int, page: str, has_boxes: bool) -> tuple[list[Change], list[Change]]:
    await _walk(port, pid, page, SEED + 1, WARMING, has_boxes)  # loads and compiles what is loaded and compiled once
    return await _walk(port, pid, page, SEED, CHANGES, has_boxes)


async def _walk(
    port: int, pid: int, page: str, seed: int, count: int, has_boxes: bool
) -> tuple[list[Change], list[Change]]:
    """Make random changes on a page, each of them by one visitor and then by another."""
    visitors, draw = (Visitor(port, page), Visitor(port, page)), random.Random(seed)
    changes: tuple[list[Change], list[Change]] = [], []
    for visitor in visitors:
        await visitor.open()
    await asyncio.sleep(REST)
    for _ in range(count):
        widget = _drawn(visitors[0].widgets, draw, has_boxes)
        kind, value = _value(widget, draw)
        for visitor, made in zip(visitors, changes, strict=True):
            before = _cpu(pid), visitor.messages, visitor.bytes
            await visitor.use(visitor.same(widget), kind, value)
            await asyncio.sleep(REST)
            took = 1e3 * (_cpu(pid) - before[0])
            made.append(Change(widget.label, took, visitor.messages - before[1], (visitor.bytes - before[2]) / 1e3))
    for visitor in visitors:
        await visitor.close()
        if visitor.errors:
            raise RuntimeError(f"{page}: {visitor.errors}")
    return changes


def _drawn(widgets: list[Widget], draw: random.Random, has_boxes: bool) -> Widget:
    """A widget: half of the changes are of what visitors change most."""
    usable = [each for each in widgets if (has_boxes or each.kind != BOX) and _can_be_used(each)]
    often = [each for each in usable if each.label.startswith(OFTEN)]
    return draw.choice(often if often and draw.random() < 0.5 else usable)


def _can_be_used(widget: Widget) -> bool:
    return not getattr(widget.proto, "disabled", False) and not widget.label.startswith(LEFT_ALONE)


def _value(widget: Widget, draw: random.Random) -> tuple[str, Any]:
    """A value as the browser would send it, with the name of its field in the protocol."""
    proto = widget.proto
    match widget.kind:
        case "button":
            return "trigger_value", True
        case "checkbox" | "expandable":
            return "bool_value", draw.random() < 0.5
        case "selectbox":
            return "string_value", draw.choice(proto.options)
        case "button_group":
            chosen = draw.choice(proto.options)
            return "string_array_value", [f"{chosen.content_icon} {chosen.content}".strip()]
    if proto.options:
        return "string_array_value", [draw.choice(proto.options)]
    steps = round((proto.max - proto.min) / proto.step)
    return "double_array_value", [min(proto.max, proto.min + draw.randint(0, steps) * proto.step)]


def _cpu(pid: int) -> float:
    """Seconds of CPU time that a process has had so far, all of its threads together, by the kernel's clock."""
    return time.clock_gettime((~pid << 3) | 2)


if __name__ == "__main__":
    main()
