"""What large data take: memory beside the data themselves, and time beside one pass of their patches through NumPy."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from benchmarks.study.truths import Row, first_result
from benchmarks.timing import best_times
from core.data import Image, Signal
from core.study import BeforeAfter, Contest, Events, contest
from core.study.moments import patch_sums
from core.study.single import single_filters

SIDE, SIZE = 4000, 9  # pixels: 16 megapixels; taps along each axis
SAMPLES = 10_000_000
ROWS = 64  # of a picture that the pass through NumPy has at a time


def large() -> list[Row]:
    """The rows of the table; each is measured in a process of its own, whose peak is the measure."""
    sums, filters, signal, events = (alone(each) for each in MEASURED)
    return [
        first_result(),
        ["16 megapixels, 9 x 9, sums of products: memory beside the data", "< 500 MB", f"{sums['megabytes']:.0f} MB"],
        ["the same: time beside one pass of the patches through NumPy", "<= 3", f"{sums['ratio']:.2f}"],
        ["16 megapixels, all single filters up to 9 x 9: memory", "< 500 MB", f"{filters['megabytes']:.0f} MB"],
        ["the same: seconds", "", f"{filters['seconds']:.0f}"],
        ["10,000,000 samples, all single filters up to 31 taps: memory", "", f"{signal['megabytes']:.0f} MB"],
        ["the same: seconds", "", f"{signal['seconds']:.0f}"],
        ["10,000,000 samples with 100,000 events: memory", "", f"{events['megabytes']:.0f} MB"],
        ["the same: seconds", "", f"{events['seconds']:.0f}"],
    ]


def alone(name: str) -> dict[str, float]:
    """What one of the measurements gives in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.study.large", name]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def beside_the_data(work: Callable[[], Any]) -> dict[str, float]:
    """By how many megabytes the peak of memory rises while this works, and how long it takes; on Linux."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before, begun = _megabytes("VmRSS"), time.perf_counter()
    work()
    seconds = time.perf_counter() - begun
    return {"megabytes": _megabytes("VmHWM") - before, "seconds": seconds}


def _megabytes(name: str) -> float:
    (line,) = [each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith(f"{name}:")]
    return int(line.split()[1]) / 1024


def picture_study() -> Contest:
    """The study of noise under which lies noise: what large pictures take does not depend on what they show."""
    rng = np.random.default_rng(0)
    clean = rng.random((SIDE, SIDE), dtype=np.float32)
    noisy = np.clip(clean + 0.1 * rng.standard_normal(clean.shape, dtype=np.float32), 0.0, 1.0)
    return contest(Image("noisy", "Noisy", noisy), BeforeAfter((Image("clean", "Clean", clean),)), networks=False)


def signal_study() -> Contest:
    """A long signal and what it should become."""
    clean = np.cumsum(np.random.default_rng(0).normal(size=SAMPLES)) / 100
    noisy = Signal("noisy", "Noisy", clean + np.random.default_rng(1).normal(size=SAMPLES))
    return contest(noisy, BeforeAfter((Signal("clean", "Clean", clean),)), networks=False)


def events_study() -> Contest:
    """A long signal with an event every hundred samples."""
    samples = np.random.default_rng(0).normal(size=SAMPLES)
    samples[50::100] += 4.0
    return contest(Signal("own", "Own", samples), Events(tuple(range(50, SAMPLES, 100)), 3), networks=False)


def sums() -> dict[str, float]:
    """Memory of the sums of all segments, and their time over that of a plain pass."""
    study = picture_study()
    data, shape = study.data, study.shape(SIZE)
    found = beside_the_data(lambda: patch_sums(data.inputs, data.targets, study.division.segments, shape))
    ways = {
        "ours": lambda: patch_sums(data.inputs, data.targets, study.division.segments, shape),
        "numpy": lambda: one_pass(data.inputs[0]),
    }
    times = best_times(ways, seconds=3.0, slow=60.0)
    return {**found, "ratio": times["ours"] / times["numpy"]}


def one_pass(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The products of all patches with each other, some rows of the picture at a time."""
    windows = sliding_window_view(values, (SIZE, SIZE))
    total = np.zeros((SIZE**2, SIZE**2))
    for start in range(0, len(windows), ROWS):
        patches = windows[start : start + ROWS].reshape(-1, SIZE**2)
        total += patches.T @ patches
    return total


def filters(make: Callable[[], Contest]) -> dict[str, float]:
    """What all single filters of a study take."""
    study = make()
    return beside_the_data(lambda: [single_filters(study, size) for size in study.sizes])


MEASURED: dict[str, Callable[[], dict[str, float]]] = {
    "sums": sums,
    "filters": partial(filters, picture_study),
    "signal": partial(filters, signal_study),
    "events": partial(filters, events_study),
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(MEASURED[sys.argv[1]]()))
