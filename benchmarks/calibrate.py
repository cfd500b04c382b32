"""`make calibrate`: measures the constants of the cost model and writes core/convolution/costs.json."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.optimize import nnls

import core.convolution.planning as planning
from benchmarks.timing import best_times
from core.convolution import correlate
from core.convolution.costs import FILE, Costs
from core.convolution.overlap_save import tiling
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
        call: Callable[[], object] = lambda: correlate(data, kernel, method=method, stride=stride)  # noqa: E731
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
    tiles: list[Layout] = [((side, side), (taps, taps)) for side in (64, 256, 512, 1024) for taps in (13, 15, 31, 63)]
    image = (1024, 1024)
    points: dict[Any, tuple[Any, ...]] = {
        **{("direct", *each): (*each, dtype, "direct", 1) for each in [*grid, *lines]},
        **{("separable", *each): (*each, dtype, "separable", 1) for each in grid},
        **{("fft", *each): (*each, dtype, "fft", 1) for each in tiles},
        "strided": ((1024, 1024), (3, 3), dtype, "direct", 1, 2),
        "definition": ((512, 512), (7, 7), dtype, "definition", 1),
        **{("direct", threads): (image, (13, 13), dtype, "direct", threads) for threads in (1, 2)},
        **{("fft", threads): (image, (21, 21), dtype, "fft", threads) for threads in (1, 2)},
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
    staged = max(0.0, (found["strided"] * NANOSECONDS - call) / 512**2 - element - row_tap * 9) / (2 * 2)
    return Costs(
        call=call, element=element, direct_tap=direct_tap, row_tap=row_tap,
        separable_element=separable_element, separable_tap=separable_tap, staged=float(f"{staged:.4g}"),
        fft_call=fft_call, fft_sample=fft_sample,
        definition_tap=float(f"{found['definition'] * NANOSECONDS / (512**2 * 49):.4g}"),
        compiled_gain=_gain(found, "direct"), fft_gain=_gain(found, "fft"),
    )  # fmt: skip


def _transformed(data: Shape, taps: Shape) -> float:
    request = check_request(
        np.zeros(data), np.zeros(taps), flip=False, mode="same", boundary="reflect", cval=0.0,
        stride=1, dilation=1, channel_axis=None,
    )  # fmt: skip
    cut = tiling(request.axes, 1)
    assert cut is not None
    return cut.transformed


def _gain(found: dict[Any, float], method: str) -> float:
    return float(f"{min(2.0, max(1.0, found[method, 1] / found[method, 2])):.3g}")


def main() -> None:
    """Measure both types and write the file."""
    found = {size: dataclasses.asdict(calibrate(dtype)) for size, dtype in (("4", "float32"), ("8", "float64"))}
    FILE.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
