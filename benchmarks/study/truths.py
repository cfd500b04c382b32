"""How often verdicts on simulated data are right, how near the best linear filter comes to the truth, what leaks."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from benchmarks.study.simulated import (
    Case,
    copied_across,
    designed,
    events_alike,
    events_of_noise,
    noisy,
    noisy_picture,
    nothing_but_noise,
    offset_blocks,
    planted,
    planted_events,
    planted_in_picture,
    planted_under_noise,
    pure_noise,
    waves,
)
from core.data import Signal
from core.study import Outcome
from core.study.judges import Judge, SquaredErrors

CASES, DATA_SETS = 50, 200
SAMPLES, SIDE, EVENT_SAMPLES = 4000, 128, 20_000  # of a signal, along each side of a picture, of a signal with events
LARGE = 100_000
MANY_EVENT_SAMPLES = 100_000  # with a thousand events, which it takes to tell fifteen numbers to 1 %
OTHERS = 1000  # the first seed of data sets that the width of bounds was not found on
OPEN = ("not worth it", "cannot be said")
Make = Callable[[int, int], Case]
Row = list[str]


def planted_cases() -> list[Row]:
    """Filters that made the data, for each task."""
    return [
        *planted_truths("planted filter", planted, SAMPLES, 10),
        *planted_truths("planted filter, pictures", planted_in_picture, SIDE, 9),
        *planted_truths("planted wavelet, events", planted_events, MANY_EVENT_SAMPLES, 3),
        *planted_truths("known signal under noise, no clean one", planted_under_noise, SAMPLES, 5),
    ]


def known_verdicts() -> list[Row]:
    """Data of which is known what may be said."""
    return [
        verdicts("labels of pure noise", pure_noise, SAMPLES, OPEN),
        verdicts("events of pure noise", events_of_noise, EVENT_SAMPLES, OPEN),
        verdicts("no clean signal, pure noise", nothing_but_noise, SAMPLES, OPEN),
        verdicts("a designed filter is the truth", designed, SAMPLES, ("designed", *OPEN)),
        verdicts("no clean signal, quick waves", waves, SAMPLES, ("learned",)),
    ]


def leaks() -> list[Row]:
    """What would be learned from the other side of a border."""
    return [leak("copies across a border", copied_across), leak("another offset in each block", offset_blocks)]


def bounds() -> list[Row]:
    """How often bounds cover."""
    return [
        covered("a signal under noise", noisy, SAMPLES),
        covered("pictures under noise", noisy_picture, SIDE),
        covered("events", events_alike, EVENT_SAMPLES),
    ]


def planted_truths(what: str, make: Make, count: int, times: int) -> list[Row]:
    """Best linear against the truth, and verdicts against those on so many times as much data."""
    apart, said = [], Counter[tuple[str, str]]()
    for seed in range(CASES):
        case = make(seed, count)
        outcome = case.compared()
        many = count * times if isinstance(case.data, Signal) else count * math.isqrt(times)
        best = max((row for row in outcome.rows if row.role == "best"), key=lambda row: row.score.value)
        judge = case.contest().data.judge
        apart.append(shortfall(judge, best.tallies, case.tallies()))
        said[outcome.verdict.kind, make(seed, many).compared().verdict.kind] += 1
    near = sum(each <= 0.01 for each in apart)
    right = sum(number for (kind, sure), number in said.items() if kind == sure)
    wrong = sum(number for (kind, sure), number in said.items() if len({kind, sure, "cannot be said"}) == 3)
    return [
        [
            f"{what}, {CASES} cases: best linear at most 1 % worse than the truth",
            f"{CASES}",
            f"{near} (median {np.median(apart):+.1%}, worst {max(apart):+.1%})",
        ],
        [
            f"{what}: the verdict is that on {times} times as much data",
            ">= 48",
            f"{right} ({CASES - right - wrong} where one cannot be said, {wrong} that contradict each other)",
        ],
    ]


def shortfall(judge: Judge, tallies: NDArray[np.float64], truth: NDArray[np.float64]) -> float:
    """By which share answers have more error than the truth's, or less F1."""
    found, best = tallies.sum(axis=0), truth.sum(axis=0)
    if isinstance(judge, SquaredErrors):
        return float(found[1] / best[1]) - 1
    return 1 - float(judge.scored(found) / judge.scored(best))


def verdicts(what: str, make: Make, count: int, allowed: tuple[str, ...]) -> Row:
    """How many verdicts are among those allowed."""
    kinds = Counter(make(seed, count).compared().verdict.kind for seed in range(CASES))
    good = sum(kinds[kind] for kind in allowed)
    told = ", ".join(f"{times} {kind}" for kind, times in kinds.items())
    return [f"{what}, {CASES} cases: {' or '.join(allowed)}", ">= 47", f"{good} ({told})"]


def leak(what: str, make: Make) -> Row:
    """By how much the best linear filter's held-out score is above chance, the mean of the training part."""
    gains = []
    for seed in range(CASES):
        case = make(seed, SAMPLES)
        outcome = case.compared()
        best = max(row.score.value for row in outcome.rows if row.role == "best")
        gains.append(best - score_of_means(case, outcome))
    return [
        f"{what}, {CASES} cases: best linear above the mean of the training part",
        "about 0 dB",
        f"{np.mean(gains):+.3f} dB (worst {max(gains):+.3f} dB)",
    ]


def score_of_means(case: Case, outcome: Outcome) -> float:
    """The held-out score of an answer that is the mean of what is wanted in the training part."""
    judge, cut = case.contest().data.judge, outcome.division
    assert isinstance(judge, SquaredErrors)
    summary = judge.summary([np.zeros(len(judge.targets[0]))], cut)
    of_folds = []
    for fold in range(cut.folds):
        sums = summary[0][list(cut.training(fold))].sum(axis=0)
        mean = np.array([0.0, sums[1, 2] / sums[1, 1]])
        of_folds.append(judge.tallies(summary, cut.of_fold(fold), mean))
    return float(judge.scored(cut.joined(of_folds).sum(axis=0)))


def covered(what: str, make: Make, count: int) -> Row:
    """The share of data sets whose bounds contain the mean gain of all that are alike."""
    outcomes = [make(OTHERS + number, count).compared() for number in range(DATA_SETS)]
    gains = [each.verdict.gain for each in outcomes]
    truth = np.mean([gain.value for gain in gains])
    share = np.mean([gain.low < truth < gain.high for gain in gains])
    return [f"95 % bounds over {DATA_SETS} data sets cover the mean gain: {what}", "0.92 to 0.98", f"{share:.3f}"]


def first_result() -> Row:
    """Seconds for a comparison of 100,000 samples, two layers included."""
    case, begun = noisy(0, LARGE), time.perf_counter()
    case.compared(networks=True)
    return [f"{LARGE:,} samples, two layers included: seconds", "< 5", f"{time.perf_counter() - begun:.1f}"]
