"""Dates and times of day in the orders of several countries, written by Python's datetime."""

from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.uploads.tables.cells.calendar import may_be_days, seconds_of

# the forms, and whether they leave open which is the day and which the month
FORMS = {
    "%Y-%m-%d %H:%M:%S": False,
    "%Y-%m-%dT%H:%M:%S": False,
    "%Y/%m/%d %H:%M:%S": False,
    "%d.%m.%Y %H:%M:%S": False,
    "%Y-%m-%d %H:%M:%SZ": False,
    "%Y-%m-%dT%H:%M:%S+02:00": False,
    "%m/%d/%Y %I:%M:%S %p": False,
    "%d/%m/%Y %H:%M:%S": True,
    "%m/%d/%Y %H:%M:%S": True,
    "%m/%d/%Y, %H:%M:%S": True,
}


@pytest.mark.parametrize("form", FORMS)
@given(
    start=st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),
    steps=st.lists(st.integers(0, 40 * 86400), min_size=1, max_size=4),
)
def test_seconds_since_the_first_or_none_where_day_and_month_could_be_exchanged(form, start, steps):
    times = [start.replace(microsecond=0), *(start.replace(microsecond=0) + timedelta(seconds=step) for step in steps)]
    found = seconds_of(pa.array([time.strftime(form) for time in times]))
    expected = [0.0, *map(float, steps)]
    if FORMS[form] and all(time.day <= 12 for time in times):
        exchanged = [time.replace(day=time.month, month=time.day) for time in times]
        others = [(time - exchanged[0]).total_seconds() for time in exchanged]
        assert (found is None) == (others != expected)
    if found is not None:
        assert found.tolist() == expected
    else:
        assert FORMS[form]


@pytest.mark.parametrize(
    ("cells", "seconds"),
    [
        (["09:00:00", "10:30:00.5"], [0.0, 5400.5]),
        (["9:00:00,25", "9:00:01,75"], [0.0, 1.5]),
        (["1.2.2024", "1.3.2024"], [0.0, 29 * 86400.0]),
        (["2024/2/1", "2024/3/1"], [0.0, 29 * 86400.0]),
        (["2024-01-31 23:59:59.999999999", "2024-02-01 00:00:00"], [0.0, 1e-9]),
        (["1/31/2024", "2/1/2024"], [0.0, 86400.0]),
        (["31/01/2024", "01/02/2024"], [0.0, 86400.0]),
        (["05/05/2024 08:00:00", "05/05/2024 08:00:02"], [0.0, 2.0]),
    ],
)
def test_customs_that_are_read(cells, seconds):
    np.testing.assert_allclose(seconds_of(pa.array(cells)), seconds, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    "cells",
    [
        ["01/02/2024", "01/03/2024"],
        ["2024-01-31", "x"],
        ["2024-13-01", "2024-14-01"],
        ["32.01.2024", "33.01.2024"],
        ["5", "6"],
        ["13/13/2024", "14/13/2024"],
    ],
)
def test_what_is_no_date_or_two_of_them_gives_nothing(cells):
    assert seconds_of(pa.array(cells)) is None


@pytest.mark.parametrize("seconds", [0.001, 0.02, 0.5, 1, 5, 30, 60, 600, 3600, 7200])
def test_steps_of_a_clock_in_days_are_known(seconds):
    step = seconds / 86400
    assert may_be_days(0.25 + step * np.arange(5), step)


@pytest.mark.parametrize(
    ("start", "is_days"), [(45_292.0, True), (739_252.0, True), (10_000.0, False), (500_000.0, False)]
)
def test_odd_steps_are_days_only_where_a_spreadsheet_keeps_todays(start, is_days):
    step = 7.123456789 / 86400
    assert may_be_days(start + step * np.arange(5), step) is is_days
