"""`make calibrate`: measures the constants of the cost model and writes core/convolution/costs.json."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from scipy.optimize import nnls

import core.convolution.planning as planning
from benchmarks.timing import best_times
from core.convolution import correlate
from core.convolution.costs import FILE, Costs
from core.convolution.fft import tiling
from core.convolution.repetition import forget
from core.convolution.request import check_request

Shape = tuple[int, ...]
Layout = tuple[Shape, Shape]  # of the data and of the kernel

NANOSECONDS = 1e9
OTHERS = np.zeros((2, 8_000_000), np.float32)


def seconds(
    shape: tuple[int, ...], taps: tuple[int, ...], dtype: str, method: str, threads: int, stride: int = 1
) -> float:
    """The time of one call with so many threads."""
    random = np.random.default_rng(0)
    data = random.random(shape).astype(dtype)
    kernel = np.outer(*(random.random(each) for each in taps)) if method == "separable" else random.random(taps)
    kept = planning.CORES, planning.THREAD_WORTH
    planning.CORES, planning.THREAD_WORTH = threads, 1e-12
    forget()
    planning._choose.cache_clear()
    try:
        axis = -1 if data.ndim > kernel.ndim else None
        call: Callable[[], object] = lambda: correlate(  # noqa: E731
            data, kernel, method=method, stride=stride, channel_axis=axis
        )
        # other work between two calls clears the caches, as it does in a dashboard
        return best_times({"call": call, "other work": lambda: np.copyto(*OTHERS)}, seconds=0.06)["call"]
    finally:
        planning.CORES, planning.THREAD_WORTH = kept
        forget()
        planning._choose.cache_clear()


def fit(rows: list[list[float]], times: list[float]) -> list[float]:
    """Constants that are not negative and err least relative to each time."""
    scale = 1 / np.array(times)
    found, _ = nnls(np.array(rows) * scale[:, None], np.array(times) * NANOSECONDS * scale)
    return [float(f"{value:.4g}") for value in found]


PASSES = 5  # over everything: on a shared machine the least of one moment is not that of another


def calibrate(dtype: str) -> Costs:
    """Fit every method's line for one type."""
    grid: list[Layout] = [
        ((side, side), (taps, taps)) for side in (128, 512, 1024) for taps in (3, 5, 7, 9, 13, 15, 21)
    ]
    lines: list[Layout] = [((length,), (taps,)) for length in (10_000, 300_000) for taps in (3, 15, 31, 101)]
    sides = (64, 512, 1024, 1536)
    tiles: list[Layout] = [((side, side), (taps, taps)) for side in sides for taps in (11, 13, 15, 21, 31)]
    points: dict[Any, tuple[Any, ...]] = {
        **{("direct", *each): (*each, dtype, "direct", 1) for each in [*grid, *lines]},
        **{("separable", *each): (*each, dtype, "separable", 1) for each in grid},
        **{("fft", *each): (*each, dtype, "fft", 1) for each in tiles},
        "strided": ((1024, 1024), (3, 3), dtype, "direct", 1, 2),
        "colours": ((1024, 1024, 3), (15, 15), dtype, "fft", 1),
        "definition": ((512, 512), (7, 7), dtype, "definition", 1),
    }
    found = dict.fromkeys(points, float("inf"))
    for _ in range(PASSES):
        for name, arguments in points.items():
            found[name] = min(found[name], seconds(*arguments))

    def times(method: str, layouts: list[Layout]) -> list[float]:
        return [found[method, *each] for each in layouts]

    def row(data: Shape, taps: Shape, counted: float) -> list[float]:
        return [1.0, float(np.prod(data)), float(np.prod(data)) * counted]

    call, element, direct_tap = fit([row(*each, float(np.prod(each[1]))) for each in grid], times("direct", grid))
    _, separable_element, separable_tap = fit([row(*each, sum(each[1])) for each in grid], times("separable", grid))
    _, _, row_tap = fit([row(*each, each[1][0]) for each in lines], times("direct", lines))
    fft_call, fft_sample = fit([[1.0, _transformed(*each)] for each in tiles], times("fft", tiles))
    gains = measure_gains(dtype)
    transformed = 3 * _transformed((1024, 1024), (15, 15))
    gathered = max(0.0, (found["colours"] * NANOSECONDS - fft_call) / transformed - fft_sample)
    staged = max(0.0, (found["strided"] * NANOSECONDS - call) / 512**2 - element - row_tap * 9) / (2 * 2)
    return Costs(
        call=call, element=element, direct_tap=direct_tap, row_tap=row_tap,
        separable_element=separable_element, separable_tap=separable_tap, staged=float(f"{staged:.4g}"),
        fft_call=fft_call, fft_sample=fft_sample, fft_gathered=float(f"{gathered:.4g}"),
        definition_tap=float(f"{found['definition'] * NANOSECONDS / (512**2 * 49):.4g}"),
        compiled_gain=gains["direct"], fft_gain=gains["fft"],
    )  # fmt: skip


def _transformed(data: Shape, taps: Shape) -> float:
    request = check_request(
        np.zeros(data), np.zeros(taps), flip=False, mode="same", boundary="reflect", cval=0.0,
        stride=1, dilation=1, channel_axis=None,
    )  # fmt: skip
    cut = tiling(request.axes, 1)
    assert cut is not None
    return cut.transformed


def measure_gains(dtype: str) -> dict[str, float]:
    """How many times as fast two threads are, by method, from rounds in which both take their turns."""
    random = np.random.default_rng(0)
    data, kernel = random.random((1024, 1024)).astype(dtype), random.random((15, 15))
    ways = [(method, threads) for method in ("direct", "fft") for threads in (1, 2)]
    calls = {str(way): partial(_with_threads, data, kernel, *way) for way in ways}
    times = best_times(calls, seconds=1.0)
    return {
        method: float(f"{min(2.0, max(1.0, times[str((method, 1))] / times[str((method, 2))])):.3g}")
        for method in ("direct", "fft")
    }


def _with_threads(data: Any, kernel: Any, method: str, threads: int) -> None:
    planning.CORES, planning.THREAD_WORTH = threads, 1e-12
    planning._choose.cache_clear()
    forget()
    correlate(data, kernel, method=method)


def main() -> None:
    """Measure both types and write the file."""
    found = {size: dataclasses.asdict(calibrate(dtype)) for size, dtype in (("4", "float32"), ("8", "float64"))}
    FILE.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
