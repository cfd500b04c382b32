"""The texture network's own gradient against automatic differentiation."""

import dataclasses

import numpy as np
import pytest

from core.learning import get_experiment
from core.learning.losses import CrossEntropy
from core.learning.models import TextureNetwork
from core.learning.objectives import Backpropagation, Textures
from core.learning.objectives import textures as module

RNG = np.random.default_rng(0)
PICTURES = RNG.normal(size=(40, 20, 20)).astype(np.float32)
TARGETS = RNG.integers(0, 3, 40).astype(float)


@pytest.mark.parametrize("depth", [1, 2])
@pytest.mark.parametrize("smoothness", [0.0, 0.3])
@pytest.mark.parametrize("is_frozen", [False, True])
def test_loss_and_gradient_are_those_of_automatic_differentiation(depth, smoothness, is_frozen):
    model = TextureNetwork((5, 5), 6, 3, depth, is_frozen, smoothness)
    theta = RNG.normal(0.0, 0.2, model.size).astype(np.float32)
    rows = RNG.integers(0, 40, 25)
    ours, theirs = Textures(model, PICTURES, TARGETS), Backpropagation(model, CrossEntropy(), PICTURES, TARGETS)
    for chosen in (rows, None):
        loss, slope = ours(theta, chosen)
        expected, gradient = theirs(theta, chosen)
        np.testing.assert_allclose(loss, expected, rtol=1e-5)
        found, wanted = model.split(slope), model.split(gradient)
        for name in model.free:
            if name in model.frozen:
                assert not found[name].any()
            else:
                np.testing.assert_allclose(found[name], wanted[name], atol=2e-5 * np.abs(wanted[name]).max())
    assert slope.dtype == np.float32


def test_many_pictures_are_taken_in_parts(monkeypatch):
    model = TextureNetwork((5, 5), 6, 3, 2, smoothness=0.3)
    theta = RNG.normal(0.0, 0.2, model.size).astype(np.float32)
    expected, gradient = Textures(model, PICTURES, TARGETS)(theta)
    monkeypatch.setattr(module, "AT_ONCE", 7)
    loss, slope = Textures(model, PICTURES, TARGETS)(theta)
    np.testing.assert_allclose(loss, expected, rtol=1e-5)
    np.testing.assert_allclose(slope, gradient, atol=2e-5 * np.abs(gradient).max())


def test_means_of_frozen_filters_are_computed_once_for_each_seed(monkeypatch):
    monkeypatch.setattr(module, "AT_ONCE", 7)
    monkeypatch.setattr(module, "MOST_FROZEN", 2)
    model = TextureNetwork((5, 5), 6, 3, 1, is_frozen=True)
    thetas = RNG.normal(0.0, 0.2, (3, model.size)).astype(np.float32)
    objective, parts = Textures(model, PICTURES, TARGETS), []
    monkeypatch.setattr(objective, "_mean_parts", lambda maps: parts.append(1) or Textures._mean_parts(objective, maps))
    expected, _ = Backpropagation(model, CrossEntropy(), PICTURES, TARGETS)(thetas)
    for chosen, made in ((slice(2), 12), (slice(2), 12), (slice(3), 18)):  # 40 pictures are six parts
        losses, _ = objective(thetas[chosen])
        np.testing.assert_allclose(losses, expected[chosen], rtol=1e-5)
        assert len(parts) == made
    assert len(objective._means) <= 2


def test_batches_are_those_rows_for_all_runs_or_for_each_its_own():
    model = TextureNetwork((5, 5), 4, 3)
    thetas, rows = RNG.normal(0.0, 0.2, (2, model.size)).astype(np.float32), RNG.integers(0, 40, (2, 7))
    objective = Textures(model, PICTURES, TARGETS)
    for given, of_each in ((rows[0], [rows[0]] * 2), (rows, rows)):
        losses, gradients = objective(thetas, given)
        for theta, own, loss, gradient in zip(thetas, of_each, losses, gradients, strict=True):
            expected, slope = objective(theta, own)
            assert loss == expected
            np.testing.assert_array_equal(gradient, slope)


def test_what_is_given_is_not_changed():
    experiment = get_experiment("name_textures", patches=2)
    theta = RNG.normal(0.0, 0.2, experiment.model.size).astype(np.float32)
    theta.setflags(write=False)
    before = theta.copy()
    rows = np.arange(5)
    rows.setflags(write=False)
    Textures(dataclasses.replace(experiment.model), experiment.inputs, experiment.targets)(theta, rows)
    np.testing.assert_array_equal(theta, before)
