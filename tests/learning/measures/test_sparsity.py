"""Measures of sparseness on answers whose distribution is known."""

import numpy as np
import pytest

from core.learning.measures.sparsity import kurtosis, share_lost, share_near_zero

RNG = np.random.default_rng(0)


@pytest.mark.parametrize(("answers", "expected"), [(RNG.normal, 3.0), (RNG.laplace, 6.0), (RNG.uniform, 1.8)])
def test_known_distributions_have_their_kurtosis(answers, expected):
    drawn = answers(*((-1, 1) if answers == RNG.uniform else (0, 2)), size=(400_000, 2))
    np.testing.assert_allclose(kurtosis(drawn), expected, rtol=0.03)


def test_a_filter_that_never_answers_counts_as_normal():
    assert kurtosis(np.zeros((5, 1))).tolist() == [3.0]


def test_one_in_five_normal_answers_is_near_zero_at_any_strength():
    answers = RNG.normal(size=(200_000, 2)) * [1.0, 50.0]
    np.testing.assert_allclose(share_near_zero(answers), 0.1974, atol=0.002)


def test_what_is_lost_is_what_lies_outside_the_span():
    filters, patches = RNG.normal(size=(3, 7)), RNG.normal(size=(40, 7))
    outside = np.linalg.lstsq(filters.T, patches.T, rcond=None)[1].sum()
    np.testing.assert_allclose(share_lost(filters, patches), outside / (patches**2).sum(), rtol=1e-9)
    assert share_lost(RNG.normal(size=(9, 7)), patches) < 1e-12
    np.testing.assert_allclose(share_lost(np.vstack([filters, filters]), patches), share_lost(filters, patches))
