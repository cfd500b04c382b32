"""What holds for every kernel, whatever is chosen for its parameters."""

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.kernels import get_kernel, kernel_names, kernel_parameters
from core.kernels.catalogue import _DESIGNS
from core.parameters import Choice, Range

# What the weights add up to, for every choice of the parameters; None where it depends on them.
SUMS = {
    "peak_detector": -1.0,
    "savitzky_golay": None,
    "gabor": None,
    "gabor_1d": None,
    "pre_emphasis": None,
    "haar_low": np.sqrt(2),
    "daubechies_low": np.sqrt(2),
    "haar_2d": None,
    "dct_basis": None,
    "dct_basis_3": None,
    "frei_chen": None,
    "laws": None,
} | dict.fromkeys(
    [
        *("box_1d", "gaussian_1d", "binomial_1d", "exponential_1d"),
        *("gaussian", "box", "binomial", "pillbox", "motion_blur", "low_pass_1d", "notch_1d"),
        *("identity_1d", "identity", "sharpen", "unsharp", "high_boost", "emboss"),
    ],
    1.0,
)


def values_of(parameter):
    if isinstance(parameter, Choice):
        return st.sampled_from(parameter.options)
    if isinstance(parameter, Range):
        numbers = st.integers if parameter.whole else st.floats
        return numbers(parameter.minimum, parameter.maximum)
    return st.booleans()


def choices_of(name):
    return st.fixed_dictionaries({parameter.name: values_of(parameter) for parameter in kernel_parameters(name)})


@pytest.mark.parametrize("name", kernel_names())
@settings(max_examples=60)
@given(data=st.data())
def test_every_choice_gives_finite_read_only_weights_with_the_right_sum(name, data) -> None:
    kernel = get_kernel(name, **data.draw(choices_of(name)))
    assert kernel.weights.dtype == np.float64
    assert np.isfinite(kernel.weights).all()
    assert kernel.weights.any()
    assert not kernel.weights.flags.writeable
    assert kernel.weights.flags.c_contiguous
    assert max(kernel.shape) <= 31
    expected = SUMS.get(name, 0.0)
    if expected is not None:
        assert kernel.weights.sum() == pytest.approx(expected, abs=1e-11 * max(1.0, np.abs(kernel.weights).sum()))


@pytest.mark.parametrize("name", kernel_names())
def test_the_smallest_and_largest_of_every_parameter(name) -> None:
    ends = {
        "least": lambda p: p.minimum if isinstance(p, Range) else p.options[0] if isinstance(p, Choice) else False,
        "most": lambda p: p.maximum if isinstance(p, Range) else p.options[-1] if isinstance(p, Choice) else True,
    }
    for end in ends.values():
        assert np.isfinite(get_kernel(name, **{p.name: end(p) for p in kernel_parameters(name)}).weights).all()


@pytest.mark.parametrize("name", kernel_names())
def test_a_design_takes_exactly_what_is_declared(name) -> None:
    assert list(inspect.signature(_DESIGNS[name]).parameters) == [p.name for p in kernel_parameters(name)]


@pytest.mark.parametrize("name", kernel_names())
def test_defaults_and_options_are_allowed(name) -> None:
    for parameter in kernel_parameters(name):
        assert parameter.check(parameter.default) == parameter.default
        assert parameter.title
        if isinstance(parameter, Choice) and parameter.name == "size" and name != "dct_basis":
            assert all(size % 2 == 1 and size <= 31 for size in parameter.options)


@pytest.mark.parametrize("name", [name for name in SUMS if SUMS[name] is not None])
def test_no_sum_is_declared_for_a_name_that_is_gone(name) -> None:
    assert name in kernel_names()
