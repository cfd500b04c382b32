"""Pages as they arrive: seconds to the first result, how far what is there moves, and frames a second of the player.

`python -m benchmarks.pages.arrival` prints the figures beside what the pages aim at.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

from benchmarks.chromium import a_page
from benchmarks.dashboard import dashboard
from benchmarks.pages.changes import FRAMES
from benchmarks.report import table

COLD_GOAL, WARM_GOAL, SHIFT_GOAL, FRAMES_GOAL = 4.0, 2.0, 0.1, 10.0  # seconds, seconds, share, a second
VISITS = 5  # of a warm server
PLAYED = 3000  # milliseconds
REST = 2500  # milliseconds after the first result, in which nothing may move
# what each page shows first
RESULTS = {
    "": ".stage canvas",
    "one_step": ".curve canvas",
    "signals": ".stage canvas",
    "images": ".output canvas",
    "library": ".effect canvas",
    "converge": ".filters canvas",
    "many_starts": ".cloud canvas",
    "sweeps": ".sweep canvas",
    "compare": "[data-testid=stMain] table",
    "designed_or_learned": ".curve canvas",
    "lessons": "h1",
    "runs": "h1",
}
SHIFTS = """() => {
  window.shifts = []
  const note = (each) => window.shifts.push([each.startTime, each.value])
  new PerformanceObserver((list) => list.getEntries().forEach(note))
    .observe({ type: 'layout-shift', buffered: true })
}"""


@dataclass(frozen=True)
class Arrival:
    """Seconds to the first result, and how far the page moved after it."""

    seconds: float
    shift: float


def main() -> None:
    """Measure and print."""
    rows = []
    for name, result in RESULTS.items():
        with tempfile.TemporaryDirectory() as folder, dashboard(_database(folder)) as served:
            address = f"{served.address}/{name}"
            cold = _arrival(address, result)
            warm = [_arrival(address, result) for _ in range(VISITS)]
        seconds = [each.seconds for each in warm]
        moved = max(each.shift for each in (cold, *warm))
        rows.append([name or "question", f"{cold.seconds:.1f}", f"{np.median(seconds):.1f}", f"{moved:.3f}"])
    head = ["page", f"cold, s (< {COLD_GOAL:.0f})", f"warm, s (< {WARM_GOAL:.0f})", f"layout shift (< {SHIFT_GOAL})"]
    print(table(head, rows))
    with tempfile.TemporaryDirectory() as folder, dashboard(_database(folder)) as served, a_page() as page:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(reduced_motion="reduce")  # so that it begins with the press below
        page.goto(served.address)
        bank = page.locator(".player .filters canvas")
        bank.scroll_into_view_if_needed()
        page.locator(".player .play").click()
        frames = float(bank.evaluate(FRAMES, PLAYED))
    print(f"\nThe player of 64 filters of 10 x 10: {frames:.0f} frames a second (goal: at least {FRAMES_GOAL:.0f}).")


def _arrival(address: str, result: str) -> Arrival:
    """A visit by a new browser."""
    with a_page() as page:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.add_init_script(f"({SHIFTS})()")
        started = time.perf_counter()
        page.goto(address, wait_until="commit")
        _drawn(page, result)
        seconds = time.perf_counter() - started
        first = float(page.evaluate("performance.now()"))
        page.wait_for_timeout(REST)
        shifts: list[tuple[float, float]] = page.evaluate("window.shifts")
    return Arrival(seconds, sum(value for moment, value in shifts if moment > first))


def _drawn(page: Page, result: str) -> None:
    """Wait for an element and, where it is a canvas, for its first drawing."""
    place = page.locator(result).first
    place.wait_for(timeout=120_000)
    if result.endswith("canvas"):
        page.locator(f"{result}[data-drawn]").first.wait_for(timeout=120_000)


def _database(folder: str) -> str:
    return f"sqlite:///{Path(folder) / 'runs.sqlite'}"


if __name__ == "__main__":
    main()
