"""A digest stands for all of the content, and for nothing but that."""

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b
from types import MappingProxyType

import numpy as np
import pytest

from core.data import Image, Signal
from core.digest import digest_of
from core.kernels import get_kernel


@dataclass(frozen=True)
class One:
    """Something with two fields."""

    first: object
    second: object = None


@dataclass(frozen=True)
class Other(One):
    """The same fields, and not the same thing."""


def digest(*parts):
    return digest_of(*parts, size=8)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (np.zeros(4), np.zeros(4, np.float32)),
        (np.zeros(4), np.zeros((2, 2))),
        (np.zeros(2), [0.0, 0.0]),
        (1, 1.0),
        ("1", 1),
        (One(1, 2), One(2, 1)),
        (One(1), Other(1)),
        (One(np.zeros(3)), One(np.ones(3))),
        ({"a": 1}, {"a": 2}),
        ({"a": (1, 2)}, {"a": (1,), "b": 2}),
        ((1, (2, 3)), ((1, 2), 3)),
        (get_kernel("sobel_x"), get_kernel("sobel_y")),
        (Signal("a", "A", [1.0, 2.0]), Signal("a", "A", [1.0, 3.0])),
        (Image("a", "A", [[0.0]]), Image("a", "B", [[0.0]])),
    ],
)
def test_other_content_has_another_digest(one, other):
    assert digest(one) != digest(other)
    assert digest([one]) != digest([other])
    assert digest(1, one) != digest(1, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (np.eye(3), np.asfortranarray(np.eye(3))),
        (np.arange(6)[::2], np.array([0, 2, 4])),
        ({"a": 1}, MappingProxyType(OrderedDict(a=1))),
        (One((1, 2)), One([1, 2])),
        (Image("a", "A", [[0.0, 1.0]]), Image("a", "A", np.array([[0, 1]]))),
    ],
)
def test_equal_content_has_an_equal_digest(one, other):
    assert digest(one) == digest(other)


def test_an_array_is_its_type_its_shape_and_its_bytes():
    array = np.arange(6, dtype=np.float32).reshape(2, 3)
    expected = blake2b(b"<f4(2, 3)" + array.tobytes(), digest_size=16).hexdigest()
    assert digest_of(array, size=16) == expected
    assert Image("a", "A", array / 5).content_id == digest_of((array / 5).astype(np.float32), size=16)


def test_numbers_of_a_picture_are_not_read_again_once_their_digest_is_known():
    image = Image("a", "A", np.zeros((2, 2)))
    assert image.content_id
    known = digest(image)
    object.__setattr__(image, "pixels", np.ones((2, 2), np.float32))
    assert digest(image) == known
