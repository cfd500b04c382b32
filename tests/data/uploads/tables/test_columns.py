"""Which columns hold numbers, and how these are written."""

import pyarrow as pa
import pytest

from core.data.uploads.tables.columns import JUDGED_ROWS, columns_of
from core.data.uploads.tables.header import Header


def found(*columns, names=None, units=None, separator=","):
    width = len(columns)
    names = names or tuple(f"column {number}" for number in range(1, width + 1))
    header = Header(2, width, names, units or ("",) * width)
    return columns_of([pa.array(cells) for cells in columns], header, separator)


def test_columns_have_their_names_units_and_cells_and_empty_ones_are_left_out():
    columns = found(["0", "1"], ["", "NA"], ["a", "b"], names=("t", "none", "column 3"), units=("s", "", ""))
    assert [(each.name, each.unit, each.is_nameless, each.is_numeric) for each in columns] == [
        ("t", "s", False, True),
        ("column 3", "", True, False),
    ]
    assert columns[0].cells.to_pylist() == ["0", "1"]


@pytest.mark.parametrize(
    ("cells", "is_numeric"),
    [
        (["1", "2", "x"], True),
        (["1", "x"], True),
        (["1", "x", "y"], False),
        (["1", *[""] * 9], True),
        (["1", "x", *[""] * 9], False),
        (["x", "y"], False),
    ],
)
def test_half_of_what_is_there_must_be_numbers_and_text_beside_the_first_samples_is_none(cells, is_numeric):
    column, _ = found(cells, ["1"] * len(cells))
    assert column.is_numeric is is_numeric


@pytest.mark.parametrize(
    ("cells", "separator", "signs"),
    [
        ((["1,5", "2"], ["1,234", "5"]), ";", [",", ","]),
        ((["1.5", "2"], ["1,234", "5"]), ";", [".", "."]),
        ((["1.234", "2"],), ",", ["."]),
        ((["1.234", "2"],), ";", ["?"]),
        ((["1,234", "2"],), "\t", ["?"]),
        ((["1,5"], ["1.5"], ["1,234"]), ";", [",", ".", "?"]),
        ((["1", "2"], ["1,5", "2"]), ";", ["", ","]),
        ((["x", "y"], ["1,5", "2"]), ";", ["", ","]),
    ],
)
def test_a_column_that_leaves_its_sign_open_has_that_of_the_others(cells, separator, signs):
    assert [column.decimal for column in found(*cells, separator=separator)] == signs


@pytest.mark.parametrize("late", ["1,5", "1.5"])
def test_a_sign_behind_the_rows_that_are_judged_first_counts(late):
    for first in ("7", "1,234" if late == "1,5" else "1.234"):
        (column,) = found([first] * JUDGED_ROWS + [late], separator=";")
        assert column.decimal == late[1]


def test_a_column_that_begins_empty_is_judged_by_all_of_it():
    (column,) = found([""] * JUDGED_ROWS + ["1.5"] * 2)
    assert column.is_numeric
    assert column.decimal == "."


def test_numbers_with_units_count_where_nothing_but_the_time_is_a_number():
    clock, measured, words = found(["0", "1"], ["5 V", "6 V"], ["x", "y"], names=("time", "level", "note"))
    assert (clock.is_numeric, measured.is_numeric, words.is_numeric) == (True, True, False)
    _, measured, _ = found(["0", "1"], ["5 V", "6 V"], ["7", "8"], names=("time", "level", "other"))
    assert not measured.is_numeric


def test_distances_are_those_of_the_columns_own_sign():
    (comma,) = found(["1.700.000.000,25", "1.700.000.000,75"], separator=";")
    assert comma.decimal == ","
    assert comma.since_first().tolist() == [0.0, 0.5]
