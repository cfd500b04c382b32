"""`make bench-runs`: what becomes of runs when processes are killed, and what watching and keeping them costs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.chromium import a_page
from benchmarks.dashboard import dashboard, wait, wait_beyond
from benchmarks.report import circumstances, fill, keep, machine, table
from benchmarks.runs.crowd import CHANGING
from benchmarks.runs.watching import WATCHED, by_a_crowd, in_a_browser
from core.learning import ResolvedSettings, TrainingSettings, get_experiment, resolve_settings, train
from core.learning.training.descent import first_snapshot
from core.runs import Service, Store

ROOT = Path(__file__).parents[2]
RESULTS, PAGE = ROOT / "benchmarks" / "results" / "runs.json", ROOT / "docs" / "runs.md"
KILLS = 20
EDGES = get_experiment("find_edges", image="cell")
MOST_LOST = "most seconds lost"
VERDICTS = {True: "met", False: "MISSED", None: ""}
LONG = TrainingSettings(steps=100_000, snapshots=60)

SERVER = """
import sys, time
from core.runs import Service
service = Service(sys.argv[1])
print(service.worker_pid, flush=True)
time.sleep(600)
"""


def killed_workers(folder: Path) -> dict[str, Any]:
    """Kill the worker again and again while a run trains; seconds of steps lost each time, and whether bits differ."""
    service = Service(f"sqlite:///{folder}/workers.sqlite")
    settings = resolve_settings(EDGES, TrainingSettings(steps=100_000, snapshots=60))
    run = service.start(EDGES, settings)
    lost = []
    for _ in range(KILLS):
        wait_beyond(lambda: service.view(run).record.step, service.view(run).record.step + 300)
        rate = _steps_a_second(service, run)
        reached, before = service.view(run).record.step, service.restarts
        os.kill(service.worker_pid, signal.SIGKILL)
        wait_beyond(lambda: service.restarts, before)
        lost.append(max(0.0, reached - service.store.get(run).step) / rate)
    result = {"kills": KILLS, MOST_LOST: max(lost), "mean seconds lost": float(np.mean(lost))}
    return result | _end(service, run, settings)


def killed_servers(folder: Path) -> dict[str, Any]:
    """The same for the process that holds the service; the next one goes on."""
    url = f"sqlite:///{folder}/servers.sqlite"
    store = Store(url)
    settings = resolve_settings(EDGES, TrainingSettings(steps=100_000, snapshots=60))
    run = store.add(EDGES, settings, first_snapshot(EDGES, settings)).id
    kept = []
    for _ in range(KILLS):
        server = subprocess.Popen([sys.executable, "-c", SERVER, url], stdout=subprocess.PIPE, cwd=ROOT)
        before = store.get(run).step
        wait_beyond(lambda: store.get(run).step, before)
        server.kill()
        server.wait()
        assert server.stdout is not None
        server.stdout.close()
        kept.append(store.get(run).step)
    service = Service(url)
    return {"kills": KILLS, "steps at each kill": kept} | _end(service, run, settings)


def _end(service: Service, run: str, settings: ResolvedSettings) -> dict[str, Any]:
    wait(lambda: not service.view(run).record.is_live, 600)
    view = service.view(run)
    same = np.array_equal(view.trajectory.weights, train(EDGES, settings).weights)
    service.close()
    return {"status": view.record.status, "same bits": bool(same)}


def terminated_dashboards(folder: Path) -> dict[str, Any]:
    """End the dashboard by SIGTERM while a run trains: its exit codes and how long it takes."""
    url = f"sqlite:///{folder}/dashboards.sqlite"
    store = Store(url)
    settings = resolve_settings(EDGES, LONG)
    run = store.add(EDGES, settings, first_snapshot(EDGES, settings)).id
    codes, seconds = [], []
    for _ in range(KILLS):
        with dashboard(url) as served:
            before = store.get(run).step
            with a_page() as page:
                page.goto(f"{served.address}/converge?converge_run={run}")
                wait_beyond(lambda: store.get(run).step, before)
            begun = time.monotonic()
            served.process.terminate()
            codes.append(served.process.wait(60))
            seconds.append(time.monotonic() - begun)
    return {"times": KILLS, "exit codes": sorted(set(codes)), "most seconds": max(seconds)}


def _steps_a_second(service: Service, run: str) -> float:
    first, begun = service.view(run).record.step, time.monotonic()
    time.sleep(0.5)
    return (service.view(run).record.step - first) / (time.monotonic() - begun)


def a_thousand_runs(folder: Path) -> dict[str, float]:
    """Seconds to list 1,000 runs, and to draw the page that does."""
    url = f"sqlite:///{folder}/thousand.sqlite"
    os.environ["DATABASE_URL"] = url
    store = Store(url)
    peaks = get_experiment("find_peaks")
    settings = resolve_settings(peaks, TrainingSettings(steps=600))
    first = first_snapshot(peaks, settings)
    for number in range(1000):
        record = store.add(peaks, settings, first, name=f"Run {number}", status="stopped")
        store.describe(record.id, tags=[f"tag {number % 7}"])
    listing = min(_timed(store.rows) for _ in range(5))
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/runs.py").run()
    return {"list": listing, "page": min(_timed(app.run) for _ in range(5))}


def _timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def report(results: dict[str, Any]) -> str:
    """Each figure beside its goal."""
    workers, servers, ended = results["workers"], results["servers"], results["dashboards"]
    browser, alone, many = results["browser"], results["people"]["alone"], results["people"]["crowd"]
    share = {name: browser[name]["watched"] / browser[name]["bare"] for name in WATCHED}
    pictures = min(browser[name]["pictures a second"] for name in WATCHED)
    spread = many["most steps"] / max(1, many["least steps"])
    lost, bits = "runs lost", "final weights bit for bit those of an undisturbed run"
    rows = [
        (f"kill -9 of the worker in mid-training, {lost}", "0 of 20", _lost(workers), workers["status"] == "finished"),
        ("seconds of steps lost, most", "<= 2", f"{workers[MOST_LOST]:.2f}", workers[MOST_LOST] <= 2),
        (bits, "yes", _yes(workers["same bits"]), workers["same bits"]),
        (f"kill -9 of the server in mid-training, {lost}", "0 of 20", _lost(servers), servers["status"] == "finished"),
        (bits, "yes", _yes(servers["same bits"]), servers["same bits"]),
        ("SIGTERM of the dashboard, exit codes of 20", "0", str(ended["exit codes"])[1:-1], ended["exit codes"] == [0]),
        ("seconds until it has ended, most", "<= 5", f"{ended['most seconds']:.2f}", ended["most seconds"] <= 5),
        ("network: steps a second while a browser shows it every 0.25 s, over those while none does", ">= 0.8",
         f"{share['network']:.2f}", share["network"] >= 0.8),
        ("edges, 7 x 7, all patches at each step: the same", ">= 0.8", f"{share['edges']:.2f}", share["edges"] >= 0.8),
        ("pictures a second in that browser, least", ">= 3.5", f"{pictures:.1f}", pictures >= 3.5),
        (f"{many['runs']} live runs, each watched, and {CHANGING} people who change widgets: p95 of a change",
         "< 300 ms", f"{1000 * many['change p95']:.0f} ms", many["change p95"] < 0.3),
        ("the same people alone", "", f"{1000 * alone['change p95']:.0f} ms", None),
        ("steps of the run that came farthest, over those of the last", "<= 3", f"{spread:.2f}",
         many["least steps"] > 0 and spread <= 3),
        ("errors shown to any of them", "0", str(many["errors"]), many["errors"] == 0),
        ("1,000 runs: seconds to draw the page", "< 1", f"{results['thousand']['page']:.2f}",
         results["thousand"]["page"] < 1),
    ]  # fmt: skip
    return table(["Figure", "Goal", "Measured", ""], [[*row[:3], VERDICTS[row[3]]] for row in rows])


def _lost(result: dict[str, Any]) -> str:
    return f"{int(result['status'] != 'finished')} of {result['kills']}"


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


MEASURES: dict[str, Callable[[Path], dict[str, Any]]] = {
    "workers": killed_workers,
    "servers": killed_servers,
    "browser": in_a_browser,
    "people": by_a_crowd,
    "dashboards": terminated_dashboards,
    "thousand": a_thousand_runs,
}


def main(parts: Sequence[str]) -> None:
    """Measure everything, or these parts of it, and write it down."""
    started = time.time()
    results: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if parts else {}
    results |= circumstances(("streamlit", "sqlalchemy", "numpy"))
    with tempfile.TemporaryDirectory() as name:
        for key in parts or MEASURES:
            results[key] = MEASURES[key](Path(name)) | {"commit": results["commit"]}
            print(key, results[key], flush=True)
    results["commit"] = ", ".join(sorted({results[key]["commit"] for key in MEASURES}))
    keep(results, RESULTS, started)
    text = fill(PAGE.read_text(encoding="utf-8"), "goals", report(results))
    PAGE.write_text(fill(text, "machine", machine(results)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
