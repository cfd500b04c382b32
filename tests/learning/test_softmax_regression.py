"""The best linear layer against its definition: no slope, and no better neighbour."""

import numpy as np
from scipy.special import log_softmax

from core.learning.softmax_regression import softmax_regression

RNG = np.random.default_rng(0)
FEATURES, TARGETS = RNG.normal(size=(60, 4)), RNG.integers(0, 3, 60)


def loss(weights, biases, decay):
    scores = log_softmax(FEATURES @ weights.T + biases, axis=1)
    return -scores[np.arange(60), TARGETS].mean() + decay / 2 * (weights**2).sum()


def test_no_neighbour_is_better():
    weights, biases = softmax_regression(FEATURES, TARGETS, 3, 0.1)
    least = loss(weights, biases, 0.1)
    for _ in range(50):
        assert loss(weights + RNG.normal(0, 0.01, weights.shape), biases + RNG.normal(0, 0.01, 3), 0.1) > least


def test_without_features_only_the_shares_of_the_classes_are_left():
    _, biases = softmax_regression(np.zeros((60, 2)), TARGETS, 3, 0.1)
    shares = np.exp(log_softmax(biases))
    np.testing.assert_allclose(shares, np.bincount(TARGETS) / 60, atol=1e-4)


def test_large_features_do_not_overflow():
    weights, biases = softmax_regression(1e4 * FEATURES, TARGETS, 3, 1e-3)
    assert np.isfinite(weights).all()
    assert np.isfinite(biases).all()
