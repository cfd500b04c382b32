"""What is known of a run without its numbers: its address, its status, and its settings after changes."""

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.learning import get_experiment
from core.runs.records.record import STATUSES, RunRecord, changed, is_id, new_id

PEAKS = get_experiment("find_peaks")


def test_each_run_has_an_address_of_its_own():
    ids = {new_id() for _ in range(500)}
    assert len(ids) == 500
    assert all(is_id(each) for each in ids)


@given(st.one_of(st.text(max_size=40), st.from_regex("[0-9a-fA-F]{31,33}", fullmatch=True), st.binary(), st.none()))
def test_only_thirty_two_hexadecimal_signs_are_an_address(text):
    assert is_id(text) == (isinstance(text, str) and len(text) == 32 and re.search("[^0-9a-f]", text) is None)


@pytest.mark.parametrize("text", ["0" * 32 + "\n", "\uff10" * 32])
def test_no_line_end_or_digit_of_another_script_gets_into_an_address(text):
    assert not is_id(text)


def test_changes_come_one_after_the_other_and_leave_the_first_settings_as_they_were():
    settings = PEAKS.recommended
    changes = ((3, {"learning_rate": 0.5}), (7, {"momentum": 0.1}), (9, {"learning_rate": 0.25}))
    assert changed(settings, changes) == dataclasses.replace(settings, learning_rate=0.25, momentum=0.1)
    assert changed(settings, ()) == settings == PEAKS.recommended
    with pytest.raises(ValueError, match=r"learning_rate=-1 is not allowed"):
        changed(settings, [(1, {"learning_rate": -1})])


def test_a_run_may_go_on_while_it_runs_or_stands_still():
    record = RunRecord(new_id(), "Mine", PEAKS, PEAKS.recommended, "running", 5, 0.1, {})
    assert {status for status in STATUSES if dataclasses.replace(record, status=status).is_live} == {
        "running",
        "waiting",
        "paused",
    }
    assert record.steps == PEAKS.recommended.steps
