"""`make bench`: the engine against every library a user would pick instead, and against its own goals.

Everything is measured in one run, in rounds of random order, and told as ratios. Results go to
benchmarks/results/convolution.json; benchmarks/convolution/report.py writes docs/convolution.md from it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from benchmarks.convolution.peers import Array, Job, peers
from benchmarks.machine import costs_of_a_process, memory_of_a_call
from benchmarks.report import circumstances, keep
from benchmarks.timing import best_times
from core.convolution import correlate, plan

RESULTS = Path(__file__).parent / "results" / "convolution.json"
SIZES: dict[str, tuple[int, ...]] = {
    "256": (256, 256),
    "512": (512, 512),
    "1024": (1024, 1024),
    "1024 x 3 colours": (1024, 1024, 3),
    "4096": (4096, 4096),
}
SIGNALS = (1_000, 100_000, 10_000_000)
TAPS = (3, 31, 1000)
TYPES = ("float32", "float64")


def kernels() -> dict[str, Array]:
    """The kernels of the comparison, by name."""
    random = np.random.default_rng(0)
    places = np.arange(-7, 8)
    bell = np.exp(-(places**2) / (2 * 2.5**2))
    bell /= bell.sum()
    rows, columns = np.mgrid[-2:3, -2:3]
    radius = (rows**2 + columns**2) / 2
    log = (1 - radius) * np.exp(-radius)
    return {
        "Sobel 3": np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
        "Laplacian 3": np.array([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]]),
        "Laplacian of Gaussian 5": log - log.mean(),
        "random 7": random.standard_normal((7, 7)),
        "Gaussian 15": np.outer(bell, bell),
        "random 15": random.standard_normal((15, 15)),
        "random 31": random.standard_normal((31, 31)),
        "random 63": random.standard_normal((63, 63)),
    }


def factors_of(kernel: Array) -> tuple[Array, Array] | None:
    """A column and a row whose product a kernel is, of rank 1."""
    left, sizes, right = np.linalg.svd(kernel)
    if sizes[1] > 1e-12 * sizes[0]:
        return None
    return left[:, 0] * sizes[0], right[0]


def measure(job: Job, *, seconds: float) -> dict[str, Any]:
    """Times of the peers that are made for a job, of `correlate`, and of each of its methods."""
    channel_axis = -1 if job.has_colours else None
    ours: dict[str, Any] = {}
    chosen = plan(job.data.shape, job.kernel, job.data.dtype, boundary="mirror", channel_axis=channel_axis)
    for method in ("auto", *chosen.candidates):
        if method == "definition" or chosen.candidates.get(method, 0) > 20 * chosen.seconds:
            continue
        ours[f"ours: {method}"] = lambda method=method: correlate(
            job.data, job.kernel, boundary="mirror", channel_axis=channel_axis, method=method
        )
    products = job.data.size * job.kernel.size
    others = {peer.name: peer.prepare(job) for peer in peers() if products <= peer.dearest}
    calls = {name: call for name, call in others.items() if call is not None}
    check_same(job, ours["ours: auto"](), calls)
    return {
        "job": job.name,
        "size": "x".join(map(str, job.data.shape)),
        "dtype": str(job.data.dtype),
        "method": chosen.method,
        "seconds": best_times({**ours, **calls}, seconds=seconds),
    }


def check_same(job: Job, ours: Array, calls: dict[str, Any]) -> None:
    """Fail if a peer does not do the same job; the outermost samples are left out, which scikit-image blanks."""
    inner = (slice(1, -1),) * job.kernel.ndim
    scale = np.abs(job.kernel).sum() * np.abs(job.data).max()
    for name, call in calls.items():
        theirs = call() * (4 if name == "skimage.filters" and job.name == "Sobel 3" else 1)
        gap = np.abs(np.abs(theirs[inner]) - np.abs(ours[inner])).max() / scale
        assert gap < 1e-4, f"{name} differs by {gap:.1e} of the scale at {job.name}"


def images(only: str | None = None) -> list[dict[str, Any]]:
    """All points in two dimensions."""
    results = []
    random = np.random.default_rng(1)
    for dtype in TYPES:
        for size, shape in SIZES.items():
            if only is not None and size != only:
                continue
            data = random.random(shape).astype(dtype)
            for name, exact in kernels().items():
                factors = factors_of(exact)
                split = None if factors is None else (factors[0].astype(dtype), factors[1].astype(dtype))
                result = measure(Job(name, data, exact.astype(dtype), split), seconds=0.35)
                results.append({**result, "size": size})
                show(results[-1])
    return results


def signals() -> list[dict[str, Any]]:
    """All points in one dimension."""
    results = []
    random = np.random.default_rng(2)
    for dtype in TYPES:
        for length in SIGNALS:
            data = random.random(length).astype(dtype)
            for taps in TAPS:
                if taps <= length:
                    kernel = random.standard_normal(taps).astype(dtype)
                    results.append({**measure(Job(f"{taps} taps", data, kernel), seconds=0.35), "size": f"{length:,}"})
                    show(results[-1])
    return results


def show(result: dict[str, Any]) -> None:
    """Print one point."""
    times = result["seconds"]
    ours = times["ours: auto"]
    peer = min((name for name in times if not name.startswith("ours")), key=lambda name: times[name])
    best = min(value for name, value in times.items() if name.startswith("ours"))
    print(
        f"{result['dtype']} {result['size']:>17} {result['job']:24} {result['method']:10} {ours * 1e3:9.3f} ms"
        f"  {times[peer] / ours:6.2f} x {peer}; over its best method {ours / best:.2f}",
        flush=True,
    )


def bandwidth() -> dict[str, float]:
    """Sobel at 4096 with `out=` beside copying and scaling the image, in seconds."""
    image = np.random.default_rng(3).random((4096, 4096)).astype(np.float32)
    out = np.empty_like(image)
    kernel = kernels()["Sobel 3"].astype(np.float32)
    source, target = torch.from_numpy(image), torch.from_numpy(out)
    return best_times(
        {
            "Sobel 3": lambda: correlate(image, kernel, boundary="mirror", out=out),
            "copy on two threads": lambda: target.copy_(source),
            "scale on two threads": lambda: torch.mul(source, 2.0, out=target),
            "copy on one thread": lambda: np.copyto(out, image),
            "cv2.filter2D": lambda: cv2.filter2D(image, -1, kernel, dst=out, borderType=cv2.BORDER_REFLECT_101),
        },
        seconds=2.0,
    )


def memory() -> dict[str, dict[str, float]]:
    """Peak memory beyond data and result at 4096, as multiples of the image."""
    return {dtype: {name: memory_of_a_call(kernel, dtype) for name, kernel in kernels().items()} for dtype in TYPES}


def main() -> None:
    """Measure everything and write it down."""
    torch.set_num_threads(2)
    started = time.time()
    results = {
        **circumstances(
            ("numpy", "scipy", "opencv-python-headless", "torch", "scikit-image", "kornia", "numba"),
        ),
        "signals": signals(),
        "images": images(),
        "bandwidth": bandwidth(),
        "memory": memory(),
        "start": costs_of_a_process(),
    }
    keep(results, RESULTS, started)
    subprocess.run([sys.executable, "-m", "benchmarks.convolution.report"], check=True)


if __name__ == "__main__":
    main()
