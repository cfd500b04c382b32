"""What a change costs the server's own process: pages and tasks at their defaults and at their heaviest choices.

`python -m benchmarks.pages.heavy` opens each page on a warm server with choices that nobody made before. It prints the
CPU time of the server's process, in all and of the longest run of the page or of a part of it, that of the processes
beside it, and the time until all is there. Name pages to open these alone. Runs of more than 50 ms are marked: others
wait meanwhile.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.dashboard import dashboard
from benchmarks.report import table
from benchmarks.runs.visitor import Visitor

GOAL = 50  # milliseconds of the server's process
LONGEST = 60.0  # seconds
TICKS = os.sysconf("SC_CLK_TCK")

Query = dict[str, str]
# per page the choices of each task: its defaults, and the heaviest that its widgets allow and a page trains
TASKS: dict[str, Query] = {
    "recover_kernel": {},
    "recover_kernel, Gabor on a picture": {"kernel": "gabor", "input": "camera", "steps": "10000"},
    "find_peaks": {},
    "find_peaks, 10,000 steps": {"steps": "10000"},
    "find_peaks_two_layers": {},
    "find_peaks_two_layers, 16 filters": {"hidden": "16", "steps": "10000"},
    "find_edges": {},
    "find_edges, one signed 7 x 7": {"labels": "signed", "filters": "1", "size": "7"},
    "find_edges, one 7 x 7 by SGD": {"labels": "canny", "filters": "1", "size": "7", "optimizer": "sgd"},
    "denoise": {},
    "denoise, 9 x 9": {"size": "9"},
    "denoise, 9 x 9 of other pictures": {"size": "9", "learn_from": "others"},
    "classify_gratings": {},
    "classify_gratings, 16 of 9 x 9": {"filters": "16", "size": "9"},
    "describe_pictures": {},
    "name_textures, 5 examples": {"patches": "5"},
    "name_textures, two layers": {"patches": "2", "depth": "2", "filters": "16", "steps": "100"},
}
STEPPED = ("recover_kernel", "find_peaks", "find_edges, one", "denoise")


def main(names: list[str]) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, dashboard(f"sqlite:///{folder}/runs.sqlite") as served:
        rows = asyncio.run(measured(served.process.pid, served.port, names or list(PAGES)))
    head = [
        "page and choices",
        "server, ms",
        f"longest run, ms (< {GOAL})",
        "",
        "beside it, ms",
        "there after, s",
        "errors",
    ]
    print(table(head, rows))


async def measured(process: int, port: int, names: list[str]) -> list[list[str]]:
    """A line for each page and its choices."""
    rows = []
    for name in names:
        # a first visit loads all libraries, and what follows from no choice
        await cost(process, port, name, next(iter(PAGES[name]()))[1] | _seed(name, 98))
        for number, (title, query) in enumerate(PAGES[name]()):
            # seeds of its own for each page: runs are known to all pages
            seed = 10 + 20 * (list(PAGES).index(name) % 4) + number
            taken = await cost(process, port, name, query | _seed(name, seed))
            mark = "" if taken.longest < GOAL else "more"
            figures = [
                f"{taken.server:.0f}",
                f"{taken.longest:.0f}",
                mark,
                f"{taken.beside:.0f}",
                f"{taken.seconds:.2f}",
            ]
            rows.append([f"{name}: {title}", *figures, taken.errors])
            print(*rows[-1], file=sys.stderr, flush=True)
    return rows


@dataclass(frozen=True)
class Cost:
    """CPU milliseconds of the server's process, of its longest run, and of processes beside it; seconds, and errors."""

    server: float
    longest: float
    beside: float
    seconds: float
    errors: str


async def cost(process: int, port: int, page: str, query: Query) -> Cost:
    """What it costs to open a page and to wait until all is there."""
    visitor = Visitor(port, page, query)
    own, others, begun = [_cpu(process)], _beside(process), time.monotonic()
    await visitor.open()
    own.append(_cpu(process))
    while visitor.refreshed and time.monotonic() - begun < LONGEST:
        await asyncio.sleep(min(visitor.refreshed.values()))
        own.append(_cpu(process))
        await visitor.tick()
        own.append(_cpu(process))
    seconds = time.monotonic() - begun
    await visitor.close()
    longest = max(after - before for before, after in pairwise(own))
    beside = _beside(process) - others
    return Cost(1000 * (own[-1] - own[0]), 1000 * longest, 1000 * beside, seconds, " ".join(visitor.errors)[:60])


def _trained() -> Iterator[tuple[str, Query]]:
    for title, options in TASKS.items():
        name = title.partition(",")[0]
        yield title, {"run_experiment": name} | {f"run_{name}_{key}": value for key, value in options.items()}


def _one_step() -> Iterator[tuple[str, Query]]:
    for title, options in TASKS.items():
        if title.startswith(STEPPED) and "two_layers" not in title and "steps" not in title:
            name = title.partition(",")[0]
            chosen = {f"one_step_{name}_{key}": value for key, value in options.items()}
            yield title, {"one_step_experiment": name, "one_step_step": "20"} | chosen


def _studied(page: str) -> Iterator[tuple[str, Query]]:
    few = {"many_starts": {"many_starts_count": "16"}, "sweeps": {"sweeps_count": "5"}}[page]
    for title, query in _trained():
        if not title.startswith(("classify", "describe", "name")):
            yield title, query | few


def _seed(page: str, seed: int) -> Query:
    return {"one_step": {"one_step_seed": str(seed)}, "question": {"question_seed": str(seed)}}.get(
        page, {"run_seed": str(seed)}
    )


PAGES: dict[str, Callable[[], Iterator[tuple[str, Query]]]] = {
    "converge": _trained,
    "compare": _trained,
    "many_starts": lambda: _studied("many_starts"),
    "sweeps": lambda: _studied("sweeps"),
    "one_step": _one_step,
    "question": lambda: iter([("another seed", {})]),
    "library": lambda: iter(
        [
            ("Gabor", {"library_entry": "gabor"}),
            ("bilateral", {"library_entry": "bilateral"}),
            ("Canny", {"library_entry": "canny"}),
        ]
    ),
    "designed_or_learned": lambda: iter([("as it comes", {})]),
}


def _cpu(process: int) -> float:
    """CPU seconds of a process."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _beside(process: int) -> float:
    """CPU seconds of the processes that it started, and of those that they started."""
    total = 0.0
    for task in Path(f"/proc/{process}/task").iterdir():
        try:
            for child in (task / "children").read_text(encoding="ascii").split():
                total += _cpu(int(child)) + _beside(int(child))
        except OSError:
            continue
    return total


if __name__ == "__main__":
    main(sys.argv[1:])
