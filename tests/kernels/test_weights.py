"""The check of numbers, through the public functions that make it."""

import numpy as np
import pytest

from core.kernels import Kernel, compare, frequency_response, separability

WRONG_VALUE = [
    ([], "is empty, of shape (0,): give at least one number."),
    (np.zeros((0, 3)), "is empty, of shape (0, 3): give at least one number."),
    (1.0, "has 0 dimensions: give a kernel, or an array of shape (k,) or (h, w)."),
    (np.zeros((2, 2, 2)), "has 3 dimensions: give a kernel, or an array of shape (k,) or (h, w)."),
    ([1.0, np.nan], "holds NaN or infinity: give finite numbers."),
    ([[1.0, -np.inf]], "holds NaN or infinity: give finite numbers."),
    ([[1, 2], [3]], "has rows of different lengths: give an array of shape (k,) or (h, w)."),
]
WRONG_TYPE = [
    ([1j, 2], "holds complex128 values: give real numbers."),
    (["1", "2"], "holds <U1 values: give real numbers."),
    ([None, 1], "holds object values: give real numbers."),
    ([2**70, 1], "holds object values: give real numbers."),
    (np.array(["2024-01-01"], dtype="datetime64[D]"), "holds datetime64[D] values: give real numbers."),
]
ENTRANCES = [
    (lambda bad: Kernel("mine", "Mine", "mine", bad), "weights "),
    (frequency_response, "kernel "),
    (separability, "kernel "),
    (lambda bad: compare(bad, [1, 2]), "designed "),
    (lambda bad: compare([1, 2], bad), "learned "),
]


@pytest.mark.parametrize(("entrance", "argument"), ENTRANCES)
@pytest.mark.parametrize(("bad", "message"), WRONG_VALUE)
def test_wrong_values_are_named(entrance, argument, bad, message) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        entrance(bad)
    assert str(caught.value) == argument + message


@pytest.mark.parametrize(("entrance", "argument"), ENTRANCES)
@pytest.mark.parametrize(("bad", "message"), WRONG_TYPE)
def test_wrong_types_are_named(entrance, argument, bad, message) -> None:
    with pytest.raises(TypeError) as caught:
        entrance(bad)
    assert str(caught.value) == argument + message


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int64, np.float16, np.float32, np.float64])
def test_every_real_dtype_is_welcome(dtype) -> None:
    kernel = Kernel("mine", "Mine", "mine", np.array([0, 1, 1], dtype=dtype))
    assert kernel.weights.dtype == np.float64
    assert kernel.weights.tolist() == [0.0, 1.0, 1.0]
