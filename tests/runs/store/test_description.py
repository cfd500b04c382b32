"""What people write about a run is kept as it can be shown, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.runs.store.description import checked_description


def test_what_is_not_given_is_left_as_it_is():
    assert checked_description(None, None, None) == ({}, None)
    assert checked_description(None, [], "") == ({"note": ""}, [])


def test_names_and_tags_are_one_line_and_a_note_keeps_its_own():
    values, tags = checked_description(" One\r\ntwo\u202e ", ["b\u200b", " a\tc", "b"], " One\r\n two\x00 ")
    assert values == {"name": "One two", "note": "One\n two"}
    assert tags == ["a c", "b"]


@pytest.mark.parametrize(("name", "tag", "note"), [("n" * 200, "t" * 60, "m" * 10_000), ("n", "t", "")])
def test_what_is_just_short_enough_is_kept_whole(name, tag, note):
    assert checked_description(name, [tag], note) == ({"name": name, "note": note}, [tag])


@pytest.mark.parametrize(
    ("description", "message"),
    [
        (("n" * 201, None, None), f"name='{'n' * 60}' is not allowed: write 1 to 200 characters."),
        (("\u200b", None, None), "name='\\u200b' is not allowed: write 1 to 200 characters."),
        ((None, ["good", ""], None), "tag='' is not allowed: write 1 to 60 characters."),
        ((None, [f"tag {number}" for number in range(21)], None), "21 tags are too many: give at most 20."),
        ((None, None, "m" * 10_001), "note has 10001 characters: write at most 10000."),
    ],
)
def test_what_cannot_be_kept_is_named(description, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        checked_description(*description)
    assert str(caught.value) == message


@given(name=st.text(max_size=210), tags=st.lists(st.text(max_size=62), max_size=22), note=st.text(max_size=50))
def test_what_was_kept_is_kept_again_as_it_is(name, tags, note):
    try:
        values, kept = checked_description(name, tags, note)
    except ValueError:
        return
    assert checked_description(values["name"], kept, values["note"]) == (values, kept)
    assert 1 <= len(values["name"]) <= 200
    assert kept == sorted(set(kept))
