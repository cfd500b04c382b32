"""What filters become on photographs, and when learning them is worth it, measured anew; pictures of the filters."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np

from core.figures.bank import maps_picture
from core.kernels import BANKS, nearest_gabor, random_filters
from core.learning import (
    LearningCurve,
    TrainingSettings,
    Trajectory,
    get_experiment,
    learning_curve,
    measures_of_sets,
    train,
)

DOCS = Path(__file__).parents[2] / "docs"
SEEDS = 5
CURVE_SEEDS = range(10)
EXAMPLES = (2, 5, 20, 100, 300)
PAIRS = (("designed", "random"), ("learned", "designed"), ("tuned", "designed"), ("tuned", "learned"))

Rows = list[dict[str, Any]]


def described() -> dict[str, Any]:
    """Five starts on five draws of patches: time, cosines to the nearest Gabor filter, and sets that nobody trained."""
    runs: Rows = []
    for seed in range(SEEDS):
        experiment = get_experiment("describe_pictures", seed=seed)
        started = time.perf_counter()
        run = train(experiment, TrainingSettings(seed=seed))
        seconds = time.perf_counter() - started
        tenth = _last_until(run, 0.1)
        runs.append({
            "seconds": seconds, "tenth": int(run.steps[tenth]),
            "cosine at the tenth": float(np.median(experiment.gabor_cosines(run.weights[tenth]))),  # type: ignore[attr-defined]
            **run.metrics,
        })  # fmt: skip
        if seed == 0:
            _draw(run, "filters-of-photographs")
            fit = nearest_gabor(run.weights[-1])
            flat = run.weights[-1].reshape(len(fit.cosine), -1).astype(np.float64)
            drawn = random_filters(run.weights.shape[2:], 400, 0, flat.T @ flat / len(flat))
            own = [float(each) for each in np.quantile(nearest_gabor(drawn).cosine, [0.5, 0.95])]
            wavelengths = [float(each) for each in np.percentile(1 / fit.frequency, [25, 50, 75])]
            sets = {name: dict(measures) for name, measures in measures_of_sets(experiment).items()}  # type: ignore[arg-type]
    others: Rows = []
    for name, options in (
        ("no cost of answers (sparsity 0)", {"sparsity": 0.0}),
        ("one photograph, the coffee cup", {"image": "coffee"}),
        ("in colour, 8 x 8", {"colour": True, "size": 8}),
        ("more filters than pixels: 144 of 8 x 8", {"size": 8, "filters": 144}),
    ):
        others.append({"what": name, **train(get_experiment("describe_pictures", **options)).metrics})
    return {"runs": runs, "sets": sets, "wavelengths": wavelengths, "own spectrum": own, "others": others}


def textures() -> dict[str, Any]:
    """Learning curves of every first layer, for two banks and for two layers, and each bank by itself."""
    # without the penalty on roughness, which only a layer that learns would pay
    one = get_experiment("name_textures", smoothness=0.0)
    fine = get_experiment("name_textures", smoothness=0.0, bank="gabor_fine")
    two = get_experiment("name_textures", smoothness=0.0, depth=2)
    ways = ("learned", "designed", "tuned")
    curves = {
        "gabor": _curve(learning_curve(one, "patches", EXAMPLES, seeds=CURVE_SEEDS)),
        "gabor_fine": _curve(learning_curve(fine, "patches", EXAMPLES, seeds=CURVE_SEEDS, among=ways)),
        "two layers": _curve(learning_curve(two, "patches", (20, 100, 300), seeds=range(SEEDS))),
    }
    banks: Rows = []
    for bank in BANKS:
        task = get_experiment("name_textures", bank=bank)
        found = learning_curve(task, "patches", (20, 100), seeds=range(SEEDS), among=("designed",))
        banks.append({"bank": bank, "20": float(found.mean["designed"][0]), "100": float(found.mean["designed"][1])})
    smooth: Rows = []
    for smoothness in (0.0, 0.05, 0.1, 0.3):
        runs = [
            train(get_experiment("name_textures", patches=300, smoothness=smoothness, seed=s), TrainingSettings(seed=s))
            for s in range(SEEDS)
        ]
        smooth.append({
            "smoothness": smoothness,
            **{name: float(np.mean([run.metrics[name] for run in runs])) for name in ("accuracy", "roughness")},
        })  # fmt: skip
    _draw(train(get_experiment("name_textures", patches=300)), "filters-of-textures")
    return {"curves": curves, "banks": banks, "smooth": smooth}


def _curve(curve: LearningCurve) -> dict[str, Any]:
    """A learning curve as plain numbers, with its paired differences."""
    pairs = [(first, second) for first, second in PAIRS if first in curve.scores and second in curve.scores]
    differences: Rows = []
    for first, second in pairs:
        found = curve.difference(first, second)
        bounds = {name: getattr(found, name).tolist() for name in ("mean", "low", "high")}
        differences.append({"first": first, "second": second, "better from": found.better_from, **bounds})
    return {
        "values": list(curve.values),
        "seeds": len(curve.seeds),
        "mean": {way: each.tolist() for way, each in curve.mean.items()},
        "half": {way: ((curve.high[way] - curve.low[way]) / 2).tolist() for way in curve.mean},
        "differences": differences,
    }


def _last_until(run: Trajectory, share: float) -> int:
    """The last recorded step within this share of all steps."""
    return int(np.flatnonzero(run.steps <= share * run.steps[-1])[-1])


def _draw(run: Trajectory, name: str) -> None:
    """The filters at the start, at the tenth and at the end, each on a scale of its own, as PNG in docs/."""
    for when, index in (("start", 0), ("tenth", _last_until(run, 0.1)), ("end", -1)):
        filters = run.weights[index].astype(np.float64)
        strongest = np.abs(filters).max(axis=(1, 2), keepdims=True)
        (DOCS / f"{name}-{when}.png").write_bytes(maps_picture(filters / strongest, name, 1.0).png)
