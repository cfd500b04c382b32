"""What may be chosen, and the check of what was."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.parameters import Choice, Range, Switch, resolve

SIGMA = Range("sigma", "Sigma", 1.0, 0.3, 8.0, 0.1)
COUNT = Range("count", "Count", 3, 1, 9, 1)
SIZE = Choice("size", "Size", 3, (3, 5, 7))

ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.lists(st.integers(), max_size=3),
    st.just(10**5000), st.just(np.float32(2)), st.just(np.int8(5)), st.just(np.ones(3)), st.complex_numbers(),
)  # fmt: skip


@given(ANYTHING)
def test_whatever_comes_is_checked_or_refused_with_a_value_error(value):
    for parameter in (SIGMA, COUNT, SIZE, Switch("on", "On", False)):
        try:
            checked = parameter.check(value)
        except ValueError as error:
            assert str(error).startswith(f"{parameter.name}=")
            assert len(str(error)) < 200
        else:
            assert parameter.check(checked) == checked


@pytest.mark.parametrize(
    ("parameter", "value", "message"),
    [
        (SIGMA, math.nan, "sigma=nan is not allowed: give a number from 0.3 to 8.0, for example 1.0."),
        (SIGMA, True, "sigma=True is not allowed: give a number from 0.3 to 8.0, for example 1.0."),
        (SIGMA, "2", "sigma='2' is not allowed: give a number from 0.3 to 8.0, for example 1.0."),
        (COUNT, 2.5, "count=2.5 is not allowed: give a whole number from 1 to 9, for example 3."),
        (SIZE, 4, "size=4 is not allowed: choose one of 3, 5, 7."),
        (Switch("on", "On", False), 1, "on=1 is not allowed: give True or False."),
    ],
)
def test_what_is_not_allowed_is_named(parameter, value, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        parameter.check(value)
    assert str(caught.value) == message


def test_numbers_come_back_as_plain_python():
    assert type(COUNT.check(np.int64(4))) is int
    assert type(SIGMA.check(np.float32(2))) is float
    assert type(SIZE.check(5.0)) is int


def test_defaults_fill_what_is_left_out():
    assert resolve("box", (SIGMA, SIZE), {"size": 5}) == {"sigma": 1.0, "size": 5}
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        resolve("box", (SIGMA, SIZE), {"siz": 5})
    assert str(caught.value) == "siz is not a parameter of box: it has sigma, size."
