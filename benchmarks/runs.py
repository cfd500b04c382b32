"""`make bench-runs`: what becomes of runs when processes are killed, and what watching and keeping them costs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.chromium import a_page
from benchmarks.report import circumstances, fill, machine, table
from core.figures import player_data
from core.learning import TrainingSettings, get_experiment, settle, train
from core.runs import Service, Store
from core.runs.live import first_snapshot

ROOT = Path(__file__).parents[1]
RESULTS, PAGE = ROOT / "benchmarks" / "results" / "runs.json", ROOT / "docs" / "runs.md"
KILLS = 20
MOST_LOST = "most seconds lost"
EDGES = get_experiment("find_edges", image="cell")
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
    settings = TrainingSettings(steps=100_000, snapshots=60)
    run = service.start(EDGES, settings)
    lost = []
    for _ in range(KILLS):
        _wait_beyond(lambda: service.view(run).record.step, service.view(run).record.step + 300)
        rate = _steps_a_second(service, run)
        reached, before = service.view(run).record.step, service.restarts
        os.kill(service.worker_pid, signal.SIGKILL)
        _wait_beyond(lambda: service.restarts, before)
        lost.append(max(0.0, reached - service.store.get(run).step) / rate)
    result = {"kills": KILLS, MOST_LOST: max(lost), "mean seconds lost": float(np.mean(lost))}
    return result | _end(service, run, settings)


def killed_servers(folder: Path) -> dict[str, Any]:
    """The same for the process that holds the service; the next one goes on."""
    url = f"sqlite:///{folder}/servers.sqlite"
    store = Store(url)
    settings = settle(EDGES, TrainingSettings(steps=100_000, snapshots=60))
    run = store.add(EDGES, settings, first_snapshot(EDGES, settings)).id
    kept = []
    for _ in range(KILLS):
        server = subprocess.Popen([sys.executable, "-c", SERVER, url], stdout=subprocess.PIPE, cwd=ROOT)
        before = store.get(run).step
        _wait_beyond(lambda: store.get(run).step, before)
        server.kill()
        server.wait()
        assert server.stdout is not None
        server.stdout.close()
        kept.append(store.get(run).step)
    service = Service(url)
    return {"kills": KILLS, "steps at each kill": kept} | _end(service, run, settings)


def _end(service: Service, run: str, settings: TrainingSettings) -> dict[str, Any]:
    _wait(lambda: not service.view(run).record.is_live, 600)
    view = service.view(run)
    same = np.array_equal(view.trajectory.weights, train(EDGES, settings).weights)
    service.close()
    return {"status": view.record.status, "same bits": bool(same)}


def terminated_dashboards(folder: Path) -> dict[str, Any]:
    """End the dashboard by SIGTERM while a run trains: its exit codes and how long it takes."""
    url = f"sqlite:///{folder}/dashboards.sqlite"
    store = Store(url)
    settings = settle(EDGES, LONG)
    run = store.add(EDGES, settings, first_snapshot(EDGES, settings)).id
    codes, seconds = [], []
    for _ in range(KILLS):
        server, address = _dashboard(url)
        before = store.get(run).step
        _visit(f"{address}/converge?converge_run={run}", lambda: store.get(run).step, before)
        begun = time.monotonic()
        server.terminate()
        codes.append(server.wait(60))
        seconds.append(time.monotonic() - begun)
    return {"times": KILLS, "exit codes": sorted(set(codes)), "most seconds": max(seconds)}


def _dashboard(url: str) -> tuple[subprocess.Popen[bytes], str]:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.address",
               "127.0.0.1", "--server.headless", "true"]  # fmt: skip
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, stdout=quiet, stderr=quiet)
    address = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            return urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).status == 200  # noqa: S310
        except OSError:
            return False

    _wait(answers)
    return server, address


def _visit(address: str, number: Callable[[], int], beyond: int) -> None:
    with a_page() as page:
        page.goto(address)
        _wait_beyond(number, beyond)


def watching(folder: Path) -> dict[str, float]:
    """Steps a second of a run that is looked at every quarter of a second, over those of one that is not."""
    service = Service(f"sqlite:///{folder}/watching.sqlite")
    run = service.start(EDGES, LONG)
    _wait(lambda: service.view(run).record.step > 500)
    rates: dict[str, list[float]] = {"bare": [], "watched": []}
    for _ in range(3):
        rates["bare"].append(_steps_a_second(service, run, 4.0))
        rates["watched"].append(_steps_a_second(service, run, 4.0, look=True))
    service.stop(run)
    service.close()
    return {name: float(np.median(each)) for name, each in rates.items()}


def _steps_a_second(service: Service, run: str, seconds: float = 0.5, *, look: bool = False) -> float:
    first, begun = service.view(run).record.step, time.monotonic()
    known: dict[int, str] = {}
    while time.monotonic() < begun + seconds:
        time.sleep(0.25)
        if look:
            player_data(service.view(run).trajectory, None, most_frames=24, known=known)
    return (service.view(run).record.step - first) / (time.monotonic() - begun)


def a_thousand_runs(folder: Path) -> dict[str, float]:
    """Seconds to list 1,000 runs, and to draw the page that does."""
    url = f"sqlite:///{folder}/thousand.sqlite"
    os.environ["DATABASE_URL"] = url
    store = Store(url)
    peaks = get_experiment("find_peaks")
    settings = settle(peaks, TrainingSettings(steps=600))
    first = first_snapshot(peaks, settings)
    for number in range(1000):
        record = store.add(peaks, settings, first, name=f"Run {number}", status="stopped")
        store.tag(record.id, [f"tag {number % 7}"])
    listing = min(_timed(store.rows) for _ in range(5))
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/runs.py").run()
    return {"list": listing, "page": min(_timed(app.run) for _ in range(5))}


def _timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def _wait(is_so: Callable[[], bool], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s in vain")
        time.sleep(0.02)


def _wait_beyond(number: Callable[[], int], least: int) -> None:
    _wait(lambda: number() > least)


def report(results: dict[str, Any]) -> str:
    """Each figure beside its goal."""
    workers, servers, ended = results["workers"], results["servers"], results["dashboards"]
    watched = results["watching"]["watched"] / results["watching"]["bare"]
    lost, bits = "runs lost", "final weights bit for bit those of an undisturbed run"
    rows = [
        (f"kill -9 of the worker in mid-training, {lost}", "0 of 20", _lost(workers), workers["status"] == "finished"),
        ("seconds of steps lost, most", "<= 2", f"{workers[MOST_LOST]:.2f}", workers[MOST_LOST] <= 2),
        (bits, "yes", _yes(workers["same bits"]), workers["same bits"]),
        (f"kill -9 of the server in mid-training, {lost}", "0 of 20", _lost(servers), servers["status"] == "finished"),
        (bits, "yes", _yes(servers["same bits"]), servers["same bits"]),
        ("SIGTERM of the dashboard, exit codes of 20", "0", str(ended["exit codes"])[1:-1], ended["exit codes"] == [0]),
        ("seconds until it has ended, most", "<= 5", f"{ended['most seconds']:.2f}", ended["most seconds"] <= 5),
        ("steps of a run looked at every 0.25 s, over one that is not", ">= 0.8", f"{watched:.2f}", watched >= 0.8),
        ("1,000 runs: seconds to draw the page", "< 1", f"{results['thousand']['page']:.2f}",
         results["thousand"]["page"] < 1),
    ]  # fmt: skip
    return table(["Figure", "Goal", "Measured", ""], [[*row[:3], "met" if row[3] else "MISSED"] for row in rows])


def _lost(result: dict[str, Any]) -> str:
    return f"{int(result['status'] != 'finished')} of {result['kills']}"


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def main() -> None:
    """Measure everything and write it down."""
    started = time.time()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results: dict[str, Any] = circumstances(("streamlit", "sqlalchemy", "numpy"))
        for key, measure in (("workers", killed_workers), ("servers", killed_servers), ("watching", watching),
                             ("dashboards", terminated_dashboards), ("thousand", a_thousand_runs)):  # fmt: skip
            results[key] = measure(folder)
            print(key, results[key], flush=True)
    results["minutes"] = round((time.time() - started) / 60, 1)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    text = fill(PAGE.read_text(encoding="utf-8"), "goals", report(results))
    PAGE.write_text(fill(text, "machine", machine(results)), encoding="utf-8")


if __name__ == "__main__":
    main()
