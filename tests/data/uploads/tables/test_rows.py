"""The first rows of a table, cell by cell: where each begins, and of what kind its cells are."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.uploads.tables.rows import NO_SEPARATOR, Row, iterate_rows, line_of_row, odd_row, rows_of, squeezed

CELL = st.text(st.sampled_from("ab1. ,;\"'\n|"), max_size=6)
TABLE = st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=6)


@given(table=TABLE, separator=st.sampled_from(",;\t|"))
def test_rows_that_a_program_wrote_come_back_with_the_line_in_which_each_begins(table, separator):
    written, lines = io.StringIO(), []
    writer = csv.writer(written, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for cells in table:
        lines.append(written.getvalue().count("\n") + 1)
        writer.writerow(cells)
    text = written.getvalue()
    rows = rows_of(text, separator, '"')
    assert [row.cells for row in rows] == [tuple(cell.strip() for cell in cells) for cells in table]
    assert [row.line for row in rows] == lines
    assert [line_of_row(text, separator, '"', wanted) for wanted in range(len(table))] == lines
    assert line_of_row(text, separator, '"', len(table)) is None
    odd = [(line, len(cells)) for line, cells in zip(lines, table, strict=True) if len(cells) != 3]
    assert odd_row(text, separator, '"', 3) == (odd[0] if odd else None)


def test_empty_lines_are_left_out_and_counted():
    rows = rows_of("a;b\n\n \n1;2\n;\n", ";", "")
    assert [(row.line, row.cells) for row in rows] == [(1, ("a", "b")), (4, ("1", "2")), (5, ("", ""))]


def test_without_a_quotation_mark_one_is_a_sign_like_any_other():
    assert [row.cells for row in rows_of('5" pipe;"a;b"\n', ";", "")] == [('5" pipe', '"a', 'b"')]
    assert [row.cells for row in rows_of("a;b,c d\n", NO_SEPARATOR, "")] == [("a;b,c d",)]


def test_a_quotation_mark_behind_a_blank_opens_a_cell():
    assert [row.cells for row in rows_of('a, "b, c"\n', ",", '"')] == [("a", "b, c")]


def test_blanks_in_a_row_part_columns_once():
    text = "  t \t volts  \n 0\t\t1.5 \n"
    assert squeezed(text) == "t volts\n0 1.5\n"
    assert [row.cells for row in rows_of(text, " ", "")] == [("t", "volts"), ("0", "1.5")]


def test_a_cell_without_end_ends_the_rows():
    text = f"a,b\n1,2\n{'x' * 140_000},3\n4,5\n"
    assert [row.cells for row in iterate_rows(text, ",", "")] == [("a", "b"), ("1", "2")]


@pytest.mark.parametrize(
    ("cells", "kinds"),
    [
        (("1", "-1,5", "1.234.567", "1e-3", "inf", "12'000"), "nnnnnn"),
        (("2024-01-31", "31.01.2024 09:00", "9:00:00.5", "1/2/24", "2024-01-31T09:00:00+01:00", "9:05 pm"), "dddddd"),
        (("5 V", "(12.50)", "$5", "<0.5", "1.2.3"), "mmmmm"),
        (("x", "CH1", "2024-01", "09:00 am sharp", "error"), "ttttt"),
        (("", "NA", "-", "NaN", "?", "--"), " -----"),
    ],
)
def test_kinds_of_cells(cells, kinds):
    assert Row(1, cells).kinds == kinds
    lenient = Row(1, cells, is_lenient=True)
    assert lenient.kinds == kinds.replace("m", "n")
    assert Row(1, cells * 9).kinds == (kinds * 9)[:32]


@pytest.mark.parametrize(
    ("cells", "is_text"),
    [(("t", "5 V"), True), (("t", "1"), False), (("t", "9:00"), False), (("", "-"), False), (("t", ""), True)],
)
def test_words_without_numbers_and_dates_are_text(cells, is_text):
    assert Row(1, cells).is_text is is_text


@pytest.mark.parametrize(
    ("line", "separator", "cells", "is_comment"),
    [
        ("# a,b", ",", ("# a", "b"), True),
        ("// a", NO_SEPARATOR, ("// a",), True),
        ("; a", NO_SEPARATOR, ("; a",), True),
        ("# t volts", " ", ("t", "volts"), True),
        ("#VALUE!,1", ",", ("#VALUE!", "1"), False),
        ("a # b,c", ",", ("a # b", "c"), False),
    ],
)
def test_remarks_are_known_by_how_they_begin(line, separator, cells, is_comment):
    (row,) = rows_of(line + "\n", separator, "")
    assert (row.cells, row.is_comment) == (cells, is_comment)
