"""`python -m benchmarks.study` measures what verdicts on one's own data are worth; it fills docs/your-data.md.

`python -m benchmarks.study examples` measures that part anew and keeps the rest; others are `simulated` and `blind`.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.report import circumstances, fill, keep, machine, table
from benchmarks.study.blind import blind
from benchmarks.study.examples import examples
from benchmarks.study.simulated import SIZES, Case, designed, noisy, nothing_but_noise, planted, pure_noise, waves
from core.study import Outcome

ROOT = Path(__file__).parents[2]
RESULTS, PAGE = ROOT / "benchmarks" / "results" / "study.json", ROOT / "docs" / "your-data.md"
CASES, SAMPLES = 50, 4000
DATA_SETS, LARGE = 200, 100_000
OPEN = ("not worth it", "cannot be said")


def main(*wanted: str) -> None:
    """Measure, keep and write."""
    started = time.time()
    results: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for name, measure in {"simulated": simulated, "examples": examples, "blind": blind}.items():
        if not wanted or name in wanted:
            begun = time.time()
            results[name] = measure()
            here = circumstances(["numpy", "scipy", "scikit-image", "torch"])
            results.setdefault("measured", {})[name] = here | {"minutes": round((time.time() - begun) / 60, 1)}
    keep(results, RESULTS, started)
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), results), encoding="utf-8")


def filled(text: str, results: dict[str, Any]) -> str:
    """The page with all tables."""
    figures = table(["Figure", "Goal", "Measured"], results["simulated"])
    text = fill(text, "simulated", f"{figures}\n\n{machine(results['measured']['simulated'])}")
    for name, example in results["examples"].items():
        head = ["Contestant", *example["head"], "Multiplications", "Microseconds", "Chosen in the folds"]
        text = fill(text, name, f"{table(head, example['rows'])}\n\n{example['verdict']}")
    own = ["Ours: lost (median, worst)", "Within 0.2 dB"]
    peer = ["calibrate_denoiser: lost (median, worst)", "Within 0.2 dB"]
    head = ["Method", *own, *peer, "Estimated score off by (median, worst)"]
    text = fill(text, "blind", table(head, results["blind"]["settings"]))
    head = ["Noise", "Nothing done", "What the study takes away", "One filter"]
    return fill(text, "beside", f"{table(head, results['blind']['beside'])}\n\n{machine(results['measured']['blind'])}")


def simulated() -> list[list[str]]:
    """How often verdicts are right, and how often bounds cover."""
    rows = [*planted_truths(), *others("labels of pure noise", compared(pure_noise), OPEN, 47)]
    rows += others("a designed filter is the truth", compared(designed), ("designed", *OPEN), 47)
    rows += others("no clean signal, pure noise", nothing_but_noise, OPEN, 47)
    rows += others("no clean signal, quick waves", waves, ("learned",), 47)
    return [*rows, covered(0.92, 0.98), first_result()]


def planted_truths() -> list[list[str]]:
    """Best linear against the truth, and verdicts against those on 25 times as much data."""
    near = right = 0
    for seed in range(CASES):
        case = planted(seed, SAMPLES)
        outcome = case.compared()
        best = next(row for row in outcome.rows if row.name == "best_5")
        error = best.tallies[:, 1].sum() / best.tallies[:, 0].sum()
        inside = slice(SIZES[-1] // 2, -(SIZES[-1] // 2))
        truth = float(np.mean((case.after - case.clean)[inside] ** 2))
        near += abs(error / truth - 1) <= 0.01
        right += outcome.verdict.kind == planted(seed, LARGE).compared().verdict.kind
    return [
        [f"planted filter, {CASES} cases: best linear within 1 % of the truth's held-out error", f"{CASES}", f"{near}"],
        ["the same: verdict as on 25 times as much data", ">= 48", f"{right}"],
    ]


def compared(make: Callable[[int, int], Case]) -> Callable[[int, int], Outcome]:
    """The comparison on a case that is made for a seed and a number of samples."""
    return lambda seed, count: make(seed, count).compared()


def others(what: str, make: Callable[[int, int], Outcome], allowed: tuple[str, ...], goal: int) -> list[list[str]]:
    """How many verdicts are among those allowed."""
    kinds = Counter(make(seed, SAMPLES).verdict.kind for seed in range(CASES))
    good = sum(kinds[kind] for kind in allowed)
    told = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    return [[f"{what}, {CASES} cases: {' or '.join(allowed)}", f">= {goal}", f"{good} ({told})"]]


def covered(low: float, high: float) -> list[str]:
    """The share of data sets whose bounds contain the mean gain of all of them."""
    gains = [noisy(seed, SAMPLES).compared().verdict.gain for seed in range(DATA_SETS)]
    truth = np.mean([gain.value for gain in gains])
    share = np.mean([gain.low < truth < gain.high for gain in gains])
    return [f"95 % bounds over {DATA_SETS} data sets cover the mean gain", f"{low} to {high}", f"{share:.3f}"]


def first_result() -> list[str]:
    """Seconds for a comparison of 100,000 samples, two layers included."""
    case, begun = noisy(0, LARGE), time.perf_counter()
    case.compared(networks=True)
    return ["100,000 samples, two layers included: seconds", "< 5", f"{time.perf_counter() - begun:.1f}"]


if __name__ == "__main__":
    main(*sys.argv[1:])
