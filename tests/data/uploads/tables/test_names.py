"""What columns are called by the lines of words above them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.uploads.tables.names import are_units, names_and_units


@pytest.mark.parametrize(
    ("block", "pattern", "names", "units"),
    [
        ([], "nn", ("column 1", "column 2"), ("", "")),
        ([("t (s)", "CH1 [mV]")], "nn", ("t (s)", "CH1 [mV]"), ("s", "mV")),
        ([("t", "CH1"), ("[s]", "(mV)")], "nn", ("t", "CH1"), ("s", "mV")),
        ([("Scope", ""), ("volts",)], "n", ("volts",), ("",)),
        ([("Left", "", "Right"), ("x", "y", "x")], "nnn", ("Left x", "Left y", "Right x"), ("", "", "")),
        ([("Group", ""), ("a", "b")], "nn", ("a", "b"), ("", "")),
        ([("v", "v", "")], "nnn", ("v", "v (2)", "column 3"), ("", "", "")),
        ([("v (3)", "v", "v")], "nnn", ("v (3)", "v", "v (3) (3)"), ("3", "", "")),
        ([("A", "", "B", ""), ("x", "y", "x", "y")], "nnnn", ("A x", "A y", "B x", "B y"), ("",) * 4),
        ([("# t", "#v")], "nn", ("t", "#v"), ("", "")),
        ([("n" * 41, "v")], "nn", ("n" * 40, "v"), ("", "")),
    ],
)
def test_names_and_units(block, pattern, names, units):
    assert names_and_units(block, pattern, len(pattern)) == (names, units)


@given(st.lists(st.text(max_size=50), min_size=1, max_size=6))
def test_no_two_columns_have_one_name_whatever_stands_above_them(cells):
    names, units = names_and_units([tuple(cells)], "n" * len(cells), len(cells))
    assert len(set(names)) == len(names) == len(units) == len(cells)
    assert all(name and name.isprintable() for name in names)


@pytest.mark.parametrize(
    ("cells", "are"),
    [
        (("s", "mV"), True),
        (("s", ""), True),
        (("s", "(1)"), True),
        (("(1)", "(2)"), False),
        (("", ""), False),
        (("s", "CH1"), False),
    ],
)
def test_a_line_of_units_has_nothing_else(cells, are):
    assert are_units(cells) is are
