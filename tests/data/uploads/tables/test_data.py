"""What a table is read for: a column of it by its name, or all of its numbers as brightness."""

import numpy as np
import pytest

from core.data.uploads import UnreadableUpload, read_image, read_signal, signal_columns
from core.data.uploads.tables import data
from core.data.uploads.tables.read import read_table
from tests.data.uploads.written import npy


def test_a_page_that_asks_twice_parses_once(monkeypatch):
    parsed = []

    def counted(*args, **options):
        parsed.append(args)
        return read_table(*args, **options)

    monkeypatch.setattr(data, "read_table", counted)
    content = b"time,a,b\n0,1,2\n1,3,4\n2,5,6\n"
    for column in signal_columns(content, "asked twice.csv"):
        read_signal(content, "asked twice.csv", column)
    assert len(parsed) == 1


def test_a_column_that_counts_the_rows_is_no_signal_and_no_brightness():
    content = b"time,a,b\n0,0.1,0.2\n1,0.3,0.4\n2,0.5,0.6\n"
    assert signal_columns(content, "a.csv") == ("a", "b")
    np.testing.assert_allclose(read_image(content, "a.csv").pixels, [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], atol=1e-7)


def test_a_column_that_there_is_none_of_is_named_with_those_that_there_are():
    content = b"a,b\n1,5\n2,6\n"
    with pytest.raises(UnreadableUpload) as caught:
        read_signal(content, "two.csv", "c" * 90)
    assert str(caught.value) == f"two.csv has no column '{'c' * 40}': choose one of a, b."


@pytest.mark.parametrize(
    ("text", "column", "samples", "rate"),
    [
        (b"1\n2\n3\n", None, [1, 2, 3], None),
        (b"value\n1\n2\n", None, [1, 2], None),
        (b"time,volts\n0,1\n0.25,2\n0.5,4\n", None, [1, 2, 4], 4.0),
        (b"a,b\n1,5\n2,6\n", "b", [5, 6], None),
        (b"t;x\n0;1,5\n1;2,5\n", None, [1.5, 2.5], 1.0),
        (b"1\t2\n3\t4\n", None, [1, 3], None),
        (b"2024-01-01,5\n2024-01-02,6\n2024-01-03,7\n", None, [5, 6, 7], pytest.approx(1 / 86400)),
        (b"Time (ms),v\n0,5\n2,6\n4,4\n", None, [5, 6, 4], 500.0),
        (b"# time,value\n0,5\n0.5,6\n", None, [5, 6], 2.0),
        (b",volts\n0,5\n1,6\n2,4\n", None, [5, 6, 4], None),
        (b"0,5\n0.1,6\n0.2,4\n", None, [5, 6, 4], None),
        (b"index,v\n1,5\n2,6\n3,7\n", None, [5, 6, 7], None),
        (b"1 2\n3 4\n", None, [1, 3], None),
        ("\ufeffx\n1\n2\n".encode(), None, [1, 2], None),
        ("x\n1\n2\n".encode("utf-16"), None, [1, 2], None),
        ("Größe\n1\n2\n".encode("latin-1"), "Größe", [1, 2], None),
    ],
)
def test_tables_of_many_customs_are_read(text, column, samples, rate):
    signal = read_signal(text, "a.csv", column)
    assert signal.samples.tolist() == samples
    assert signal.sample_rate == rate


def test_columns_are_listed_for_tables_alone():
    assert signal_columns(b"time,a,b\n0,1,2\n", "a.csv") == ("a", "b")
    assert signal_columns(npy(np.ones(3)), "a.npy") == ()


@pytest.mark.parametrize(
    ("text", "samples"),
    [
        (b"0.30000000000000004\n1e-310\n", [0.30000000000000004, 1e-310]),
        (b"1,2,3,4\n", [1, 2, 3, 4]),
        (b"1 2 3", [1, 2, 3]),
        (b"1,5;2,5;3", [1.5, 2.5, 3]),
        (b" 1   2\n10   3\n", [1, 10]),
        (b"t.s;x.v\n0,5;1,5\n1,5;2,5\n", [1.5, 2.5]),
        (b'"a, b",c\n1,2\n3,4\n', [1, 3]),
        (b"name,height\nAnna,1.5\nBen,1.7\n", [1.5, 1.7]),
        (b"a,b,\n1,2,\n3,4,\n", [1, 3]),
        (b"1\r\n2\r\n", [1, 2]),
        (b"1\r2\r", [1, 2]),
    ],
)
def test_customs_of_tables(text, samples):
    assert read_signal(text, "a.csv").samples.tolist() == samples


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (b",b\n1,2\n", ("column 1", "b")),
        (b"a,a\n1,2\n", ("a", "a (2)")),
        (b"1;2\n3;4\n", ("column 1", "column 2")),
        (b"a,b\n1,x\n2,y\n", ("a",)),
        (b"time\n1\n2\n", ("time",)),
    ],
)
def test_columns_have_names_that_differ(text, names):
    assert signal_columns(text, "a.csv") == names
    for name in names:
        read_signal(text, "a.csv", name)


def test_gaps_are_counted_and_placed():
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        read_signal(b"a,b\n1,2\n,3\nn/a,4\n", "a.csv")
    assert str(caught.value) == (
        "a.csv has 2 values that are missing or infinite, the first at sample 2 (counted from 1): "
        "fill or remove them and upload the file again."
    )
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        read_signal(b"1,,3", "a.csv")
    assert "at sample 2" in str(caught.value)
