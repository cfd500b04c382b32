"""How well, how fast and in how much memory `nearest_gabor` finds; written to docs/architecture.md."""

from __future__ import annotations

import json
import time
import tracemalloc
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from benchmarks.report import circumstances, fill, keep, machine, table
from benchmarks.timing import best_times
from core.kernels import GaborFit, nearest_gabor, random_filters

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "gabor.json"
PAGE = ROOT / "docs" / "architecture.md"

Array = NDArray[np.float64]
Known = dict[str, Array]
SIZES = range(7, 13)


def known_gabors(size: int, count: int, seed: int) -> tuple[Known, Array]:
    """Random parameters by name, and their Gabor functions (count, size, size) with noise of 5 % of their length.

    Places in the inner half of the filter, 1 / size to 0.4 cycles a pixel, sigma from 1 pixel to a third of the
    size, aspect 0.5 to 1, any angle and phase: enough of the bell is inside, and enough of a wave under it.
    """
    rng = np.random.default_rng(seed)
    inner = (size - 1) / 4
    ranges = {"row": (inner, 3 * inner), "column": (inner, 3 * inner), "angle": (0, 180), "frequency": (1 / size, 0.4),
              "sigma": (1, size / 3), "aspect": (0.5, 1), "phase": (0, 360)}  # fmt: skip
    known = {name: rng.uniform(*limits, count) for name, limits in ranges.items()}
    filters = gabor_functions(known, size)
    noise = rng.normal(size=filters.shape)
    lengths, noise_lengths = (np.linalg.norm(each, axis=(1, 2), keepdims=True) for each in (filters, noise))
    return known, filters + 0.05 * noise * (lengths / noise_lengths)


def gabor_functions(known: Known, size: int) -> Array:
    """By the formula, (n, size, size)."""
    row, column, angle, frequency, sigma, aspect, phase = (known[name][:, np.newaxis, np.newaxis] for name in NAMES)
    down, right = np.indices((size, size))
    cos, sin = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    across = (right - column) * cos + (down - row) * sin
    along = (down - row) * cos - (right - column) * sin
    bell = np.exp(-(across**2 + (aspect * along) ** 2) / (2 * sigma**2))
    return np.asarray(bell * np.cos(2 * np.pi * frequency * across + np.deg2rad(phase)))


NAMES = ("row", "column", "angle", "frequency", "sigma", "aspect", "phase")


def recovered(known: Known, fit: GaborFit) -> dict[str, NDArray[np.bool_]]:
    """Which frequencies are back within 5 %, which angles within 3 degrees, which places within half a pixel."""
    turned = np.abs((fit.angle - known["angle"] + 90) % 180 - 90)
    found = {
        "frequency within 5 %": np.abs(fit.frequency / known["frequency"] - 1) < 0.05,
        "angle within 3 degrees": turned < 3,
        "place within half a pixel": np.hypot(fit.row - known["row"], fit.column - known["column"]) < 0.5,
    }
    return found | {"all three": np.all(list(found.values()), axis=0)}


def oracle_cosine(known: Known, index: int, target: Array) -> float:
    """The cosine that SciPy's least squares reach from the true parameters, within the bounds of `nearest_gabor`."""
    length, size = np.linalg.norm(target), len(target)
    start = np.array([known[name][index] for name in NAMES])
    low = np.array([-1, -1, -720, 0.02, 0.5, 0.2, -720])
    high = np.array([size, size, 720, 0.5, size, 2, 720])

    def rest(numbers: Array) -> Array:
        return cosine_and_rest(numbers)[1]

    def cosine_and_rest(numbers: Array) -> tuple[float, Array]:
        drawn = gabor_functions({name: np.array([value]) for name, value in zip(NAMES, numbers, strict=True)}, size)[0]
        cosine = float((drawn * target).sum() / np.linalg.norm(drawn) / length)
        return cosine, (target / length - cosine * drawn / np.linalg.norm(drawn)).ravel()

    best = least_squares(rest, start, bounds=(low, high), x_scale=start + 0.1)
    return cosine_and_rest(best.x)[0]


def covariance_of_pictures(size: int, exponent: float) -> Array:
    """Covariance (taps, taps) of stationary pictures whose power falls with frequency to the minus `exponent`."""
    side = 16 * size
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(side), np.fft.fftfreq(side)))
    frequency[0, 0] = np.inf
    correlation = np.fft.ifft2(frequency**-exponent).real
    down, right = (each.ravel() for each in np.indices((size, size)))
    return np.asarray(correlation[down[:, np.newaxis] - down, right[:, np.newaxis] - right])


def recovery() -> dict[str, float]:
    """Shares of 1,002 random Gabor functions, and of 204 of them against SciPy."""
    shares, behind = [], []
    for size in SIZES:
        known, filters = known_gabors(size, 167, seed=size)
        fit = nearest_gabor(filters)
        shares.append(np.array(list(recovered(known, fit).values())))
        behind += [oracle_cosine(known, index, filters[index]) - fit.cosine[index] for index in range(34)]
    names = recovered(known, fit)
    found = dict(zip(names, np.concatenate(shares, axis=1).mean(axis=1).tolist(), strict=True))
    return found | {"SciPy gains at most 0.001": float((np.array(behind) <= 1e-3).mean())}


def speed() -> dict[str, dict[str, float]]:
    """Seconds, warm, on one thread, and the largest memory of one call in bytes."""
    found = {}
    for size, count in ((10, 64), (16, 144)):
        filters = random_filters((size, size), count)
        seconds = best_times({"ours": partial(nearest_gabor, filters)}, seconds=4.0, slow=10.0)["ours"]
        tracemalloc.start()
        nearest_gabor(filters)
        found[f"{count} filters of {size} x {size}"] = {"seconds": seconds, "bytes": tracemalloc.get_traced_memory()[1]}
        tracemalloc.stop()
    return found


def chance() -> dict[str, float]:
    """Median cosines of 1,000 random filters of 10 x 10."""
    kinds = {"white": None, "power 1/f": 1.0, "power 1/f^2": 2.0}
    return {
        name: float(np.median(nearest_gabor(random_filters((10, 10), covariance=covariance)).cosine))
        for name, exponent in kinds.items()
        for covariance in [None if exponent is None else covariance_of_pictures(10, exponent)]
    }


def goals(results: dict[str, Any]) -> str:
    """Each figure beside its goal."""
    rows = [(f"Gabor functions with 5 % noise: {name}", ">= 0.95", share, share >= 0.95)
            for name, share in results["recovery"].items()]  # fmt: skip
    limits = {"64 filters of 10 x 10": 0.5, "144 filters of 16 x 16": 3.0}
    for name, found in results["speed"].items():
        rows.append((f"{name}: seconds", f"<= {limits[name]}", found["seconds"], found["seconds"] <= limits[name]))
        rows.append((f"{name}: megabytes beside the grid", "<= 60", found["bytes"] / 1e6, found["bytes"] <= 60e6))
    white = results["chance"]["white"]
    rows.append(("1,000 random filters of 10 x 10, white: median cosine", "< 0.5", white, white < 0.5))
    lines = [[name, goal, f"{value:.3g}", "met" if is_met else "MISSED"] for name, goal, value, is_met in rows]
    # No goal: smooth filters are more like Gabor functions, and by how much is what a comparison has to know.
    lines += [[f"the same, {name}", "", f"{value:.3g}", ""] for name, value in results["chance"].items()
              if name != "white"]  # fmt: skip
    return table(["Figure", "Goal", "Measured", ""], lines)


def main() -> None:
    """Measure everything and write it down."""
    started = time.time()
    results = {**circumstances(("numpy", "scipy")), "recovery": recovery(), "speed": speed(), "chance": chance()}
    keep(results, RESULTS, started)
    kept = json.loads(RESULTS.read_text(encoding="utf-8"))
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(fill(text, "gabor", f"{goals(kept)}\n\n{machine(kept)}"), encoding="utf-8")


if __name__ == "__main__":
    main()
