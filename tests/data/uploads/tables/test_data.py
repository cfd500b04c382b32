"""What a table is read for: a column of it by its name, or all of its numbers as brightness."""

import numpy as np
import pytest

from core.data.uploads import UnreadableUpload, read_image, read_signal, signal_columns
from core.data.uploads.tables import data
from core.data.uploads.tables.read import read_table


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
