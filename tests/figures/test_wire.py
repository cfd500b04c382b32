"""What is packed for the browser comes out there as it went in."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core.figures.wire import AT_END, FROM_START, at_moment, content_of, in_bytes, in_levels, packed
from tests.messages import unpacked

TYPES = ("float32", "int32", "uint8", "int8", "int16", "uint16")


@given(
    st.lists(
        st.sampled_from(TYPES).flatmap(lambda kind: hnp.arrays(kind, hnp.array_shapes(max_dims=3, max_side=5))),
        max_size=4,
    )
)
def test_arrays_come_out_as_they_went_in_and_begin_where_typed_arrays_may(arrays):
    message = packed({"title": "it"}, **{f"a{index}": array for index, array in enumerate(arrays)})
    found = unpacked(message)
    assert found["title"] == "it"
    assert found["moment"] == FROM_START
    length = int.from_bytes(message[4:8], "little")
    assert length % 8 == 0
    for index, array in enumerate(arrays):
        assert found["arrays"][f"a{index}"]["at"] % 8 == 0
        np.testing.assert_array_equal(found[f"a{index}"], array)
        assert found[f"a{index}"].dtype == array.dtype


def test_large_numbers_are_sent_as_the_browser_can_hold_them():
    found = unpacked(packed({}, floats=np.array([0.1]), whole=np.array([2**31 - 1]), is_so=np.array([True, False])))
    assert [found[name].dtype.name for name in ("floats", "whole", "is_so")] == ["float32", "int32", "uint8"]
    assert found["floats"].item() == pytest.approx(0.1, rel=1e-7)
    assert found["whole"].item() == 2**31 - 1


def test_a_moment_changes_where_a_message_begins_and_not_its_content():
    message = packed({"title": "it"}, a=np.arange(3.0))
    for moment in (0, 119, AT_END):
        moved = at_moment(message, moment)
        assert unpacked(moved)["moment"] == moment
        assert content_of(moved) == content_of(message)
    assert content_of(packed({"title": "it"}, a=np.arange(3.0) + 1)) != content_of(message)
    assert content_of(packed({"title": "other"}, a=np.arange(3.0))) != content_of(message)


def test_bytes_hold_colours_to_half_a_level():
    values = np.random.default_rng(0).normal(size=(4, 5, 5))
    levels, size = in_bytes(values)
    assert levels.dtype == np.int8
    assert np.abs(levels * size - values).max() <= size / 2 * 1.001
    assert np.abs(levels).max() == 127
    flat, size = in_bytes(np.zeros(3))
    assert (flat.tolist(), size) == ([0, 0, 0], 1.0)
    assert in_bytes([np.nan, np.inf, 1.0])[0].tolist() == [0, 0, 127]


def test_eight_bits_are_sent_only_where_they_are_exact():
    exact = np.arange(256).reshape(16, 16) / 255
    levels, size = in_levels(exact)
    assert levels.dtype == np.uint8
    np.testing.assert_allclose(levels * size, exact, atol=1e-7)
    for other in (exact * 0.999, exact - 0.5, exact * 2, np.where(exact > 0.9, np.nan, exact)):
        levels, size = in_levels(other)
        assert (levels.dtype, size) == (np.float32, 1.0)
        np.testing.assert_allclose(levels, other, rtol=1e-6)


def test_the_header_is_json_that_other_programs_can_read():
    message = packed({"names": ["a", "é"]})
    length = int.from_bytes(message[4:8], "little")
    assert json.loads(message[8 : 8 + length])["names"] == ["a", "é"]


def test_what_a_browser_cannot_read_is_refused_here():
    with pytest.raises(ValueError, match="not JSON compliant"):
        packed({"losses": [float("nan")]})
