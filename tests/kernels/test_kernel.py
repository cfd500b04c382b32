"""A kernel is a value: immutable, equal by content, and as good as its array."""

import copy
import dataclasses
import pickle

import numpy as np
import pytest

from core.kernels import Kernel, get_kernel


def test_weights_are_a_private_read_only_copy() -> None:
    numbers = np.array([1.0, 2.0, 1.0])
    kernel = Kernel("mine", "Mine", "mine", numbers)
    numbers[0] = 9.0
    assert kernel.weights.tolist() == [1.0, 2.0, 1.0]
    with pytest.raises(ValueError, match="read-only"):
        kernel.weights[0] = 5.0


def test_parameters_are_a_private_read_only_copy() -> None:
    chosen = {"size": 3}
    kernel = Kernel("mine", "Mine", "mine", [1.0], chosen)
    chosen["size"] = 5
    assert dict(kernel.parameters) == {"size": 3}
    with pytest.raises(TypeError):
        kernel.parameters["size"] = 7


def test_fields_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        get_kernel("box").name = "other"


def test_equal_by_name_parameters_and_weights() -> None:
    kernel = Kernel("mine", "Mine", "mine", [1.0, 2.0], {"size": 2})
    same = Kernel("mine", "Another title", "mine", np.array([1, 2]), {"size": 2})
    assert kernel == same
    assert hash(kernel) == hash(same)
    assert len({kernel, same}) == 1


@pytest.mark.parametrize(
    "other",
    [
        Kernel("yours", "Mine", "mine", [1.0, 2.0], {"size": 2}),
        Kernel("mine", "Mine", "mine", [1.0, 2.5], {"size": 2}),
        Kernel("mine", "Mine", "mine", [1.0, 2.0], {"size": 3}),
        Kernel("mine", "Mine", "mine", [[1.0, 2.0]], {"size": 2}),
        "mine",
    ],
)
def test_unequal_where_anything_of_it_differs(other) -> None:
    assert Kernel("mine", "Mine", "mine", [1.0, 2.0], {"size": 2}) != other


def test_minus_zero_is_zero() -> None:
    assert str(Kernel("mine", "Mine", "mine", [-0.0, 1.0]).weights) == "[0. 1.]"
    assert Kernel("mine", "Mine", "mine", [-0.0]) == Kernel("mine", "Mine", "mine", [0.0])


@pytest.mark.parametrize("again", [copy.deepcopy, lambda kernel: pickle.loads(pickle.dumps(kernel))])  # noqa: S301
def test_copies_and_pickles_are_equal_and_read_only(again) -> None:
    kernel = get_kernel("gabor", angle=30)
    twin = again(kernel)
    assert twin == kernel
    assert (twin.title, twin.family, twin.source) == (kernel.title, kernel.family, kernel.source)
    assert not twin.weights.flags.writeable


def test_numpy_takes_a_kernel_as_its_weights() -> None:
    kernel = get_kernel("sobel_x")
    assert np.asarray(kernel) is kernel.weights
    assert np.asarray(kernel, dtype=np.float32).dtype == np.float32
    assert np.array(kernel).flags.writeable
    assert (kernel.ndim, kernel.shape) == (2, (3, 3))
    with pytest.raises(ValueError, match="copy"):
        np.array(kernel, dtype=np.float32, copy=False)
