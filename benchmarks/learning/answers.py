"""What the lab answers, measured anew: objectives, detection, how long descent takes, and all of it together."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax

from benchmarks.learning.picture_answers import denoising, edges, gratings
from core.data import Signal, get_signal
from core.kernels import compare, get_kernel
from core.learning import (
    Experiment,
    TrainingSettings,
    get_experiment,
    share_at_optimum,
    solve,
    train,
    train_seeds,
)

Array = NDArray[np.float64]
Rows = list[dict[str, Any]]

DRAWS = range(10)  # of the data: every figure of detection is the mean over them
DETECTOR = get_kernel("peak_detector").weights


def objectives() -> Rows:
    """Centre over side and cosine to [-1 1 -1] of the best filter for each goal, and of the trained one."""
    goals: list[tuple[str, dict[str, Any]]] = [
        ("peaks, with bias", {}),
        ("peaks, no bias", {"bias": False}),
        ("peaks, no bias, false alarms cost 10", {"bias": False, "false_positive_cost": 10.0}),
        ("peaks, no bias, false alarms cost 100", {"bias": False, "false_positive_cost": 100.0}),
        ("peaks on a slow wave", {"signal": "drift"}),
    ]
    rows = []
    for goal, options in goals:
        best, trained = [], []
        for seed in DRAWS:
            experiment = get_experiment("find_peaks", seed=seed, **options)
            best.append(_optimal(experiment))
            trained.append(train(experiment, TrainingSettings(seed=seed, steps=2000)).metrics)
        rows.append({
            "goal": goal,
            "ratio": _mean(compare(DETECTOR, weights).ratio for weights in best),
            "trained ratio": _mean(each["ratio"] for each in trained),
            "cosine": _mean(compare(DETECTOR, weights).cosine for weights in best),
            "weights": np.mean(best, axis=0).tolist(),
        })  # fmt: skip
    rows.append(_normal_input())
    rows.append(_highest_peak())
    return rows


def _normal_input() -> dict[str, Any]:
    samples = np.random.default_rng(0).normal(size=20_000)
    weights = _optimal(get_experiment("find_peaks", signal=Signal("normal", "Normal", samples)))
    near = compare(DETECTOR, weights)
    return {"goal": "peaks of normal samples", "ratio": near.ratio, "cosine": near.cosine, "weights": weights.tolist()}


def _highest_peak() -> dict[str, Any]:
    """The filter whose largest answer on ten samples is at their highest interior peak, by softmax over the places."""
    windows, places = _ten_samples(np.random.default_rng(0))

    def loss(weights: Array) -> tuple[float, Array]:
        answers = windows @ weights
        chosen = log_softmax(answers, axis=1)[np.arange(len(places)), places]
        errors = softmax(answers, axis=1)
        errors[np.arange(len(places)), places] -= 1
        return -float(chosen.mean()), np.einsum("np,npt->t", errors, windows) / len(places)

    weights = minimize(loss, np.zeros(3), jac=True, method="BFGS").x
    weights = weights / np.abs(weights).max()
    near = compare(DETECTOR, weights)
    return {"goal": "name the highest peak of ten samples", "ratio": near.ratio, "cosine": near.cosine,
            "weights": weights.tolist()}  # fmt: skip


def highest_peaks() -> dict[str, float]:
    """How often the place of a filter's largest answer on ten fresh samples is that of their highest peak."""
    windows, places = _ten_samples(np.random.default_rng(1))
    filters = {
        "[-1 1 -1]": DETECTOR,
        "the best for finding peaks": _optimal(get_experiment("find_peaks")),
        "identity": np.array([0.0, 1, 0]),
        "the one learned for this": np.array(_highest_peak()["weights"]),
    }
    return {name: float(((windows @ mask).argmax(axis=1) == places).mean()) for name, mask in filters.items()}


def _ten_samples(rng: np.random.Generator) -> tuple[Array, NDArray[np.intp]]:
    signals = rng.random((20_000, 10))
    windows = sliding_window_view(signals, 3, axis=1)
    is_peak = (windows[..., 1] > windows[..., 0]) & (windows[..., 1] > windows[..., 2])
    has_one = is_peak.any(axis=1)
    return windows[has_one], np.where(is_peak, windows[..., 1], -1.0)[has_one].argmax(axis=1)


def scan() -> dict[str, float]:
    """Recall of [-1 b -1] at the lowest threshold at which no sample from 0 to 1 can give a false alarm, by b.

    Of a sample that is no peak one neighbour is as high, so that its answer is at most b - 1, and at most 0.
    """
    found = {}
    for centre in (0.9, 1.0, 1.1, 2.0):
        recalls = []
        for seed in DRAWS:
            data = get_experiment("find_peaks", seed=seed).data
            scores = data.test_inputs @ np.array([-1.0, centre, -1.0])
            recalls.append((scores[data.test_targets == 1] > max(0.0, centre - 1)).mean())
        found[str(centre)] = _mean(recalls)
    return found


def convexity() -> dict[str, float]:
    """200 starts of the same task: how many end at the optimum, and the least cosine to it."""
    experiment = get_experiment("find_peaks")
    runs, best = train_seeds(experiment, TrainingSettings(steps=2000), seeds=range(200)), _optimal(experiment)
    cosines = [compare(best, weights).cosine for weights in runs.weights[:, -1]]
    return {"share at the optimum": share_at_optimum(runs, 1e-4), "least cosine": min(cosines)}


def detection() -> Rows:
    """Designed and best filter on each kind of signal, means over the draws."""
    kinds: list[tuple[str, dict[str, Any]]] = [
        ("independent", {}),
        ("+ 0.1 noise", {"signal": "noisy"}),
        ("+ 0.3 noise", {"noise": 0.3}),
        ("slow wave", {"signal": "drift"}),
        ("smoothed", {"signal": "smooth"}),
        ("smoothed + 0.05 noise, 3 taps", {"signal": "smooth", "noise": 0.05}),
        ("smoothed + 0.05 noise, 7 taps", {"signal": "smooth", "noise": 0.05, "taps": 7}),
        ("independent, 7 taps", {"taps": 7}),
    ]
    rows = []
    for kind, options in kinds:
        found = []
        for seed in DRAWS:
            experiment = get_experiment("find_peaks", seed=seed, **options)
            best = solve(experiment)
            assert best is not None
            found.append(experiment.metrics(best.parameters))
        names = ("designed_precision", "designed_recall", "designed_f1", "designed_best_f1", "designed_auc", "best_f1",
                 "auc", "accuracy")  # fmt: skip
        rows.append({"signal": kind, **{name: _mean(each[name] for each in found) for name in names}})
    return rows


def two_layers() -> Rows:
    """The share of 64 starts above 0.98 accuracy."""
    rows = []
    for hidden in (2, 4, 8):
        shares: dict[str, Any] = {"filters": hidden}
        for name, centred, scale in (("raw", False, 1.0), ("centred", True, 1.0), ("centred, start x 3", True, 3.0)):
            experiment = get_experiment("find_peaks_two_layers", hidden=hidden, centred=centred)
            runs = train_seeds(experiment, TrainingSettings(initial_scale=scale), seeds=range(64))
            shares[name] = float((runs.metrics["accuracy"] > 0.98).mean())
        rows.append(shares)
    return rows


def descent() -> Rows:
    """Steps until the numbers are within 1e-3 and 1e-6 of the kernel, medians of 10 starts, at most 20,000."""
    jobs = [
        ("peak_detector", "white"),
        ("peak_detector", "iid"),
        ("peak_detector", "camera"),
        ("sobel_x", "white"),
        ("sobel_x", "camera_standardised"),
        ("sobel_x", "camera"),
        ("sobel_x", "camera_noisy"),
        ("laplacian", "camera_standardised"),
        ("gaussian", "camera_standardised"),
        ("gabor", "camera_standardised"),
    ]
    rows = []
    for kernel, source in jobs:
        weights = get_kernel(kernel, **{"gaussian": {"size": 5}, "gabor": {"size": 7}}.get(kernel, {}))
        experiment = get_experiment("recover_kernel", kernel=weights, input=source)
        best = solve(experiment)
        assert best is not None
        low, high = best.eigenvalues[0], best.eigenvalues[-1]
        ways = {
            "best rate": {"optimizer": "sgd", "learning_rate": 2 / (low + high), "momentum": 0.0},
            "momentum 0.9": {"optimizer": "sgd", "learning_rate": 1 / high, "momentum": 0.9},
            "polyak": {"optimizer": "polyak"},
            "Adam 0.01": {"optimizer": "adam", "learning_rate": 0.01, "momentum": 0.9},
            "Adam 0.1": {"optimizer": "adam", "learning_rate": 0.1, "momentum": 0.9},
            "conjugate gradient": {"optimizer": "conjugate_gradient"},
        }
        row: dict[str, Any] = {"kernel": f"{weights.title} {weights.shape[0]}", "input": source}
        row["condition"] = best.condition_number
        for name, settings in ways.items():
            row[name] = _steps(
                experiment, TrainingSettings(steps=20_000, snapshots=1000, schedule="constant", **settings)
            )
        rows.append(row)
    return rows


def _steps(experiment: Experiment, settings: TrainingSettings) -> list[float | None]:
    """Median steps to 1e-3 and 1e-6, None beyond the last."""
    runs = train_seeds(experiment, settings, seeds=range(10))
    designed = experiment.designed.weights
    axes = tuple(range(2, runs.weights.ndim))
    errors = np.sqrt(((runs.weights - designed) ** 2).sum(axis=axes) / (designed**2).sum())
    found: list[float | None] = []
    for tolerance in (1e-3, 1e-6):
        first = [np.flatnonzero(each <= tolerance) for each in errors]
        steps = float(np.median([runs.steps[each[0]] if len(each) else np.inf for each in first]))
        found.append(steps if np.isfinite(steps) else None)
    return found


def thread() -> dict[str, Any]:
    """The samples of the question: where both filters answer positively, and where the largest answer is."""
    samples = get_signal("thread").samples
    windows = sliding_window_view(samples, 3)
    best = solve(get_experiment("find_peaks"))
    assert best is not None
    answers = {"designed": windows @ DETECTOR, "learned": windows @ best.weights + best.bias}
    return {
        name: {"fires at": (np.flatnonzero(each > 0) + 2).tolist(), "largest at": int(each.argmax()) + 2}
        for name, each in answers.items()
    }


def all_answers() -> dict[str, Any]:
    """Everything, by name."""
    return {
        "objectives": objectives(),
        "highest peaks": highest_peaks(),
        "scan": scan(),
        "convexity": convexity(),
        "detection": detection(),
        "two layers": two_layers(),
        "descent": descent(),
        "edges": edges(),
        "denoising": denoising(),
        "gratings": gratings(),
        "thread": thread(),
    }


def _optimal(experiment: Experiment) -> Array:
    best = solve(experiment)
    assert best is not None, f"{experiment.name} has no single best filter"
    return best.weights


def _mean(values: Any) -> float:
    return float(np.mean(list(values)))
