"""Automatic differentiation against closed forms and finite differences."""

import numpy as np
import pytest

from core.learning import get_experiment
from core.learning.losses import Logistic, Squared
from core.learning.models import EnergyModel, LinearModel, TwoLayerModel
from core.learning.objectives import Backpropagation

GRATINGS = get_experiment("classify_gratings")


def test_the_gradient_is_the_slope_of_the_loss():
    rng = np.random.default_rng(0)
    loss_of = Backpropagation(GRATINGS.model, GRATINGS.loss, GRATINGS.inputs, GRATINGS.targets)
    place = rng.normal(0.0, 0.3, GRATINGS.model.size).astype(np.float32)
    direction = rng.normal(size=place.size).astype(np.float32)
    direction /= np.linalg.norm(direction)
    _, gradient = loss_of(place)
    step = np.float32(1e-2)
    slope = (loss_of(place + step * direction)[0] - loss_of(place - step * direction)[0]) / (2 * step)
    np.testing.assert_allclose(gradient @ direction, slope, rtol=0.02)


@pytest.mark.parametrize("has_bias", [True, False])
def test_squares_have_their_closed_form(has_bias):
    rng = np.random.default_rng(1)
    model, patches, targets = LinearModel((2, 2), has_bias), rng.normal(size=(30, 4)), rng.normal(size=30)
    theta, design = rng.normal(size=model.size), model.design(patches)
    loss, gradient = Backpropagation(model, Squared(), patches, targets)(theta)
    away = design @ theta - targets
    np.testing.assert_allclose(loss, away @ away / 30, rtol=1e-12)
    np.testing.assert_allclose(gradient, 2 * design.T @ away / 30, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("model", [EnergyModel((3,), 2), TwoLayerModel((3,), 2)], ids=lambda each: each.kind)
@pytest.mark.parametrize("loss", [Squared(), Logistic(3.0)], ids=str)
def test_several_filters_have_the_slopes_of_finite_differences(model, loss):
    rng = np.random.default_rng(2)
    targets = rng.integers(0, 2, 25).astype(float)
    loss_of = Backpropagation(model, loss, rng.normal(size=(25, 3)), targets)
    theta, step = rng.normal(size=model.size), 1e-6
    slopes = [(loss_of(theta + step * e)[0] - loss_of(theta - step * e)[0]) / (2 * step) for e in np.eye(model.size)]
    np.testing.assert_allclose(loss_of(theta)[1], slopes, rtol=1e-6, atol=1e-8)


def test_batches_are_those_rows_for_all_runs_or_for_each_its_own():
    rng = np.random.default_rng(3)
    inputs, targets, thetas = rng.normal(size=(20, 3)), rng.normal(size=20), rng.normal(size=(2, 3))
    model, rows = LinearModel((3,)), rng.integers(0, 20, (2, 6))
    loss_of = Backpropagation(model, Squared(), inputs, targets)
    for given, of_each in ((rows[0], [rows[0], rows[0]]), (rows, rows)):
        losses, gradients = loss_of(thetas, given)
        for theta, own, loss, gradient in zip(thetas, of_each, losses, gradients, strict=True):
            expected, slope = Backpropagation(model, Squared(), inputs[own], targets[own])(theta)
            assert loss == expected
            np.testing.assert_array_equal(gradient, slope)


def test_all_pictures_are_too_many_to_ask_at_every_step():
    patches = Backpropagation(LinearModel((3,)), Squared(), np.zeros((4, 3)), np.zeros(4))
    pictures = Backpropagation(GRATINGS.model, GRATINGS.loss, GRATINGS.inputs, GRATINGS.targets)
    assert (patches.is_cheap_over_all, pictures.is_cheap_over_all) == (True, False)
