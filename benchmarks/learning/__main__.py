"""How fast the lab trains beside a bare torch loop, on one thread, and what it answers; written to docs/learning.md."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import torch

from benchmarks.learning import bare_loops
from benchmarks.learning.answers import all_answers
from benchmarks.learning.photographs import described, textures
from benchmarks.learning.report import DESCRIBED, RESULTS, TEXTURES
from benchmarks.report import circumstances, keep
from benchmarks.timing import best_times
from core.kernels import get_kernel
from core.learning import (
    Experiment,
    ResolvedSettings,
    TrainingSettings,
    get_experiment,
    iterate,
    resolve_settings,
    train,
    train_seeds,
)

SEEDS = 128
ALONE = 2  # seeds that a loop trains one by one; all would take minutes


def train_against_a_loop() -> list[dict[str, Any]]:
    """Seconds a step of `train` and of the bare loops."""
    five = get_experiment("recover_kernel", kernel=get_kernel("gaussian", size=5))
    image = torch.randn((1, 1, 96, 96), generator=torch.Generator().manual_seed(0))
    targets = torch.nn.functional.conv2d(image, torch.ones((1, 1, 5, 5)))
    rate = resolve_settings(five).learning_rate
    two, peaks = get_experiment("find_peaks_two_layers"), get_experiment("find_peaks")
    stripes = get_experiment("classify_gratings")
    return [
        _side_by_side("5 x 5 filter on 8,464 patches, squared loss", {
            "ours": (2000, lambda: train(five, TrainingSettings(steps=2000, momentum=0.0))),
            "conv2d": (100, lambda: bare_loops.squares_by_convolution(image, targets, 5, 100, rate)),
            "patches": (200, lambda: bare_loops.squares(five, 0, 200, rate)),
        }),
        _side_by_side("3 taps on 4,096 patches, logistic loss", {
            "ours": (2000, lambda: train(peaks, TrainingSettings(steps=2000))),
            "patches": (300, lambda: bare_loops.logistic(peaks, 0, 300, 1.0)),
        }),
        _side_by_side("two layers, 8 filters, on 4,096 patches", {
            "ours": (1000, lambda: train(two, TrainingSettings(steps=1000))),
            "patches": (200, lambda: bare_loops.two_layers(two, 0, 200)),
        }),
        _side_by_side("network on batches of 64 pictures", {
            "ours": (150, lambda: train(stripes, TrainingSettings(steps=150))),
            "module": (150, lambda: bare_loops.gratings(stripes, 0, 150)),
        }),
        *photographs_against_a_loop(),
    ]  # fmt: skip


def photographs_against_a_loop() -> list[dict[str, Any]]:
    """The same for the two experiments on photographs, without their metrics, which a loop does not have either."""
    patches = get_experiment("describe_pictures")
    one, two = (get_experiment("name_textures", depth=depth) for depth in (1, 2))
    return [
        _side_by_side(DESCRIBED, {
            "ours": (1500, lambda: _steps_alone(patches, 1500)),
            "tensors": (1500, lambda: bare_loops.describe(patches, 0, 1500, 64, 0.8)),
        }),
        _side_by_side(TEXTURES.format("one layer"), {
            "ours": (200, lambda: _steps_alone(one, 200)),
            "module": (200, lambda: bare_loops.textures(one, 0, 200, 1)),
        }),
        _side_by_side(TEXTURES.format("two layers"), {
            "ours": (150, lambda: _steps_alone(two, 150)),
            "module": (150, lambda: bare_loops.textures(two, 0, 150, 2)),
        }),
    ]  # fmt: skip


def _steps_alone(experiment: Experiment, steps: int) -> None:
    """All snapshots of a run, without metrics."""
    for _ in iterate(experiment, TrainingSettings(steps=steps)):
        pass


def seeds_against_a_loop() -> list[dict[str, Any]]:
    """Seconds a seed of `train_seeds` with 128 of them, of `train`, and of the bare loop."""
    sobel, peaks = get_experiment("recover_kernel", kernel="sobel_x"), get_experiment("find_peaks")
    camera = get_experiment("recover_kernel", kernel="sobel_x", input="camera_noisy")
    two = get_experiment("find_peaks_two_layers")
    jobs: list[tuple[str, Experiment, Callable[[int, ResolvedSettings], None]]] = [
        ("recover_kernel, Sobel x, white", sobel, lambda seed, how: bare_loops.squares(sobel, seed, *_pace(how))),
        ("recover_kernel, Sobel x, camera", camera, lambda seed, how: bare_loops.squares(camera, seed, *_pace(how))),
        ("find_peaks", peaks, lambda seed, how: bare_loops.logistic(peaks, seed, *_pace(how))),
        ("find_peaks_two_layers", two, lambda seed, how: bare_loops.two_layers(two, seed, how.steps)),
    ]
    return [_many(name, experiment, bare) for name, experiment, bare in jobs]


def _pace(settings: ResolvedSettings) -> tuple[int, float]:
    return settings.steps, settings.learning_rate


def _many(name: str, experiment: Experiment, bare: Callable[[int, ResolvedSettings], None]) -> dict[str, Any]:
    resolved = resolve_settings(experiment)

    def loop() -> None:
        for seed in range(ALONE):
            bare(seed, resolved)

    def one_by_one() -> None:
        for seed in range(ALONE):
            train(experiment, dataclasses.replace(resolved, seed=seed))

    calls = {"ours": (SEEDS, lambda: train_seeds(experiment, resolved, seeds=range(SEEDS))), "loop": (ALONE, loop),
             "train": (ALONE, one_by_one)}  # fmt: skip
    return _side_by_side(name, calls) | {"steps": resolved.steps}


def _side_by_side(name: str, calls: Mapping[str, tuple[int, Callable[[], object]]]) -> dict[str, Any]:
    """Seconds a step, or a seed, of each."""
    times = best_times({key: call for key, (_, call) in calls.items()}, seconds=4.0, slow=10.0)
    each = {key: times[key] / calls[key][0] for key in calls}
    print(name, {key: f"{value * 1e6:.1f} us" for key, value in each.items()}, flush=True)
    return {"job": name, "seconds": each}


def main() -> None:
    """Measure everything and write it down."""
    torch.set_num_threads(1)
    started = time.time()
    parts: dict[str, Callable[[], Any]] = {
        "train": train_against_a_loop, "seeds": seeds_against_a_loop, "answers": all_answers,
        "described": described, "textures": textures,
    }  # fmt: skip
    chosen = sys.argv[1:] or list(parts)
    earlier = json.loads(RESULTS.read_text(encoding="utf-8")) if sys.argv[1:] else {}
    results = earlier | circumstances(("numpy", "torch", "scipy", "scikit-image", "llvmlite"))
    results |= {name: parts[name]() for name in chosen}
    keep(results, RESULTS, started)
    subprocess.run([sys.executable, "-m", "benchmarks.learning.report"], check=True)


if __name__ == "__main__":
    main()
