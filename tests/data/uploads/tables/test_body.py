"""The rows of a table: cut out of its text, counted before they are parsed, and parsed without a word of a library's."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data import UnreadableUpload
from core.data.uploads.tables.body import as_column, body_of, check_size, parsed, uneven
from core.data.uploads.tables.dialect import Dialect
from core.data.uploads.tables.header import Header
from core.data.uploads.tables.rows import NO_SEPARATOR

SEMICOLON, QUOTED = Dialect(";", ""), Dialect(",", '"')


def header(line=1, width=2):
    return Header(line, width, tuple(f"column {number + 1}" for number in range(width)), ("",) * width)


@given(
    cells=st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_characters="\r\n\x00\x1f", exclude_categories=["Zs", "Cc"]), max_size=5
        ),
        min_size=2,
        max_size=12,
    )
)
def test_what_a_program_wrote_is_parsed_cell_by_cell(cells):
    cells = [cell.replace('"', "'") for cell in cells[: len(cells) // 2 * 2]]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(zip(cells[::2], cells[1::2], strict=True))
    columns = parsed(written.getvalue().rstrip("\n"), header(), QUOTED, "a.csv")
    assert [column.to_pylist() for column in columns] == [cells[::2], cells[1::2]]


def test_blanks_around_cells_are_none_of_theirs():
    columns = parsed(" 1 ;a b\n\t2;\u00a0c", header(), SEMICOLON, "a.csv")
    assert [column.to_pylist() for column in columns] == [["1", "2"], ["a b", "c"]]


@pytest.mark.parametrize(
    ("text", "line", "body"),
    [
        ("a;b\n1;2\n3;4\n", 2, "1;2\n3;4"),
        ("x\n\na;b\n1;2\n;\n\n ; \n", 4, "1;2"),
        ("1;2\n# done; or not\n% really\n//\n", 1, "1;2"),
        ("1;2\n#5;6\n", 1, "1;2\n#5;6"),
        ("1;\u22122\n", 1, "1;-2"),
        ("1;2\n   \n3;4\n", 1, "1;2\n\n3;4"),
    ],
)
def test_a_table_begins_at_its_first_row_and_ends_before_empty_rows_and_remarks(text, line, body):
    assert body_of(text, header(line), SEMICOLON) == body


def test_blanks_before_a_quotation_mark_do_not_hide_it():
    assert body_of('1, "a, b"\n', header(), QUOTED) == '1,"a, b"'


def test_blanks_between_columns_are_one():
    assert body_of(" 1   2 \n3\t4\n", header(), Dialect(" ", "")) == "1 2\n3 4"


@pytest.mark.parametrize(
    ("text", "dialect", "column"),
    [
        ("1;2;3\n", SEMICOLON, "1\n2\n3"),
        (";;1;;;2;\n", SEMICOLON, "1\nnan\nnan\n2"),
        ('1,"2, 3",,4\n', QUOTED, '"1"\n"2, 3"\nnan\n"4"'),
        (" 1  2\t3\n", Dialect(" ", ""), "1\n2\n3"),
        ("5\n", Dialect(NO_SEPARATOR, ""), "5"),
    ],
)
def test_the_only_line_of_a_text_is_a_column(text, dialect, column):
    assert as_column(text, dialect, "a.csv") == column


def test_a_line_of_more_than_a_million_cells_is_refused_before_it_is_parsed():
    with pytest.raises(UnreadableUpload) as caught:
        as_column("1;" * 1_000_000 + "1", SEMICOLON, "a.csv")
    assert str(caught.value) == (
        "a.csv has 1,000,001 samples: signals up to 1,000,000 can be read. Cut out a part and upload that."
    )


def test_too_many_columns_rows_and_cells_are_refused_and_as_many_as_there_may_be_are_not():
    check_size("1", header(width=4096), SEMICOLON, "a.csv")
    check_size("1\n" * 999_999 + "1", header(width=1), SEMICOLON, "a.csv", 1_000_000)
    # empty lines are no rows
    check_size("1\n\n" * 600_000 + "1", header(width=1), SEMICOLON, "a.csv", 1_000_000)
    for body, width, most, message in (
        ("1", 4097, 4_000_000, "a.csv has too many columns: upload a table of at most 4,096 columns."),
        ("1\n" * 1_000_000 + "1", 1, 1_000_000, "a.csv has 1,000,001 samples: signals up to 1,000,000 can be read. Cut "
         "out a part and upload that."),
        ("1\n" * 1_001_000, 4000, 4_000_000, "a.csv has too many cells: upload a table of at most 4,000,000 cells."),
    ):  # fmt: skip
        with pytest.raises(UnreadableUpload) as caught:
            check_size(body, header(width=width), SEMICOLON, "a.csv", most)
        assert str(caught.value) == message


@pytest.mark.parametrize(("row", "cells"), [("5", "1 cell"), ("5;6;7", "3 cells")])
def test_a_row_that_is_longer_or_shorter_is_named_with_its_line_in_the_file(row, cells):
    with pytest.raises(UnreadableUpload) as caught:
        parsed(f"1;2\n3;4\n{row}\n8;9", header(line=5), SEMICOLON, "a.csv")
    assert str(caught.value) == (
        f"a.csv, line 7: it has {cells} where line 5 has 2. Give all rows as many cells and upload the file again."
    )


def test_cells_are_counted_as_people_write_numbers():
    assert str(uneven("a.csv", 3, 1200, "most rows have", 4000)) == (
        "a.csv, line 3: it has 1,200 cells where most rows have 4,000. Give all rows as many cells and upload the file "
        "again."
    )
