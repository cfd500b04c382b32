"""`make calibrate`: measures the constants of the cost model and writes core/convolution/costs.json."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable

import numpy as np
from scipy.optimize import nnls

import core.convolution.planning as planning
from benchmarks.timing import best_times
from core.convolution import correlate
from core.convolution.costs import FILE, Costs
from core.convolution.overlap_save import tiling
from core.convolution.repetition import forget
from core.convolution.request import check_request

MARGIN = 1e9  # the model is in nanoseconds


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
        return best_times({"": call}, seconds=0.3)[""]
    finally:
        planning.CORES, planning.THREAD_WORTH = kept
        forget()
        planning._choose.cache_clear()


def fit(rows: list[list[float]], times: list[float]) -> list[float]:
    """Constants that are not negative and err least relative to each time."""
    scale = 1 / np.array(times)
    found, _ = nnls(np.array(rows) * scale[:, None], np.array(times) * MARGIN * scale)
    return [float(f"{value:.4g}") for value in found]


def calibrate(dtype: str) -> Costs:
    """Fit every method's line for one type."""
    sides, sizes = (128, 512, 1024), (3, 5, 7, 9, 15, 21)
    grid = [(side, taps) for side in sides for taps in sizes]
    direct = [seconds((side, side), (taps, taps), dtype, "direct", 1) for side, taps in grid]
    call, element, direct_tap = fit([[1, side**2, side**2 * taps**2] for side, taps in grid], direct)
    split = [seconds((side, side), (taps, taps), dtype, "separable", 1) for side, taps in grid]
    _, separable_element, separable_tap = fit([[1, side**2, side**2 * 2 * taps] for side, taps in grid], split)
    lengths = [(length, taps) for length in (10_000, 300_000) for taps in (3, 15, 31, 101)]
    rows = [seconds((length,), (taps,), dtype, "direct", 1) for length, taps in lengths]
    _, _, row_tap = fit([[1, length, length * taps] for length, taps in lengths], rows)
    strided = seconds((1024, 1024), (3, 3), dtype, "direct", 1, stride=2)
    staged = max(0.0, (strided * MARGIN - call) / 512**2 - element - row_tap * 9) / (2 * 3)
    transforms = [(side, taps) for side in (256, 512, 1024) for taps in (15, 31, 63)]
    fft = [seconds((side, side), (taps, taps), dtype, "fft", 1) for side, taps in transforms]
    fft_call, fft_element, fft_sample = fit([[1, side**2, _transformed(side, taps)] for side, taps in transforms], fft)
    plain = [seconds((side, side), (taps, taps), dtype, "definition", 1) for side in (64, 512) for taps in (3, 7)]
    definition_tap = plain[3] * MARGIN / (512**2 * 49)
    return Costs(
        call=call, element=element, direct_tap=direct_tap, row_tap=row_tap,
        separable_element=separable_element, separable_tap=separable_tap, staged=float(f"{staged:.4g}"),
        fft_call=fft_call, fft_element=fft_element, fft_sample=fft_sample,
        definition_tap=float(f"{definition_tap:.4g}"),
        compiled_gain=_gain(dtype, "direct", 7), fft_gain=_gain(dtype, "fft", 31),
    )  # fmt: skip


def _transformed(side: int, taps: int) -> float:
    request = check_request(
        np.zeros((side, side)), np.zeros((taps, taps)), flip=False, mode="same", boundary="reflect", cval=0.0,
        stride=1, dilation=1, channel_axis=None,
    )  # fmt: skip
    cut = tiling(request.axes, 1)
    assert cut is not None
    return cut.transformed


def _gain(dtype: str, method: str, taps: int) -> float:
    alone, shared = (seconds((2048, 2048), (taps, taps), dtype, method, threads) for threads in (1, 2))
    return float(f"{max(1.0, alone / shared):.3g}")


def main() -> None:
    """Measure both types and write the file."""
    found = {size: dataclasses.asdict(calibrate(dtype)) for size, dtype in (("4", "float32"), ("8", "float64"))}
    FILE.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
