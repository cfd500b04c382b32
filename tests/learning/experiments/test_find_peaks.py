"""One filter that learns to find peaks: its designed rival, its figures and its verdict."""

from types import SimpleNamespace

import numpy as np
import pytest

from core.learning import get_experiment, solve, train, verdict


def ended(metrics):
    """A run with these figures."""
    return SimpleNamespace(weights=np.array([[-2.0, 3.75, -2.0]]), metrics=metrics)


def test_finding_peaks_is_a_no_with_both_scores():
    run = train(get_experiment("find_peaks"))
    sentence = verdict(run, solve(run.experiment))
    assert sentence.startswith(
        "No: the random numbers became a filter that is better at finding peaks than [−1 1 −1]. It is ["
    )
    assert f"(F1 {run.metrics['f1']:.2f})" in sentence
    assert f"(F1 {run.metrics['designed_f1']:.2f})" in sentence


@pytest.mark.parametrize("taps", [3, 5, 11])
def test_the_designed_kernel_is_the_peak_detector_between_zeros(taps):
    experiment = get_experiment("find_peaks", taps=taps)
    weights, around = experiment.designed.weights, (taps - 3) // 2
    assert weights.tolist() == [0.0] * around + [-1.0, 1.0, -1.0] + [0.0] * around
    metrics = experiment.metrics(experiment.designed_parameters)
    for figure in ("precision", "recall", "f1", "accuracy", "auc", "tuned_f1"):
        assert metrics[figure] == metrics[f"designed_{figure}"]
    assert metrics["cosine"] == pytest.approx(1)


def test_figures_are_counted_on_held_out_windows():
    experiment = get_experiment("find_peaks", bias=True, noise=0.1)
    parameters = {"weights": np.array([-4.0, 6.0, -3.0]), "bias": np.array(0.5)}
    metrics, data = experiment.metrics(parameters), experiment.data
    alarm, target = data.test_inputs @ parameters["weights"] + 0.5 > 0, data.test_targets == 1
    hits = (alarm & target).sum()
    np.testing.assert_allclose(metrics["f1"], 2 * hits / (alarm.sum() + target.sum()))
    np.testing.assert_allclose(metrics["accuracy"], (alarm == target).mean())
    np.testing.assert_allclose(metrics["ratio"], 6 / 3.5)


@pytest.mark.parametrize(("f1", "words"), [(0.906, "better"), (0.904, "neither better nor worse"), (0.894, "worse")])
def test_the_verdict_weighs_both_with_the_thresholds_that_suit_them(f1, words):
    figures = dict(recall=0.5, precision=0.25, f1=1 / 3, designed_recall=1.0, designed_precision=0.5, designed_f1=2 / 3)
    tuned = dict(tuned_f1=f1, designed_tuned_recall=0.8, designed_tuned_precision=0.95, designed_tuned_f1=0.9)
    sentence = get_experiment("find_peaks").verdict(ended(figures | tuned | {"ratio": 1.875}), None)
    assert sentence == (
        f"No: the random numbers became a filter that is {words} at finding peaks than [−1 1 −1]. It is "
        "[−2.00 3.75 −2.00], centre over side 1.88 instead of 1. On held-out data it finds 50% of the peaks with 25% of its alarms right (F1 "
        "0.33); the designed filter finds, as written, 100% of the peaks with 50% of its alarms right (F1 0.67), with "
        "its threshold tuned 80% of the peaks with 95% of its alarms right (F1 0.90)."
    )


def test_an_earlier_run_is_judged_as_written_and_beside_the_best_filter():
    figures = dict(recall=0.5, precision=0.5, f1=0.5, designed_recall=1.0, designed_precision=0.5, designed_f1=2 / 3)
    best = SimpleNamespace(weights=np.array([-2.0, 3.0, -2.0]))
    assert get_experiment("find_peaks").verdict(ended(figures), best) == (
        "No: the random numbers became a filter that is worse at finding peaks than [−1 1 −1]. It is "
        "[−2.00 3.75 −2.00]. On held-out "
        "data it finds 50% of the peaks with 50% of its alarms right (F1 0.50); the designed filter finds, as written, "
        "100% of the peaks with 50% of its alarms right (F1 0.67). It is 18 % from the best filter there is for this "
        "loss."
    )
