"""One filter's answers are a correlation, and a product with its design matrix."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import correlate

from core.learning.experiment import patches_of
from core.learning.models import LinearModel


@pytest.mark.parametrize("shape", [(1,), (3,), (4,), (3, 5), (2, 2)])
@pytest.mark.parametrize("has_bias", [True, False])
def test_its_answers_along_a_signal_or_a_picture_are_a_correlation(shape, has_bias):
    rng = np.random.default_rng(0)
    data, model = rng.normal(size=(12, 15)[: len(shape)]), LinearModel(shape, has_bias)
    parameters = model.split(rng.normal(size=model.size))
    expected = correlate(data, parameters["weights"], mode="valid", method="direct") + parameters.get("bias", 0)
    answers = model.answers(parameters, patches_of(data, shape))
    np.testing.assert_allclose(answers, expected.ravel(), rtol=1e-12, atol=1e-12)


@given(taps=st.integers(1, 9), count=st.integers(1, 30), has_bias=st.booleans(), seed=st.integers(0, 1000))
def test_its_answers_are_the_design_matrix_times_all_its_numbers(taps, count, has_bias, seed):
    rng = np.random.default_rng(seed)
    model = LinearModel((taps,), has_bias)
    patches, theta = rng.normal(size=(count, taps)), rng.normal(size=model.size)
    design = model.design(patches)
    assert design.shape == (count, model.size)
    np.testing.assert_allclose(design @ theta, model.answers(model.split(theta), patches), rtol=1e-9, atol=1e-12)
