"""What it costs to watch a run: for the run, in a real browser, and for other people."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page

from benchmarks.chromium import a_page
from benchmarks.dashboard import dashboard, wait, wait_beyond
from benchmarks.runs.crowd import crowd
from core.learning import Experiment, TrainingSettings, get_experiment, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import Store

# both take longer than a round: one is large products, the other a compiled pass over a picture
WATCHED = {"network": get_experiment("classify_gratings"), "edges": get_experiment("find_edges", size=7)}
ROUNDS, SECONDS = 8, 8.0
# counts how often the player shows another moment
PICTURES = """(shown, milliseconds) => new Promise((done) => {
  let [count, last] = [0, shown.textContent]
  const observer = new MutationObserver(() => {
    if (shown.textContent !== last) { count += 1; last = shown.textContent }
  })
  observer.observe(shown, { childList: true, characterData: true, subtree: true })
  setTimeout(() => done(count), milliseconds)
})"""


def in_a_browser(folder: Path) -> dict[str, Any]:
    """What watching costs each of the two."""
    return {name: _watched(f"sqlite:///{folder}/{name}.sqlite", task) for name, task in WATCHED.items()}


def _watched(url: str, task: Experiment) -> dict[str, float]:
    """Steps a second of runs while a browser shows them and while none does, in turns, and pictures a second."""
    store = Store(url)
    with dashboard(url) as served, a_page() as page:
        rounds = [_round(store, served.address, page, task) for _ in range(ROUNDS)]
    store.close()
    return {name: float(np.median([each[name] for each in rounds])) for name in rounds[0]}


def _round(store: Store, address: str, page: Page, task: Experiment) -> dict[str, float]:
    """One run, which is watched, then not, and stopped long before its last step."""
    settings = resolve_settings(task, TrainingSettings(steps=100_000, snapshots=60))
    run = store.add(task, settings, first_snapshot(task, settings), status="paused").id
    page.goto(f"{address}/converge?converge_run={run}")
    page.get_by_role("button", name="Go on training", exact=True).click()
    page.locator(".now").wait_for()
    wait_beyond(lambda: store.get(run).step, store.get(run).step + 100)
    first = _saved(store, run)
    pictures = page.locator(".now").evaluate(PICTURES, SECONDS * 1000) / SECONDS
    watched = _rate(first, _saved(store, run))
    page.goto("about:blank")
    first = _saved(store, run)
    time.sleep(SECONDS)
    bare = _rate(first, _saved(store, run))
    page.goto(f"{address}/converge?converge_run={run}")
    # Streamlit has a button of that name too, while a page is drawn
    page.get_by_test_id("stSidebarUserContent").get_by_role("button", name="Stop").click()
    wait(lambda: not store.get(run).is_live)
    return {"bare": bare, "watched": watched, "pictures a second": pictures}


def _saved(store: Store, run: str) -> tuple[int, float]:
    """The next save of a run: its step, and when that was."""
    before = store.get(run).updated
    wait(lambda: store.get(run).updated > before)
    record = store.get(run)
    return record.step, record.updated


def _rate(first: tuple[int, float], last: tuple[int, float]) -> float:
    return (last[0] - first[0]) / (last[1] - first[1])


def by_a_crowd(folder: Path) -> dict[str, Any]:
    """Fifty who watch a run each and ten who change widgets; the same ten alone, for comparison."""
    results = {}
    for name, watching in (("alone", 0), ("crowd", 50)):
        url = f"sqlite:///{folder}/{name}.sqlite"
        store = Store(url)
        with dashboard(url) as served:
            results[name] = crowd(served.port, store, watching)
        store.close()
    return results
