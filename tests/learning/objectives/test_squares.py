"""Mini-batches of squares against automatic differentiation, for one run and for many."""

import numpy as np
import pytest
import torch

from core.learning.objectives import Squares

RNG = np.random.default_rng(0)
DESIGN, TARGETS = RNG.normal(size=(40, 4)), RNG.normal(size=40)


def by_differentiation(theta, rows):
    leaf = torch.tensor(theta, requires_grad=True)
    loss = torch.nn.functional.mse_loss(torch.tensor(DESIGN[rows]) @ leaf, torch.tensor(TARGETS[rows]))
    loss.backward()
    return loss.item(), leaf.grad.numpy()


@pytest.mark.parametrize("rows", [None, np.array([3]), np.array([0, 7, 7, 39])], ids=["all", "one", "some"])
def test_loss_and_gradient_are_those_of_automatic_differentiation(rows):
    thetas = RNG.normal(size=(3, 4))
    losses, gradients = Squares(DESIGN, TARGETS)(thetas, rows)
    for theta, loss, gradient in zip(thetas, losses, gradients, strict=True):
        expected, slope = by_differentiation(theta, slice(None) if rows is None else rows)
        np.testing.assert_allclose(loss, expected, rtol=1e-12)
        np.testing.assert_allclose(gradient, slope, rtol=1e-10, atol=1e-12)
        alone, slope_alone = Squares(DESIGN, TARGETS)(theta, rows)
        np.testing.assert_allclose(alone, expected, rtol=1e-12)
        np.testing.assert_allclose(slope_alone, slope, rtol=1e-10, atol=1e-12)


def test_each_of_many_runs_has_rows_of_its_own():
    thetas, rows = RNG.normal(size=(3, 4)), RNG.integers(0, 40, (3, 8))
    losses, gradients = Squares(DESIGN, TARGETS)(thetas, rows)
    for theta, own, loss, gradient in zip(thetas, rows, losses, gradients, strict=True):
        expected, slope = by_differentiation(theta, own)
        np.testing.assert_allclose(loss, expected, rtol=1e-12)
        np.testing.assert_allclose(gradient, slope, rtol=1e-10, atol=1e-12)


def test_the_least_squares_solution_is_where_the_gradient_ends():
    solution, residual, *_ = np.linalg.lstsq(DESIGN, TARGETS, rcond=None)
    loss, gradient = Squares(DESIGN, TARGETS)(solution)
    np.testing.assert_allclose(loss, residual[0] / 40, rtol=1e-12)
    np.testing.assert_allclose(gradient, 0, atol=1e-13)


def test_the_steepness_is_the_largest_curvature_of_a_single_number():
    curvatures = [2 * np.mean(column**2) for column in DESIGN.T]
    np.testing.assert_allclose(Squares(DESIGN, TARGETS).steepness, max(curvatures), rtol=1e-12)
