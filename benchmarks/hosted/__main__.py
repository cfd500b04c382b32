"""`make bench-hosted`: many people at once, on one server and on several; writes docs/hosting.md's figures.

PARTS="fifty class" measures these anew and keeps the rest.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.dashboard import ROOT, dashboard
from benchmarks.hosted.heavy import beside_one
from benchmarks.hosted.hosts import Host, host
from benchmarks.hosted.people import EASY, LEARNING, Group, together
from benchmarks.hosted.rolling import replaced
from benchmarks.report import circumstances, fill, keep, machine, table
from benchmarks.runs.crowd import crowd
from core.runs import Store

RESULTS, PAGE = ROOT / "benchmarks" / "results" / "hosted.json", ROOT / "docs" / "hosting.md"
VERDICTS = {True: "met", False: "MISSED", None: ""}
TTL = 150.0  # seconds after which Streamlit has forgotten a session that was left
SERVED = ("run", "host")  # `make run`, and `make host`


@contextmanager
def served(how: str, folder: Path) -> Iterator[Host]:
    """The dashboard as one server, or as two behind the proxy."""
    url = f"sqlite:///{folder}/{how}-{time.time_ns()}.sqlite"
    if how == "run":
        with dashboard(url) as alone:
            yield Host(alone.process, alone.port, folder)
    else:
        with host(folder / f"host-{time.time_ns()}", url) as several:
            yield several


def warmed(where: Host) -> None:
    """Let everything be loaded and compiled that is used, and every page be drawn once."""
    for seed in range(2):
        together(where.port, {"easy": Group(4, EASY, 0.5), "learning": Group(5, LEARNING, 1.0)}, 8.0, 100 + seed)


def each_way(folder: Path, measure: Callable[[Host], Any]) -> dict[str, Any]:
    """What is measured with one server and with several, once they are warm."""
    results = {}
    for how in SERVED:
        with served(how, folder) as where:
            warmed(where)
            results[how] = measure(where)
    return results


def fifty(folder: Path) -> dict[str, Any]:
    """Fifty people on Signals and Images, a change each two seconds."""
    return each_way(folder, lambda where: together(where.port, {"people": Group(50, EASY, 2.0)})["people"])


def a_class(folder: Path) -> dict[str, Any]:
    """Thirty of a class, from one address, on pages that train, and ten others on Signals and Images."""

    def measure(where: Host) -> dict[str, Any]:
        return together(where.port, {"learners": Group(30, LEARNING, 4.0), "others": Group(10, EASY, 2.0)})

    return each_way(folder, measure)


def connected(folder: Path) -> dict[str, Any]:
    """Two hundred people, of whom one in ten does something."""

    def measure(where: Host) -> dict[str, Any]:
        found = together(where.port, {"people": Group(200, EASY, 2.0, active=20)})["people"]
        return found | {"megabytes": where.megabytes()}

    return each_way(folder, measure)


def coming_and_going(folder: Path) -> dict[str, Any]:
    """Five hundred visitors come, do something and go: the server's memory before, and after sessions have ended."""
    with served("run", folder) as where:
        warmed(where)
        time.sleep(TTL)
        before = where.megabytes()
        for number in range(20):
            together(where.port, {"people": Group(25, EASY, 1.0)}, 3.0, number)
        most = where.megabytes()
        time.sleep(TTL)
        return {"before": before, "most": most, "after": where.megabytes()}


def rolling(folder: Path) -> dict[str, Any]:
    """Servers and worker are replaced while twenty people watch runs of their own."""
    url = f"sqlite:///{folder}/rolling.sqlite"
    with host(folder / "rolling", url) as where:
        store = Store(url, patience=30.0)
        try:
            return replaced(where, store)
        finally:
            store.close()


def heavy(folder: Path) -> dict[str, Any]:
    """Ten people beside one who asks for the heaviest on every page."""
    return each_way(folder, lambda where: beside_one(where.port))


def live(folder: Path) -> dict[str, Any]:
    """Fifty live runs, each watched, and ten people who change widgets, with `make host`."""
    url = f"sqlite:///{folder}/live.sqlite"
    with host(folder / "live", url) as where:
        store = Store(url, patience=30.0)
        try:
            return crowd(where.port, store)
        finally:
            store.close()


def report(results: dict[str, Any]) -> str:
    """Each figure beside its goal."""
    run, several = (results["fifty"][how] for how in SERVED)
    learners, others = results["class"]["host"]["learners"], results["class"]["host"]["others"]
    many, gone, one = results["connected"]["host"], results["sessions"], results["heavy"]["host"]
    rolled, fifty_live = results["rolling"], results["live"]
    left = gone["after"] / gone["before"] - 1
    rows = [
        ("50 people on Signals and Images, a change each 2 s, `make run`: p95", "< 300 ms", *_ms(run["p95"], 0.3)),
        ("the same with `make host`", "< 200 ms", *_ms(several["p95"], 0.2)),
        ("a class of 30 on pages that train, from one address, `make host`: p95", "< 1 s", *_ms(learners["p95"], 1.0)),
        ("10 others on Signals and Images meanwhile", "< 300 ms", *_ms(others["p95"], 0.3)),
        ("200 people connected, 20 of them active, `make host`: p95", "< 300 ms", *_ms(many["p95"], 0.3)),
        ("memory of all processes then", "< 1.5 GB", f"{many['megabytes'] / 1000:.2f} GB", many["megabytes"] < 1500),
        (
            "500 visitors came and went: memory beyond that before",
            "<= 15 %",
            f"{left:+.0%}",
            left <= 0.15,
        ),
        (
            "all is replaced under 20 people with live runs: runs lost",
            "0",
            str(rolled["lost"]),
            not rolled["lost"],
        ),
        ("errors shown to them", "0", str(rolled["errors"]), not rolled["errors"]),
        (
            "50 live runs, all watched, and 10 people: p95 of a change",
            "< 250 ms",
            *_ms(fifty_live["change p95"], 0.25),
        ),
        ("10 people beside one who asks for the heaviest on every page: p95", "< 500 ms", *_ms(one["p95"], 0.5)),
        ("errors shown to any of them", "0", str(_errors(results)), _errors(results) == 0),
    ]
    return table(["Figure", "Goal", "Measured", ""], [[*row[:3], VERDICTS[row[3]]] for row in rows])


def _ms(seconds: float, goal: float) -> tuple[str, bool]:
    return f"{1000 * seconds:.0f} ms", seconds < goal


def _errors(results: dict[str, Any]) -> int:
    groups = [results[key][how] for key in ("fifty", "connected", "heavy") for how in SERVED]
    groups += [group for how in SERVED for group in results["class"][how].values()]
    return sum(int(each["errors"]) for each in (*groups, results["live"], results["rolling"]))


MEASURES: dict[str, Callable[[Path], dict[str, Any]]] = {
    "fifty": fifty,
    "class": a_class,
    "connected": connected,
    "sessions": coming_and_going,
    "rolling": rolling,
    "live": live,
    "heavy": heavy,
}


# the people of this benchmark all come from one address, as two hundred others would not
MANY = {
    "MAX_CONNECTIONS": "2000",
    "MAX_CONNECTIONS_BY_ADDRESS": "2000",
    "MAX_NEW_CONNECTIONS_A_MINUTE": "5000",
    "MOST_LIVE_RUNS": "80",  # of one address three quarters
}


def main(parts: Sequence[str]) -> None:
    """Measure everything, or these parts of it, and write it down."""
    os.environ.update(MANY)
    started = time.time()
    results: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if parts and RESULTS.exists() else {}
    results |= circumstances(("streamlit", "sqlalchemy", "numpy"))
    with tempfile.TemporaryDirectory() as name:
        for key in parts or MEASURES:
            results[key] = MEASURES[key](Path(name)) | {"commit": results["commit"]}
            print(key, json.dumps(results[key], indent=1), flush=True)
    keep(results, RESULTS, started)
    if all(key in results for key in MEASURES):
        results["commit"] = ", ".join(sorted({results[key]["commit"] for key in MEASURES}))
        text = fill(PAGE.read_text(encoding="utf-8"), "goals", report(results))
        PAGE.write_text(fill(text, "machine", machine(results)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
