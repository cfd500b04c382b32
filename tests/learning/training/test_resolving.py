"""Settings with nothing left open, rates in the unit of the critical one, and optimisers that do not fit."""

import numpy as np
import pytest

from core.learning import TrainingSettings, critical_learning_rate, get_experiment, resolve_settings, solve, train

SOBEL = get_experiment("recover_kernel", kernel="sobel_x", input="camera")
PEAKS = get_experiment("find_peaks")


def test_what_is_open_is_what_is_recommended():
    resolved = resolve_settings(PEAKS, TrainingSettings(steps=7))
    assert resolved == resolve_settings(PEAKS, resolved)
    assert resolved.steps == 7
    assert resolved.momentum == PEAKS.recommended.momentum


@pytest.mark.parametrize("experiment", [SOBEL, PEAKS])
def test_a_share_of_the_critical_rate(experiment):
    resolved = resolve_settings(experiment, TrainingSettings(learning_rate=0.5, learning_rate_unit="critical"))
    np.testing.assert_allclose(resolved.learning_rate, 0.5 * solve(experiment).critical_learning_rate)
    assert resolved == resolve_settings(experiment, resolved)


@pytest.mark.parametrize(("share", "ends"), [(0.98, "finished"), (1.02, "diverged")])
@pytest.mark.parametrize("momentum", [0.0, 0.5])
def test_the_unit_divides_convergence_from_divergence(share, ends, momentum):
    # with momentum the limit is (1 + momentum) times that of plain descent (Polyak, 1964)
    rate = share * (1 + momentum)
    settings = TrainingSettings(
        steps=3000, optimizer="sgd", learning_rate=rate, learning_rate_unit="critical", momentum=momentum
    )
    run = train(get_experiment("recover_kernel", kernel="sobel_x", input="camera_noisy"), settings)
    assert run.status == ends


def test_a_separable_task_has_a_rate_that_is_safe():
    edges = get_experiment("find_edges", labels="signed", filters=1)
    assert solve(edges) is None
    rate = critical_learning_rate(edges)
    run = train(edges, TrainingSettings(steps=200, optimizer="sgd", learning_rate=rate, momentum=0.0))
    assert (np.diff(run.loss) <= 0).all()


def test_polyak_takes_the_best_rate_and_momentum_unless_they_are_given():
    eigenvalues = solve(SOBEL).eigenvalues
    low, high = np.sqrt(eigenvalues[0]), np.sqrt(eigenvalues[-1])
    resolved = resolve_settings(SOBEL, TrainingSettings(optimizer="polyak"))
    np.testing.assert_allclose(resolved.learning_rate, 4 / (low + high) ** 2)
    np.testing.assert_allclose(resolved.momentum, ((high - low) / (high + low)) ** 2)
    given = resolve_settings(SOBEL, TrainingSettings(optimizer="polyak", learning_rate=0.01, momentum=0.5))
    assert (given.learning_rate, given.momentum) == (0.01, 0.5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: resolve_settings(PEAKS, TrainingSettings(optimizer="conjugate_gradient")),
            "optimizer='conjugate_gradient' is not allowed: it needs a squared loss over all patches, and this run of "
            "find_peaks has a logistic loss. Choose sgd or adam.",
        ),
        (
            lambda: resolve_settings(SOBEL, TrainingSettings(optimizer="polyak", batch_size=64)),
            "optimizer='polyak' is not allowed: it needs a squared loss over all patches, and this run of "
            "recover_kernel trains on mini-batches. Choose sgd or adam.",
        ),
        (
            lambda: critical_learning_rate(get_experiment("find_peaks_two_layers")),
            "learning_rate_unit='critical' is not allowed for find_peaks_two_layers with these options: the curvature "
            "of its loss is another at every point. Give an absolute learning rate.",
        ),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        call()
    assert str(caught.value) == message
