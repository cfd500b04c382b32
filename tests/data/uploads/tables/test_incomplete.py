"""Rows that lack numbers where the others have them, told from names."""

import pytest

from core.data.uploads.tables.incomplete import has_letters, is_row, may_be_row
from core.data.uploads.tables.rows import Row


# cells of a row, the kinds that the rows below it have, and whether it may be one of them, and is one for certain
@pytest.mark.parametrize(
    ("cells", "pattern", "may_be", "is_one"),
    [
        (("0", "5"), "nn", True, False),
        (("0", "OL"), "nn", True, True),
        (("OL", "ERR"), "nn", True, False),
        (("---", "---"), "nn", True, True),
        (("---", "V"), "nn", False, False),
        (("(1)", "(2)"), "nn", True, True),
        (("<LOD", "5 V"), "nn", True, True),
        (("time", "error"), "nn", False, False),
        (("time", "volts"), "nn", False, False),
        (("2024-01-01", "anything"), "dn", True, True),
        (("Datum", "volts"), "dn", False, False),
        (("2019", "2020"), "nn", True, False),
        (("Country", "5"), "tn", True, False),
        (("Country", "OL"), "tn", True, False),
        (("", ""), "nn", False, False),
    ],
)
def test_what_stands_above_numbers(cells, pattern, may_be, is_one):
    row = Row(1, cells)
    assert (may_be_row(row, pattern), is_row(row, pattern)) == (may_be, is_one)
    # what is said of the table is none of its rows, whatever it holds
    assert not may_be_row(Row(1, cells, is_comment=True), pattern)


@pytest.mark.parametrize(
    ("text", "letters"),
    [("µ", True), ("%", True), ("‰", True), ("±1.5e", True), ("(12.50)", False), ("---", False), ("", False)],
)
def test_letters_and_the_signs_that_stand_for_units(text, letters):
    assert has_letters(text) is letters
