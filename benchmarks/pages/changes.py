"""Images at 512 x 512 pixels: from a key going down to the new picture on the screen, and the scan's frames a second.

`python -m benchmarks.pages.changes` prints both, beside what the pages aim at.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from playwright.sync_api import Locator, Page

from benchmarks.chromium import a_page
from benchmarks.dashboard import dashboard
from benchmarks.report import table

CHANGES = 20
WARMING = 3  # the first changes compile and fill caches
GOAL, SCAN_GOAL = 200, 20  # milliseconds for 95 of 100 changes; frames a second
SCANNED = 3000  # milliseconds
# from the key to the frame after the one in which an attribute of the figure changed
WATCH = """([selector, attribute]) => {
  const roots = [...document.querySelectorAll('*')].map((each) => each.shadowRoot).filter(Boolean)
  const watched = roots.map((root) => root.querySelector(selector)).find(Boolean)
  const before = watched.getAttribute(attribute)
  window.painted = new Promise((done) => {
    let start = null
    window.addEventListener('keydown', () => { start ??= performance.now() }, { capture: true, once: true })
    const observer = new MutationObserver(() => {
      if (start === null || watched.getAttribute(attribute) === before) return
      observer.disconnect()
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)))
    })
    observer.observe(watched, { attributes: true })
  })
}"""
FRAMES = """async (canvas, milliseconds) => {
  const before = Number(canvas.dataset.drawn)
  const start = performance.now()
  await new Promise((done) => setTimeout(done, milliseconds))
  return (1000 * (Number(canvas.dataset.drawn) - before)) / (performance.now() - start)
}"""


def main() -> None:
    """Measure and print."""
    with (
        tempfile.TemporaryDirectory() as folder,
        dashboard(f"sqlite:///{folder}/runs.sqlite") as served,
        a_page() as page,
    ):
        page.set_viewport_size({"width": 1280, "height": 800})
        measured = {name: measure(page, served.address) for name, measure in CASES.items()}
        frames = _frames(page, served.address)
    rows = [
        [name, f"{np.median(times):.0f}", f"{np.percentile(times, 95):.0f}", f"< {GOAL}"]
        for name, times in measured.items()
    ]
    print(table(["a change, key down to paint (ms)", "p50", "p95", "goal of p95"], rows))
    print(f"\nThe scan of 32 x 32 pixels: {frames:.0f} frames a second (goal: at least {SCAN_GOAL}).")


def _width(page: Page, address: str) -> list[float]:
    _open(page, f"{address}/images?images_kernel=gaussian")
    thumb = page.get_by_role("slider", name="Standard deviation")
    return _changes(page, thumb, "ArrowRight", ".stage", "data-painted")


def _menu(page: Page, address: str) -> list[float]:
    """From Enter on an entry of the menu, which is one further down each time."""
    _open(page, f"{address}/images")
    menu = page.get_by_role("combobox", name="Kernel")
    times = []
    for _ in range(WARMING + CHANGES):
        menu.click()
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")
        times.append(_timed(page, lambda: page.keyboard.press("Enter"), ".stage", "data-painted"))
    return times[WARMING:]


def _pin(page: Page, address: str) -> list[float]:
    _open(page, f"{address}/images")
    return _changes(page, page.locator(".input canvas"), "ArrowRight", ".loupe", "data-total")


def _changes(page: Page, focused: Locator, key: str, selector: str, attribute: str) -> list[float]:
    times = []
    for _ in range(WARMING + CHANGES):
        focused.focus()
        times.append(_timed(page, partial(page.keyboard.press, key), selector, attribute))
    return times[WARMING:]


def _timed(page: Page, press: Callable[[], Any], selector: str, attribute: str) -> float:
    page.evaluate(WATCH, [selector, attribute])
    press()
    milliseconds = float(page.evaluate("window.painted"))
    _settle(page)
    return milliseconds


def _frames(page: Page, address: str) -> float:
    _open(page, f"{address}/images?images_sample=siemens_star&images_siemens_star_size=32")
    page.get_by_role("button", name="Play", exact=True).click()
    return float(page.locator(".output canvas").evaluate(FRAMES, SCANNED))


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".stage[data-painted]").wait_for()
    _settle(page)


def _settle(page: Page) -> None:
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(600)


CASES: dict[str, Callable[[Page, str], list[float]]] = {"width slider": _width, "kernel menu": _menu, "pin": _pin}

if __name__ == "__main__":
    main()
