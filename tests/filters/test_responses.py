"""The answers to an impulse and a step are those of textbooks: a kernel turned round, and its running sum."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.filters import Layer, overshoot_of, responses_of
from core.kernels import Kernel, get_kernel, kernel_names


def test_a_correlation_answers_to_an_impulse_with_its_kernel_turned_round():
    kernel = Kernel("mine", "Mine", "mine", [1.0, 2.0, 4.0])
    answers = responses_of(Layer(kernel), reach=3)
    assert answers.at.tolist() == [-3, -2, -1, 0, 1, 2, 3]
    assert answers.impulse.tolist() == [0, 0, 4, 2, 1, 0, 0]
    assert answers.step.tolist() == [0, 0, 4, 6, 7, 7, 7]
    assert responses_of(Layer(kernel, flip=True), reach=3).impulse.tolist() == [0, 0, 1, 2, 4, 0, 0]


@given(name=st.sampled_from(kernel_names(1)), flip=st.booleans(), dilation=st.integers(1, 4))
def test_a_step_is_a_sum_of_impulses_and_ends_at_the_gain_of_a_constant(name, flip, dilation):
    kernel = get_kernel(name)
    answers = responses_of(Layer(kernel, flip=flip, dilation=dilation))
    np.testing.assert_allclose(answers.step, np.cumsum(answers.impulse), atol=1e-12)
    assert answers.step[-1] == pytest.approx(kernel.weights.sum(), abs=1e-12)
    assert answers.impulse[0] == answers.impulse[-1] == 0


def test_steps_after_the_kernel_are_left_out():
    kernel = get_kernel("central_difference")
    plain, whole = (responses_of(layer) for layer in (Layer(kernel), Layer(kernel, stride=3, relu=True, pool=2)))
    np.testing.assert_array_equal(plain.impulse, whole.impulse)
    np.testing.assert_array_equal(plain.step, whole.step)


def test_smoothing_does_not_overshoot_and_sharpening_does():
    gaussian, pre_emphasis = (responses_of(Layer(get_kernel(name))) for name in ("gaussian_1d", "pre_emphasis"))
    assert overshoot_of(gaussian.step) == pytest.approx(0, abs=1e-12)
    assert overshoot_of(pre_emphasis.step) == pytest.approx(1 / 0.05 - 1)
    assert overshoot_of(responses_of(Layer(get_kernel("central_difference"))).step) == 0
    assert overshoot_of(-gaussian.step) == pytest.approx(0, abs=1e-12)
