"""What it costs to watch a run: for the run, in a real browser, and for other people."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.chromium import a_page
from benchmarks.dashboard import dashboard, wait, wait_beyond
from benchmarks.runs.crowd import crowd
from core.learning import Experiment, TrainingSettings, get_experiment, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import Store

# some hundred steps a second each, so that none ends while it is watched: one computes, the other reads much memory
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
    """Steps a second of a run while a browser shows it and while none does, in turns, and pictures a second."""
    store = Store(url)
    settings = resolve_settings(task, TrainingSettings(steps=100_000, snapshots=60))
    run = store.add(task, settings, first_snapshot(task, settings)).id
    rates: dict[str, list[float]] = {"bare": [], "watched": []}
    pictures = []
    with dashboard(url) as served, a_page() as page:
        address = f"{served.address}/converge?converge_run={run}"
        for _ in range(ROUNDS):
            page.goto(address)
            page.locator(".now").wait_for()
            wait_beyond(lambda: store.get(run).step, store.get(run).step + 100)
            first = _saved(store, run)
            pictures.append(page.locator(".now").evaluate(PICTURES, SECONDS * 1000) / SECONDS)
            rates["watched"].append(_rate(first, _saved(store, run)))
            page.goto("about:blank")
            first = _saved(store, run)
            time.sleep(SECONDS)
            rates["bare"].append(_rate(first, _saved(store, run)))
    store.close()
    return {name: float(np.median(each)) for name, each in rates.items()} | {
        "pictures a second": float(np.median(pictures)),
    }


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
