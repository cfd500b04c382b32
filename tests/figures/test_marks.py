"""Of many marks the highest of each stretch are drawn, and what is said of them is so."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.convolution import local_maxima
from core.figures.marks import marking, spread_marks


@given(length=st.integers(3, 3000), most=st.integers(1, 50), seed=st.integers(0, 50))
def test_marks_are_spread_and_keep_the_highest(length, most, seed):
    values = np.random.default_rng(seed).normal(size=length)
    marks = local_maxima(values)
    kept = spread_marks(marks, values, most)
    assert len(kept) <= most
    assert set(kept) <= set(marks)
    assert (np.diff(kept) > 0).all()
    if len(marks) <= most:
        np.testing.assert_array_equal(kept, marks)
    else:
        assert values[kept].max() == values[marks].max()
        # from any mark, one that is drawn is nearer than two stretches are long
        stretch = (marks[-1] - marks[0] + 1) / most
        assert (np.abs(marks[:, None] - kept).min(axis=1) <= max(2 * stretch, np.diff(marks).max())).all()


def test_of_equal_marks_one_a_stretch_is_drawn():
    marks = np.arange(0, 1000)
    assert spread_marks(marks, np.zeros(1000), most=4).tolist() == [0, 250, 500, 750]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "no positive answers"),
        (1, "1 positive answer marked"),
        (2, "2 positive answers marked"),
        (100, "100 positive answers marked"),
        (101, "101 positive answers, the highest of each stretch marked"),
    ],
)
def test_the_words_count_all_marks(count, words):
    assert marking(count, "positive answers") == words
