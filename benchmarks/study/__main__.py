"""`python -m benchmarks.study` measures what verdicts on one's own data are worth; it fills docs/your-data.md.

`python -m benchmarks.study examples` measures that part anew and keeps the rest.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.report import circumstances, fill, keep, machine, table
from benchmarks.study.blind import blind
from benchmarks.study.examples import examples
from benchmarks.study.large import large
from benchmarks.study.truths import bounds, known_verdicts, leaks, planted_cases

ROOT = Path(__file__).parents[2]
FIGURES = {"planted": planted_cases, "verdicts": known_verdicts, "leaks": leaks, "bounds": bounds, "large": large}
MEASURED = {**FIGURES, "examples": examples, "blind": blind}
RESULTS, PAGE = ROOT / "benchmarks" / "results" / "study.json", ROOT / "docs" / "your-data.md"


def main(*wanted: str) -> None:
    """Measure, keep and write."""
    started = time.time()
    results: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for name, measure in MEASURED.items():
        if not wanted or name in wanted:
            begun = time.time()
            results[name] = measure()
            here = circumstances(["numpy", "scipy", "scikit-image", "torch"])
            results.setdefault("measured", {})[name] = here | {"minutes": round((time.time() - begun) / 60, 1)}
    keep(results, RESULTS, started)
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), results), encoding="utf-8")


def filled(text: str, results: dict[str, Any]) -> str:
    """The page with all tables."""
    for name in FIGURES.keys() & results.keys():
        figures = table(["Figure", "Goal", "Measured"], results[name])
        text = fill(text, name, f"{figures}\n\n{machine(results['measured'][name])}")
    for name, example in results["examples"].items():
        head = ["Contestant", *example["head"], "Multiplications", "Microseconds", "Chosen by part"]
        text = fill(text, name, f"{table(head, example['rows'])}\n\n{example['verdict']}")
    own = ["Ours: lost (median, worst)", "Within 0.2 dB"]
    peer = ["calibrate_denoiser: lost (median, worst)", "Within 0.2 dB"]
    head = ["Method", *own, *peer, "Estimated score off by (median, worst)"]
    text = fill(text, "blind", table(head, results["blind"]["settings"]))
    head = ["Noise", "Nothing done", "What the study takes away", "One filter"]
    return fill(text, "beside", f"{table(head, results['blind']['beside'])}\n\n{machine(results['measured']['blind'])}")


if __name__ == "__main__":
    main(*sys.argv[1:])
