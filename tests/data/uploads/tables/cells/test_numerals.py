"""Numbers in the customs of many countries, written by the test and read back exactly."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.data.uploads.tables.cells.numerals import (
    DASHES,
    MISSING,
    NUMERAL,
    NotANumber,
    is_missing,
    numbers,
    since_first,
    tallied,
)

MARKS = {
    ".": (",", "'", "\u2019", " ", "\u00a0", "\u202f", "\u2009"),
    ",": (".", "'", "\u2019", " ", "\u00a0", "\u202f", "\u2009"),
}


def written(value: Decimal, decimal: str, mark: str, minus: str) -> str:
    """A number as somebody writes it."""
    whole, _, part = f"{abs(value):,f}".partition(".")
    return (minus if value < 0 else "") + whole.replace(",", mark) + (decimal + part if part else "")


@given(
    values=st.lists(st.decimals(-(10**9), 10**9, places=3), min_size=1, max_size=5),
    decimal=st.sampled_from(".,"),
    mark=st.integers(0, 6),
    minus=st.sampled_from(DASHES),
    grouped=st.booleans(),
)
def test_values_come_back_whatever_parts_thousands_and_whatever_the_minus(values, decimal, mark, minus, grouped):
    cells = [written(value, decimal, MARKS[decimal][mark] if grouped else "", minus) for value in values]
    assert all(NUMERAL.match(cell) for cell in cells)
    assert numbers(pa.array(cells), decimal).tolist() == [float(value) for value in values]
    (tally,) = tallied([pa.array(cells)])
    assert tally.numbers == tally.filled == len(cells)
    # with three places each number may have the other sign between thousands as well, and is then left open
    assert tally.decimal in (decimal, "?")


@pytest.mark.parametrize(
    ("cells", "decimal"),
    [
        (["1.5", "2"], "."),
        (["1,5", "2"], ","),
        (["1,234", "2.5"], "."),
        (["1.234", "2,5"], ","),
        (["1,234"], "?"),
        (["1.234", "7"], "?"),
        (["0,234"], ","),
        (["12,34,567"], "."),
        (["1", "20"], ""),
        (["1.5", "2,5"], ""),
        (["x", ""], ""),
    ],
)
def test_a_column_tells_its_decimal_sign_or_leaves_it_open(cells, decimal):
    (tally,) = tallied([pa.array(cells)])
    assert tally.decimal == decimal


@pytest.mark.parametrize(
    "cell",
    ["1.2.3", "1,23,4", "1e", "e5", "--5", "5-", "1_000", "0x10", "1 23", "½", "infinite", "1,234e5.0"],
)
def test_what_only_looks_like_a_number_is_none(cell):
    assert not NUMERAL.match(cell)
    for decimal in ".,":
        with pytest.raises(NotANumber) as caught:
            numbers(pa.array(["1", "", cell, "x"]), decimal)
        assert (caught.value.row, caught.value.cell) == (2, cell)


def test_after_a_nought_there_are_no_thousands():
    assert numbers(pa.array(["01,234", "0,5"]), ",").tolist() == [1.234, 0.5]
    with pytest.raises(NotANumber, match=r"^01,234$"):
        numbers(pa.array(["01,234"]), ".")


def test_powers_of_ten_and_what_has_no_end_are_numbers():
    cells = pa.array(["1e3", "-2.5E-2", "+.5", "5.", "inf", "\u2212Infinity"])
    assert numbers(cells, ".").tolist() == [1000.0, -0.025, 0.5, 5.0, np.inf, -np.inf]


def test_what_stands_for_no_value_is_missing_in_letters_of_either_size():
    cells = [*MISSING, *(cell.upper() for cell in MISSING)]
    assert all(is_missing(pa.array(cells)).to_pylist())
    assert np.isnan(numbers(pa.array(cells), ",")).all()
    assert not any(is_missing(pa.array(["0", "x", "nan1", " "])).to_pylist())


def test_columns_are_counted_each_by_itself():
    columns = [["1,5", "", "x"], ["1.5", "2", "3"], ["", "NA", "-"]]
    alone = [tallied([pa.array(column)])[0] for column in columns]
    assert tallied([pa.array(column) for column in columns]) == alone
    assert [(tally.filled, tally.numbers) for tally in alone] == [(2, 1), (3, 3), (0, 0)]


@given(
    first=st.decimals(0, 10**20, places=9),
    steps=st.lists(st.decimals(0, 1000, places=9), min_size=1, max_size=4),
    decimal=st.sampled_from(".,"),
)
def test_distances_are_free_of_the_rounding_of_large_numbers(first, steps, decimal):
    assume(steps)
    values = [first, *(first + step for step in steps)]
    cells = pa.array([written(value, decimal, "", "-") for value in values])
    found = since_first(cells, decimal)
    np.testing.assert_allclose(found, [0.0, *map(float, steps)], rtol=1e-15)


def test_numbers_with_powers_of_ten_have_the_distances_of_doubles():
    assert since_first(pa.array(["1e3", "1.5e3"]), ".").tolist() == [0.0, 500.0]
