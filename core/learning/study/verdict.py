"""What came out, in one sentence with its numbers; the pages print it, the tests hold it to the numbers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.kernels import compare
from core.learning.experiments import (
    ClassifyGratings,
    Denoise,
    FindEdges,
    FindPeaks,
    FindPeaksTwoLayers,
    RecoverKernel,
    best_gaussian,
)
from core.learning.losses import loss_unit
from core.learning.optimum import Optimum, rank
from core.learning.training.trajectory import Trajectory

RECOVERED_WITHIN = 1e-3  # relative error of the weights below which the kernel counts as found
ALIKE_WITHIN = 0.005  # difference of F1 below which two detectors count as equally good
ALIKE_DB = 0.05  # of PSNR: nobody sees less
SOLVED_ABOVE = 0.98  # accuracy that no single filter reaches
FOUND_ABOVE = 0.99  # area under the ROC curve


def verdict(trajectory: Trajectory, optimum: Optimum | None) -> str:
    """Say whether the run became the designed kernel, and which of the two is better on held-out data."""
    if trajectory.status == "diverged":
        return (
            f"The run diverged: after {trajectory.steps[-1]} steps its loss had grown from "
            f"{trajectory.loss[0]:.3g} to {trajectory.loss[-1]:.3g}. A smaller learning rate would converge."
        )
    match trajectory.experiment:
        case RecoverKernel():
            return _imitation(trajectory, optimum)
        case FindPeaks():
            return _detection(trajectory, optimum)
        case FindPeaksTwoLayers():
            return _two_layers(trajectory)
        case FindEdges():
            return _edges(trajectory)
        case Denoise() as experiment:
            return _denoising(trajectory, experiment, optimum)
        case ClassifyGratings():
            return _gratings(trajectory)
    raise ValueError(
        f"experiment={trajectory.experiment.name!r} has no verdict: write one in core/learning/study/verdict.py."
    )


def is_recovered(trajectory: Trajectory) -> bool:
    """Whether the random numbers became the designed kernel."""
    error = trajectory.metrics.get("weight_error")
    return trajectory.status == "finished" and error is not None and error < RECOVERED_WITHIN


def listed(weights: object) -> str:
    """The numbers of a filter of up to 11 taps, or its shape; digits after the point where any number has some.

    >>> listed(np.array([-1.0, 0.9999, -1.0])), listed(np.array([-1.0, 1.0, -1.0])), listed(np.ones((3, 3)))
    ('[−1.00 1.00 −1.00]', '[−1 1 −1]', 'the 3 x 3 filter')
    """
    array = np.asarray(weights, dtype=np.float64)
    if array.ndim == 1 and array.size <= 11:
        digits = 0 if (array == array.round()).all() else 2
        return "[" + " ".join(f"{value:.{digits}f}".replace("-", "−") for value in array) + "]"
    return "the " + " x ".join(map(str, array.shape)) + " filter"


def _imitation(trajectory: Trajectory, optimum: Optimum | None) -> str:
    experiment, error, step = trajectory.experiment, trajectory.metrics["weight_error"], trajectory.steps[-1]
    learned, designed = listed(trajectory.weights[-1]), listed(experiment.designed.weights)
    if is_recovered(trajectory):
        within = _first_step_within(trajectory, RECOVERED_WITHIN)
        return (
            f"Yes: the random numbers became {designed}. After {within} steps they were within "
            f"{_percent(RECOVERED_WITHIN)} of it, after {step} within {_percent(error)}."
        )
    decided, numbers = rank(experiment), experiment.designed.weights.size
    if decided == 0:
        return "Nothing to learn from: the input is zero everywhere, so that every filter answers the same."
    output = trajectory.metrics["relative_output_error"]
    if decided < numbers:
        undecided = (
            f" This input does not decide the numbers: it fixes {decided} of their {numbers} independent combinations, "
            "and the rest stays as random as it began."
        )
        if trajectory.loss[-1] <= RECOVERED_WITHIN**2 * loss_unit(experiment):
            return (
                f"In part: after {step} steps {learned} answers as {designed} does, on held-out data within "
                f"{_percent(output)}, and is yet {_percent(error)} away from it.{undecided}"
            )
        return f"Not yet: after {step} steps the output of {learned} is {_percent(output)} away.{undecided}"
    if optimum is not None and compare(optimum.weights, trajectory.weights[-1]).weight_error < RECOVERED_WITHIN:
        return (
            f"No: the random numbers became {learned}, the best filter there is for these targets. It is "
            f"{_percent(error)} away from {designed}, and no training comes closer: the noise on the targets hides it."
        )
    valley = ": the loss is a long valley" if output < error / 2 else ""
    return (
        f"Not yet: after {step} steps {learned} is {_percent(error)} away from the designed kernel, its output on "
        f"held-out data {_percent(output)}{valley}."
    )


def _detection(trajectory: Trajectory, optimum: Optimum | None) -> str:
    metrics = trajectory.metrics
    learned, designed = listed(trajectory.weights[-1]), listed(trajectory.experiment.designed.weights)
    ratio = f", centre over side {metrics['ratio']:.2f} instead of 1" if "ratio" in metrics else ""
    # each with the threshold that suits it, where the run is not so old that this was not measured
    fair = "tuned_" if "tuned_f1" in metrics else ""
    gain = metrics[f"{fair}f1"] - metrics[f"designed_{fair}f1"]
    better = "better" if gain > ALIKE_WITHIN else "worse" if gain < -ALIKE_WITHIN else "neither better nor worse"
    tuned = f", with its threshold tuned {_found(metrics, 'designed_tuned_')}" if fair else ""
    nearness = ""
    if optimum is not None:
        off = compare(optimum.weights, trajectory.weights[-1]).weight_error
        nearness = f" It is {_percent(off)} from the best filter there is for this loss."
    return (
        f"No: the random numbers became {learned}{ratio}, which is {better} at finding peaks than {designed}. On "
        f"held-out data it finds {_found(metrics, '')}; the designed filter finds, as written, "
        f"{_found(metrics, 'designed_')}{tuned}.{nearness}"
    )


def _found(metrics: Mapping[str, float], prefix: str) -> str:
    recall, precision, f1 = (metrics[f"{prefix}{name}"] for name in ("recall", "precision", "f1"))
    return f"{recall:.0%} of the peaks with {precision:.0%} of its alarms right (F1 {f1:.2f})"


def _two_layers(trajectory: Trajectory) -> str:
    metrics, hidden = trajectory.metrics, trajectory.experiment.model.filters
    is_solved = metrics["accuracy"] > SOLVED_ABOVE
    asleep = int(metrics["dead_filters"])
    sleeping = f" {asleep} of them {'answers' if asleep == 1 else 'answer'} nowhere." if asleep else ""
    what = "ask whether a sample is higher than both its neighbours" if is_solved else "are stuck where one would be"
    return (
        f"{'Yes' if is_solved else 'Not from this start'}: {hidden} filters and a rectifier {what}. On held-out data "
        f"{metrics['accuracy']:.1%} of the samples are named rightly, by the single filter "
        f"{listed(trajectory.experiment.designed.weights)} {metrics['designed_accuracy']:.1%}.{sleeping}"
    )


def _edges(trajectory: Trajectory) -> str:
    metrics, experiment = trajectory.metrics, trajectory.experiment
    own = "" if trajectory.experiment.options["labels"] == "canny" else ", whose own answers are the labels"
    scores = f"AUC {metrics['auc']:.3f} on held-out pixels, Sobel's{own}, {metrics['designed_auc']:.3f}; chance is 0.5"
    if experiment.model.filters == 1:
        found = "Yes" if metrics["auc"] > FOUND_ABOVE else "No"
        return f"{found}: one filter, with a cosine of {metrics['cosine']:.2f} to Sobel x, has an {scores}."
    first, second = metrics["first_principal_cosine"], metrics["second_principal_cosine"]
    return (
        f"{'Yes' if metrics['auc'] > FOUND_ABOVE else 'Partly'}: the energy of {experiment.model.filters} filters has "
        f"an {scores}. What they see and what Sobel x and y see have principal cosines of {first:.2f} and "
        f"{second:.2f}, while no single one is closer to either than {metrics['best_single_cosine']:.2f}."
    )


def _denoising(trajectory: Trajectory, experiment: Denoise, optimum: Optimum | None) -> str:
    metrics = trajectory.metrics
    gain = metrics["psnr"] - metrics["designed_psnr"]
    compared = "as good as" if abs(gain) < ALIKE_DB else "better than" if gain > 0 else "worse than"
    width = best_gaussian(experiment).parameters["sigma"]
    gap = ""
    if optimum is not None and optimum.loss > 0:
        excess = trajectory.loss[-1] / optimum.loss - 1
        gap = f" Its training loss is {_percent(max(excess, 0.0))} above the smallest that a linear filter can have."
    return (
        f"The learned filter is {compared} the best Gaussian: {metrics['psnr']:.2f} dB on held-out noise, the Gaussian "
        f"of width {width:.2f} has {metrics['designed_psnr']:.2f} dB, the noisy picture {metrics['noisy_psnr']:.2f} "
        f"dB.{gap}"
    )


def _gratings(trajectory: Trajectory) -> str:
    metrics = trajectory.metrics
    return (
        f"{metrics['accuracy']:.1%} of held-out pictures are named rightly. The filters' mean cosine to the nearest "
        f"Gabor filter is {metrics['mean_best_cosine']:.2f}, of random numbers {metrics['chance_cosine']:.2f}; "
        f"{metrics['share_above_chance']:.0%} of them lie above what 95 % of random ones reach "
        f"({metrics['chance_cosine_95']:.2f})."
    )


def _first_step_within(trajectory: Trajectory, tolerance: float) -> int:
    """The first kept step from which on the weights stay within the tolerance of the designed ones."""
    designed = trajectory.experiment.designed
    errors = [compare(designed, weights).weight_error for weights in trajectory.weights]
    within = [error <= tolerance for error in errors]
    first = len(within) - within[::-1].index(False) if False in within else 0
    return int(trajectory.steps[min(first, len(within) - 1)])


def _percent(share: float) -> str:
    """A share as per cent, with as many digits as it needs.

    >>> _percent(0.1234), _percent(0.00001), _percent(0.0)
    ('12 %', '0.001 %', 'less than 0.0001 %')
    """
    if share < 1e-6:
        return "less than 0.0001 %"
    return f"{100 * share:.2g} %" if share < 1 else f"{100 * share:.0f} %"
