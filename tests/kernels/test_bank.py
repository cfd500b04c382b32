"""Sets of filters against angles that are known, and chance against its distribution."""

import numpy as np
import pytest
from scipy.linalg import subspace_angles

from core.kernels import best_cosines, chance_cosines, get_kernel, principal_cosines, random_filters

SOBELS = np.stack([get_kernel("sobel_x").weights, get_kernel("sobel_y").weights])


def test_a_pair_that_is_turned_spans_the_same():
    turned = np.stack([SOBELS[0] + SOBELS[1], SOBELS[0] - 3 * SOBELS[1]])
    np.testing.assert_allclose(principal_cosines(SOBELS, turned), [1, 1], atol=1e-12)
    assert best_cosines(turned, SOBELS).max() < 0.96


@pytest.mark.parametrize("seed", range(5))
def test_cosines_are_those_of_scipys_angles(seed):
    rng = np.random.default_rng(seed)
    first, second = rng.normal(size=(2, 9)), rng.normal(size=(3, 9))
    expected = np.sort(np.cos(subspace_angles(first.T, second.T)))[::-1]
    np.testing.assert_allclose(principal_cosines(first, second), expected, atol=1e-12)


def test_a_filter_that_is_a_mixture_adds_nothing():
    assert len(principal_cosines(np.stack([SOBELS[0], 2 * SOBELS[0]]), SOBELS)) == 1


def test_chance_for_one_filter_is_the_distribution_of_an_angle():
    # the cosine of a random direction in 9 dimensions has mean square 1/9
    found = chance_cosines(SOBELS[:1], draws=20_000)
    np.testing.assert_allclose((found**2).mean(), 1 / 9, rtol=0.03)
    assert chance_cosines(SOBELS).mean() > found.mean()


def test_random_filters_have_the_covariance_that_is_asked_for():
    mixing = np.random.default_rng(0).normal(size=(4, 6))
    covariance = mixing.T @ mixing  # of rank 4: two directions never occur
    drawn = random_filters((2, 3), draws=40_000, covariance=covariance)
    assert drawn.shape == (40_000, 2, 3)
    rows = drawn.reshape(-1, 6)
    np.testing.assert_allclose(rows.T @ rows / len(rows), covariance, atol=0.05 * covariance.max())
    assert np.linalg.matrix_rank(rows, tol=1e-4) == 4


def test_random_filters_are_repeatable_and_white():
    np.testing.assert_array_equal(random_filters((3, 3), 5, seed=1), random_filters((3, 3), 5, seed=1))
    assert not np.array_equal(random_filters((3, 3), 5, seed=1), random_filters((3, 3), 5, seed=2))
    np.testing.assert_array_equal(random_filters((2,), 4), random_filters((2,), 4, covariance=np.eye(2)))


def test_zeros_are_like_nothing():
    assert best_cosines(np.zeros((1, 3, 3)), SOBELS) == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: principal_cosines([1, 2], SOBELS),
            "first has shape (2,): give filters (n, *shape) of finite numbers.",
        ),
        (
            lambda: best_cosines(SOBELS, [[np.nan]]),
            "bank has shape (1, 1): give filters (n, *shape) of finite numbers.",
        ),
        (
            lambda: principal_cosines(SOBELS, np.ones((2, 4))),
            "second has filters of 4 taps, first of 9: compare equal shapes.",
        ),
        (
            lambda: random_filters((2, 3), covariance=np.eye(5)),
            "covariance has shape (5, 5): give finite numbers of shape (6, 6) for filters of 6 taps.",
        ),
        (
            lambda: random_filters((2,), covariance=[[1, 2], [2, 1]]),
            "covariance is not one of any filters: give a symmetric matrix without negative eigenvalues, such as "
            "filters.T @ filters / n.",
        ),
        (
            lambda: random_filters((2,), covariance=[[1, 0.5], [0, 1]]),
            "covariance is not one of any filters: give a symmetric matrix without negative eigenvalues, such as "
            "filters.T @ filters / n.",
        ),
    ],
)
def test_wrong_sets_are_named(call, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        call()
    assert str(caught.value) == message
