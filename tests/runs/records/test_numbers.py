"""Bytes hold arrays by name, or they are refused: nothing in them runs, and little is read before that is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save

from core.runs import DamagedRun
from core.runs.records import numbers
from core.runs.records.numbers import arrays_of, head_of

NO_NUMBERS = "A part of this run is damaged: its bytes are not in the safetensors format."
DTYPES = ("float32", "float64", "int8", "int64", "uint16")


@given(
    shapes=st.dictionaries(
        st.text(min_size=1, max_size=5), st.lists(st.integers(0, 3), max_size=3).map(tuple), max_size=4
    ),
    dtype=st.sampled_from(DTYPES),
)
def test_arrays_come_back_as_they_were_and_cannot_be_written_to(shapes, dtype):
    arrays = {name: np.arange(np.prod(shape, dtype=int), dtype=dtype).reshape(shape) for name, shape in shapes.items()}
    found = arrays_of(save(arrays))
    assert found.keys() == arrays.keys()
    for name, array in found.items():
        np.testing.assert_array_equal(array, arrays[name])
        assert array.dtype == dtype
        assert not array.flags.writeable


@given(
    st.one_of(st.binary(max_size=200), st.binary(max_size=60).map(lambda rest: len(rest).to_bytes(8, "little") + rest))
)
def test_whatever_bytes_come_they_are_arrays_or_get_a_sentence(content):
    try:
        found = arrays_of(content)
    except DamagedRun as error:
        assert str(error) == NO_NUMBERS
    else:
        assert save(found)


def test_more_bytes_than_a_run_has_are_not_read(monkeypatch):
    content = save({"a": np.zeros(100)})
    monkeypatch.setattr(numbers, "MOST_BYTES", len(content))
    assert arrays_of(content)["a"].size == 100
    monkeypatch.setattr(numbers, "MOST_BYTES", len(content) - 1)
    with pytest.raises(DamagedRun) as caught:
        arrays_of(content)
    assert (
        str(caught.value) == f"A part of this run has {len(content):,} bytes: at most {len(content) - 1:,} can be read."
    )


def test_no_more_names_are_read_than_a_run_has(monkeypatch):
    content = save({f"parameters.{number}": np.zeros(1) for number in range(50)})
    head = head_of(content)
    assert len(content) == 8 + head + 50 * 8
    monkeypatch.setattr(numbers, "MOST_HEAD", head)
    assert len(arrays_of(content)) == 50
    monkeypatch.setattr(numbers, "MOST_HEAD", head - 1)
    with pytest.raises(DamagedRun) as caught:
        arrays_of(content)
    assert str(caught.value) == NO_NUMBERS
