"""Reading, writing and converting at addresses."""

import numpy as np
import pytest
from numba import njit

from core.machine.memory import convert, load, numbers_at, store, table_at
from core.machine.target import VECTOR_BYTES


@njit(nogil=True, error_model="numpy")
def _convert(source, target, source_kind, target_kind):
    convert(source, target, source_kind, target_kind)


@njit(nogil=True, error_model="numpy")
def _copy(source, target, table, kind):
    for place in range(table_at(table)[0]):
        store(target + place * table_at(table)[1], load(source + place * table_at(table)[1], kind))
    numbers_at(target, kind)[table_at(table)[0]] = 7


@pytest.mark.parametrize("source", [np.float32, np.float64])
@pytest.mark.parametrize("target", [np.float32, np.float64])
def test_a_vector_of_the_wider_type_is_converted(source, target):
    lanes = VECTOR_BYTES // max(np.dtype(source).itemsize, np.dtype(target).itemsize)
    numbers, converted = np.random.default_rng(0).normal(size=lanes).astype(source), np.zeros(lanes + 1, target)
    _convert(numbers.ctypes.data, converted.ctypes.data, source(0), target(0))
    np.testing.assert_array_equal(converted, np.append(numbers.astype(target), 0))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_numbers_are_read_and_written_at_addresses(dtype):
    numbers, copied = np.arange(6, dtype=dtype), np.zeros(6, dtype)
    table = np.array([4, numbers.itemsize])
    _copy(numbers.ctypes.data, copied.ctypes.data, table.ctypes.data, dtype(0))
    assert copied.tolist() == [0, 1, 2, 3, 7, 0]
