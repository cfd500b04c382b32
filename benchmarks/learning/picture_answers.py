"""What the lab answers about pictures, measured anew: edges, denoising, stripes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.kernels import chance_cosines
from core.learning import (
    Experiment,
    TrainingSettings,
    denoisers,
    get_experiment,
    resolve_settings,
    solve,
    train,
    train_seeds,
)
from core.learning.experiments import Denoise
from core.learning.softmax_regression import softmax_regression
from core.learning.training.initial import first_parameters

Array = NDArray[np.float64]
Rows = list[dict[str, Any]]


def edges() -> Rows:
    """Area under the curve of eight starts, least and most, and what the filters span."""
    rows = []
    for labels, filters in (("signed", 1), ("energy", 1), ("energy", 2), ("canny", 1), ("canny", 2)):
        runs = train_seeds(get_experiment("find_edges", labels=labels, filters=filters), seeds=range(8))
        row: dict[str, Any] = {"labels": labels, "filters": filters}
        row |= {"auc": [float(runs.metrics["auc"].min()), float(runs.metrics["auc"].max())]}
        row |= {"designed auc": float(runs.metrics["designed_auc"][0])}
        for name in ("cosine", "second_principal_cosine", "best_single_cosine"):
            if name in runs.metrics:
                row[name] = [float(runs.metrics[name].min()), float(runs.metrics[name].max())]
        rows.append(row)
    return rows


def denoising() -> dict[str, float]:
    """PSNR in dB on held-out noise of 0.1, and how far training ends above the closed form."""
    experiment = Denoise()
    run, best = train(experiment), solve(experiment)
    assert best is not None
    found = {"noisy": run.metrics["noisy_psnr"]}
    found |= {name: each["psnr"] for name, each in denoisers(experiment).items()}
    found["best Gaussian"] = run.metrics["designed_psnr"]
    found["learned, 5 x 5"] = run.metrics["psnr"]
    for size in (3, 9):
        found[f"learned, {size} x {size}"] = train(get_experiment("denoise", size=size)).metrics["psnr"]
    found["learned from nine other pictures, 5 x 5"] = train(get_experiment("denoise", learn_from="others")).metrics[
        "psnr"
    ]
    found["loss above the closed form"] = float(run.loss[-1] / best.loss - 1)
    return found


def gratings() -> dict[str, float]:
    """Likeness to a Gabor bank by chance, before and after training, and what a random first layer achieves."""
    experiment = get_experiment("classify_gratings")
    runs = [train(experiment, TrainingSettings(seed=seed)) for seed in range(4)]
    before = [experiment.metrics({name: values[0] for name, values in run.parameters.items()}) for run in runs]
    chance = chance_cosines(experiment.bank)  # type: ignore[attr-defined]
    return {
        "chance": float(chance.mean()),
        "chance, 95 %": float(np.quantile(chance, 0.95)),
        "before training": _mean(each["mean_best_cosine"] for each in before),
        "after training": _mean(run.metrics["mean_best_cosine"] for run in runs),
        "share above chance, 95 %": _mean(run.metrics["share_above_chance"] for run in runs),
        "accuracy": _mean(run.metrics["accuracy"] for run in runs),
        "accuracy of a frozen random first layer": _mean(_frozen(experiment, seed) for seed in range(4)),
    }


def _frozen(experiment: Experiment, seed: int) -> float:
    """Held-out accuracy of the best second layer on random filters: multinomial regression, penalty 1e-4."""
    model = experiment.model
    first = model.split(first_parameters(experiment, resolve_settings(experiment, TrainingSettings(seed=seed))))
    parts = (experiment.inputs, experiment.data.test_inputs)
    features, test_features = (model.layers(first, part)["means"].astype(np.float64) for part in parts)
    scale = features.std(axis=0)
    classes = int(experiment.targets.max()) + 1
    weights, biases = softmax_regression(features / scale, experiment.targets, classes, 2e-4)
    named = (test_features / scale @ weights.T + biases).argmax(axis=1)
    return float((named == experiment.data.test_targets).mean())


def _mean(values: Any) -> float:
    return float(np.mean(list(values)))
