"""How steep a loss is, against automatic differentiation and singular values."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.data import Signal
from core.learning import get_experiment
from core.learning.curvature import design_matrix, eigenvalue_bounds, hessian, scalar_loss, steepest_curvature
from core.learning.losses import Logistic, Squared

PEAKS = get_experiment("find_peaks", taps=5, false_positive_cost=3.0)
KERNEL = get_experiment("recover_kernel", kernel="sobel_x", input="camera")


@pytest.mark.parametrize("loss", [Squared(), Logistic(), Logistic(5.0)], ids=str)
@pytest.mark.parametrize("scale", [0.1, 3.0])
def test_the_hessian_is_that_of_automatic_differentiation(loss, scale):
    rng = np.random.default_rng(0)
    design, theta = rng.normal(size=(60, 4)), rng.normal(0.0, scale, 4)
    targets = rng.integers(0, 2, 60).astype(float)

    def loss_of(numbers):
        return loss.torch_mean(torch.tensor(design) @ numbers, torch.tensor(targets))

    expected = torch.autograd.functional.hessian(loss_of, torch.tensor(theta))
    found = hessian(design, loss.curvatures(design @ theta, targets))
    np.testing.assert_allclose(found, expected.numpy(), rtol=1e-10, atol=1e-12)


@given(seed=st.integers(0, 1000), scale=st.sampled_from([0.0, 0.1, 1.0, 30.0]))
def test_no_filter_has_a_steeper_loss_than_the_bounds(seed, scale):
    theta = np.random.default_rng(seed).normal(0.0, scale, PEAKS.model.size)
    design = design_matrix(PEAKS)
    steepness = np.linalg.eigvalsh(hessian(design, PEAKS.loss.curvatures(design @ theta, PEAKS.targets)))
    assert (steepness <= eigenvalue_bounds(PEAKS) * (1 + 1e-9)).all()
    if scale == 0:
        # answers of 0 are where a logistic loss bends most
        np.testing.assert_allclose(steepness, eigenvalue_bounds(PEAKS), rtol=1e-9)


def test_those_of_squares_are_the_squared_singular_values_of_the_patches():
    patches = KERNEL.patches()
    expected = 2 * np.linalg.svd(patches, compute_uv=False)[::-1] ** 2 / len(patches)
    np.testing.assert_allclose(eigenvalue_bounds(KERNEL), expected, rtol=1e-9)
    assert steepest_curvature(KERNEL) == eigenvalue_bounds(KERNEL)[-1]
    assert not eigenvalue_bounds(KERNEL).flags.writeable


def test_a_bias_is_a_tap_that_sees_ones():
    design = design_matrix(PEAKS)
    np.testing.assert_array_equal(design[:, :5], PEAKS.patches())
    assert (design[:, 5] == 1).all()
    without = get_experiment("find_peaks", bias=False)
    assert design_matrix(without) is without.patches()


def test_where_the_loss_is_flat_any_rate_is_safe():
    silence = get_experiment("recover_kernel", input=Signal("silence", "Silence", np.zeros(99)))
    assert eigenvalue_bounds(silence).tolist() == [0.0, 0.0, 0.0]
    assert steepest_curvature(silence) == 1.0


@pytest.mark.parametrize("ask", [scalar_loss, eigenvalue_bounds, steepest_curvature])
def test_a_loss_of_several_numbers_has_none(ask):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        ask(get_experiment("classify_gratings"))
    assert str(caught.value) == (
        "experiment='classify_gratings' has several numbers in each answer: give one with one number."
    )
