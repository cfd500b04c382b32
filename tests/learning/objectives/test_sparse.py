"""The closed form of a sparse code's loss and gradient against automatic differentiation and against its definition."""

import numpy as np
import pytest

from core.learning.losses import SparseReconstruction
from core.learning.models import SparseCode, Whitening
from core.learning.objectives import Backpropagation, Sparse

RNG = np.random.default_rng(1)


def made(filters, taps, count=50, strength=0.8):
    patches = RNG.normal(size=(count, taps)).astype(np.float32)
    model = SparseCode((taps,), filters, Whitening(np.eye(taps), np.eye(taps), np.eye(taps)))
    return model, SparseReconstruction(strength), patches


@pytest.mark.parametrize(("filters", "taps"), [(3, 8), (8, 8), (20, 6), (144, 9)])
@pytest.mark.parametrize("strength", [0.0, 0.8, 5.0])
def test_loss_and_gradient_are_those_of_automatic_differentiation(filters, taps, strength):
    model, loss, patches = made(filters, taps, strength=strength)
    theta = RNG.normal(size=model.size).astype(np.float32)
    found, slope = Sparse(model, loss, patches)(theta)
    expected, gradient = Backpropagation(model, loss, patches, patches)(theta)
    np.testing.assert_allclose(found, expected, rtol=1e-5)
    np.testing.assert_allclose(slope, gradient, atol=2e-5 * np.abs(gradient).max())
    assert slope.dtype == np.float32


def test_the_loss_is_its_definition_also_where_answers_are_large():
    model, loss, patches = made(5, 4)
    theta = RNG.normal(size=model.size).astype(np.float32)
    for scale in (1, 1000):
        strong = scale * patches
        expected = loss.mean(
            model.answers(model.split(theta.astype(float)), strong.astype(float)), strong.astype(float)
        )
        np.testing.assert_allclose(Sparse(model, loss, strong)(theta)[0], expected, rtol=1e-5)


def test_the_loss_does_not_change_with_the_length_of_a_filter():
    model, loss, patches = made(5, 4)
    theta = RNG.normal(size=model.size).astype(np.float32)
    objective = Sparse(model, loss, patches)
    long = (theta.reshape(5, 4) * np.float32([[1], [2], [4], [0.5], [8]])).ravel()
    np.testing.assert_allclose(objective(long)[0], objective(theta)[0], rtol=1e-6)
    _, gradient = objective(theta)
    along = (gradient.reshape(5, 4) * theta.reshape(5, 4)).sum(axis=1)
    np.testing.assert_allclose(along, 0, atol=1e-4)


def test_filters_of_zeros_have_no_slope():
    model, loss, patches = made(3, 4)
    found, gradient = Sparse(model, loss, patches)(np.zeros(model.size, np.float32))
    np.testing.assert_allclose(found, 0.5 * (patches**2).sum() / len(patches), rtol=1e-6)
    assert not gradient.any()


def test_answers_are_counted_on_a_batch_and_what_is_lost_on_all_patches():
    model, loss, patches = made(3, 4)
    free = SparseReconstruction(0.0)
    thetas, rows = RNG.normal(size=(2, model.size)).astype(np.float32), RNG.integers(0, 50, (2, 7))
    objective = Sparse(model, loss, patches)
    for given, of_each in ((None, [slice(None)] * 2), (rows[0], [rows[0]] * 2), (rows, rows)):
        losses, gradients = objective(thetas, given)
        for theta, own, found, slope in zip(thetas, of_each, losses, gradients, strict=True):
            lost, of_lost = Backpropagation(model, free, patches, patches)(theta)
            batch = patches[own]
            both, of_both = Backpropagation(model, loss, batch, batch)(theta)
            batch_lost, of_batch_lost = Backpropagation(model, free, batch, batch)(theta)
            np.testing.assert_allclose(found, lost + both - batch_lost, rtol=1e-5)
            np.testing.assert_allclose(slope, of_lost + of_both - of_batch_lost, atol=1e-4)


def test_the_loss_of_tensors_does_not_overflow():
    import torch

    answers, targets = np.float32([[0.0, 500.0, -200.0]]), np.zeros((1, 1), np.float32)
    loss = SparseReconstruction(1.0)
    np.testing.assert_allclose(
        loss.torch_mean(torch.tensor(answers), torch.tensor(targets)), loss.mean(answers, targets)
    )
