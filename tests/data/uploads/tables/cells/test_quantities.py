"""Cells that are no numbers and stand for some, and names that look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.uploads.tables.cells.quantities import is_no_name, is_quantity, stands_for_number

QUANTITIES = [
    "5 V",
    "5V",
    "-1.5 mA",
    "1,5 kOhm",
    "1e-3 s",
    "20 °C",
    "$5",
    "€ 1.200,50",
    "5 $",
    "(12.50)",
    "< 5 mV",
    ">=3",
    "~7",
    "1'234 m",
    "5-",
]
ALWAYS = ["<LOD", "<loq", "< 0.5", "(3)", "#VALUE!", "#DIV/0!", "1.#INF", "-1.#IND", "---", "-.-", "∞"]
PERHAPS = [
    "OL",
    "O.L.",
    "ovld",
    "overload",
    "Over range",
    "underflow",
    "err",
    "Err 12",
    "error:3",
    "fault",
    "failed",
    "n.a.",
    "BDL",
    "no data",
    "-nan",
    "NaN(ind)",
]
NAMES = ["CH1", "volts", "error rate", "overhead", "x", "t (s)", "5 apples", "badge", "(V)", "V", "#", "-", ""]


@pytest.mark.parametrize("cell", QUANTITIES)
def test_figures_with_a_unit_a_currency_or_marks_are_quantities(cell):
    assert is_quantity(cell)
    assert stands_for_number(cell)


@pytest.mark.parametrize("cell", ALWAYS)
def test_what_can_only_stand_for_a_number_is_no_name(cell):
    assert is_no_name(cell)
    assert stands_for_number(cell)


@pytest.mark.parametrize("cell", PERHAPS)
def test_what_instruments_write_in_need_of_a_number_may_be_a_name_as_well(cell):
    assert not is_no_name(cell)
    assert not is_quantity(cell)
    assert stands_for_number(cell)


@pytest.mark.parametrize("cell", NAMES)
def test_names_are_neither(cell):
    assert (is_quantity(cell), is_no_name(cell), stands_for_number(cell)) == (False, False, False)


@given(st.integers(0, 10**9), st.sampled_from(["V", "mA", "kHz", "m/s²", "%", "ms"]), st.sampled_from(["", " "]))
def test_every_whole_number_before_a_unit_is_a_quantity(value, unit, between):
    assert is_quantity(f"{value}{between}{unit}")
    assert not is_quantity(f"{value}{between}{unit}x")


def test_a_long_cell_is_not_looked_at():
    assert is_quantity("1" * 40)
    assert not is_quantity("1" * 41)
    assert not stands_for_number("error" + " " * 40)
