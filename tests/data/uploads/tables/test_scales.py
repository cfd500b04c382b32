"""First rows of numbers that name the columns, told from the first of the data."""

import pytest

from core.data.uploads.tables.rows import Row
from core.data.uploads.tables.scales import names_columns


# the rows, the kinds of their columns, and whether the first names the others
@pytest.mark.parametrize(
    ("rows", "pattern", "names"),
    [
        ([",0,1", "0,5,6", "1,7,8"], "nnn", True),
        ([",1,2", "0,5,6"], "nnn", False),
        ([",0,1", ",5,6"], "nnn", False),
        ([",0,1"], "nnn", False),
        (["x,2019,2020", "A,1,2"], "tnn", True),
        (["x,2019,2020", "A,2001,2003"], "tnn", False),
        (["x,2019.5,2020.5", "A,1,2"], "tnn", False),
        (["x,2019,2020", "1,1,2"], "nnn", False),
        (["x,400,410,420", "A,1,3,2", "B,2,3,5"], "tnnn", True),
        (["x,400,410,420", "A,1,3,2"], "tnnn", False),
        (["x,400,410", "A,1,3", "B,2,5"], "tnn", False),
        (["x,400,410", "A,1,1", "B,2,2"], "tnn", False),
        (["2024-01-01,2019,2020", "2024-01-02,1,2"], "dnn", False),
        (["x,400,410,425", "A,1,3,2", "B,2,3,5"], "tnnn", False),
        (["x,400,410,420", "A,1,2,3", "B,2,3,5"], "tnnn", False),
        (["x,400,410,420", "A,1,3,2", "B,2,3,500"], "tnnn", False),
        (["x,5,5,5", "A,1,3,2", "B,2,3,1"], "tnnn", False),
    ],
)
def test_what_a_first_row_of_numbers_is(rows, pattern, names):
    assert names_columns([Row(line, tuple(row.split(","))) for line, row in enumerate(rows, 1)], pattern) is names
