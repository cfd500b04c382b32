"""Windows are all places where a filter lies wholly on the data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.learning.windows import Windows, patches_of


@given(
    shape=st.lists(st.integers(1, 4), min_size=1, max_size=2).map(tuple),
    extent=st.lists(st.integers(0, 3), min_size=2, max_size=2),
    seed=st.integers(0, 1000),
)
def test_patches_are_all_places_where_a_filter_lies_wholly_on_the_data(shape, extent, seed):
    around = (1,) * (2 - len(shape)) + shape  # one row of taps slides along every row
    data = np.random.default_rng(seed).random(tuple(a + b for a, b in zip(around, extent, strict=True)))
    rows, columns = (length - taps + 1 for length, taps in zip(data.shape, around, strict=True))
    expected = [
        data[row : row + around[0], column : column + around[1]].ravel()
        for row in range(rows)
        for column in range(columns)
    ]
    found = patches_of(data.astype(np.float32), shape)
    np.testing.assert_array_equal(found, np.array(expected, np.float32))
    assert found.dtype == np.float64


@pytest.mark.parametrize(
    ("extent", "shape", "taps", "places"),
    [
        ((9,), (3,), (1, 3), (1, 7)),
        ((4, 9), (3,), (1, 3), (4, 7)),
        ((4, 9), (2, 3), (2, 3), (3, 7)),
        ((4, 9), (4, 9), (4, 9), (1, 1)),
    ],
)
def test_windows_say_where_they_lie(extent, shape, taps, places):
    data = np.arange(float(np.prod(extent))).reshape(extent)
    windows = Windows(data, shape)
    assert (windows.taps, windows.places) == (taps, places)
    firsts = windows.patches()[:, 0].reshape(places)
    np.testing.assert_array_equal(firsts, windows.rows[: places[0], : places[1]])
