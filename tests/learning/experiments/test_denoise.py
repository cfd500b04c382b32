"""Denoising: training reaches the closed form, which is hardly better than a Gaussian."""

import numpy as np
import pytest

from core.learning import (
    denoisers,
    get_experiment,
    solve,
    train,
    train_seeds,
    verdict,
)

NOISY = get_experiment("denoise")


@pytest.mark.parametrize("size", [3, 5, 7])
def test_training_ends_within_a_thousandth_of_the_closed_form(size):
    experiment = get_experiment("denoise", size=size)
    runs, best = train_seeds(experiment, seeds=range(5)), solve(experiment)
    assert (runs.loss[:, -1] <= best.loss * 1.001).all()
    expected = np.linalg.lstsq(experiment.patches(), experiment.targets, rcond=None)[0]
    np.testing.assert_allclose(best.weights.ravel(), expected, atol=1e-8)


def test_quality_is_measured_on_other_noise_beside_what_is_used_instead():
    run = train(NOISY)
    assert abs(run.metrics["noisy_psnr"] - 20) < 0.1  # -20 log10(0.1)
    others = denoisers(NOISY)
    gains = {name: run.metrics["psnr"] - each["psnr"] for name, each in others.items()}
    assert gains["box"] > 0.3
    assert gains["median"] > 0.3
    assert gains["oracle_wiener"] < -0.3
    assert 0 < run.metrics["psnr"] - run.metrics["designed_psnr"] < 0.5
    assert all(0 < each["ssim"] < 1 for each in others.values())


def test_learned_from_other_pictures_it_is_worse_than_from_its_own():
    own, other = train(NOISY), train(get_experiment("denoise", learn_from="others"))
    assert other.metrics["psnr"] < own.metrics["psnr"] - 0.1


def test_the_designed_gaussian_is_the_best_of_its_kind():
    from core.kernels import get_kernel

    def loss(sigma):
        return np.mean(
            (NOISY.inputs @ get_kernel("gaussian", sigma=sigma, size=5).weights.ravel() - NOISY.targets) ** 2
        )

    best = NOISY.designed.parameters["sigma"]
    assert loss(best) <= min(loss(round(best - 0.02, 2)), loss(round(best + 0.02, 2)))


def test_the_held_out_picture_is_the_one_that_was_measured():
    noisy, clean = NOISY.held_out_pictures()
    inside = NOISY.as_picture(NOISY.data.test_targets)
    np.testing.assert_array_equal(clean[2:-2, 2:-2], inside)
    np.testing.assert_array_equal(noisy[2:-2, 2:-2], NOISY.as_picture(NOISY.data.test_inputs[:, 12]))


def test_denoising_says_how_far_the_smallest_loss_is():
    run = train(get_experiment("denoise"))
    sentence = verdict(run, solve(run.experiment))
    assert sentence.startswith("The learned filter is better than the best Gaussian: ")
    assert f"{run.metrics['psnr']:.2f} against {run.metrics['designed_psnr']:.2f} dB." in sentence
    assert "above the smallest possible loss" in sentence
