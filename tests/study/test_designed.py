"""Designed methods: each answers in the data's shape, and noise is estimated from what smooth data do not have."""

import numpy as np
import pytest
from skimage.restoration import estimate_sigma

from core.data import get_image
from core.study.designed import designed_methods, noise_of

METHODS = [(ndim, method) for ndim in (1, 2) for method in designed_methods(ndim)]


@pytest.mark.parametrize(("ndim", "method"), METHODS, ids=lambda value: getattr(value, "name", value))
def test_a_method_answers_with_each_of_its_settings_even_where_nothing_varies(ndim, method):
    rng = np.random.default_rng(0)
    shape = (80,) if ndim == 1 else (40, 44)
    for data in (rng.normal(50.0, 3.0, shape), np.full(shape, 2.0)):
        for settings in method.choices:
            answer = method.apply(data, noise_of(data), **settings)
            assert answer.shape == shape
            assert np.isfinite(answer).all()


@pytest.mark.parametrize("sigma", [0.02, 0.05, 0.1])
def test_noise_on_a_photograph_is_estimated_about_as_by_wavelets(sigma):
    clean = np.asarray(get_image("camera").pixels, float)
    noisy = clean + np.random.default_rng(0).normal(0.0, sigma, clean.shape)
    assert noise_of(noisy) == pytest.approx(sigma, rel=0.3)  # the photograph has some of its own
    assert noise_of(noisy) == pytest.approx(estimate_sigma(noisy), rel=0.25)


def test_multiplications_are_counted_where_a_kernel_is_applied():
    counted = {method.name: method.multiplications(method.choices[0]) for method in designed_methods(2)}
    assert (counted["identity"], counted["box"], counted["median"]) == (0, 6, None)
