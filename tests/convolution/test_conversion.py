"""Data of other types are converted block by block, and the blocks give what the whole gives, bit for bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import core.convolution.conversion as conversion
from core.convolution import BOUNDARIES, MODES
from core.convolution.definition import correlate_by_definition
from core.convolution.request import check_request

OTHER_TYPES = ("uint8", "int16", "int64", "bool", "float16", ">f4", ">f8")


def asked(data, kernel, **changes):
    options = dict(mode="same", boundary="reflect", cval=0.0, stride=1, dilation=1, channel_axis=None) | changes
    return check_request(data, kernel, flip=False, **options)


@pytest.fixture(scope="module", autouse=True)
def _small_blocks():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conversion, "LEAST_BYTES", 1)
        yield


@given(
    rows=st.integers(1, 400),
    taps=st.integers(1, 5),
    dtype=st.sampled_from(OTHER_TYPES),
    mode=st.sampled_from(MODES),
    boundary=st.sampled_from(BOUNDARIES),
    stride=st.integers(1, 3),
    dilation=st.integers(1, 9),
    channels=st.sampled_from([None, 2]),
)
def test_blocks_are_done_once_each_and_give_the_whole(rows, taps, dtype, mode, boundary, stride, dilation, channels):
    shape = (rows, 3) if channels is None else (rows, 3, channels)
    data = (np.random.default_rng(rows).random(shape) * 50).astype(dtype)
    kernel = np.random.default_rng(taps).random((taps, 2))
    if mode == "valid" and (taps - 1) * dilation >= rows:
        return
    options = dict(mode=mode, boundary=boundary, cval=-2.5, stride=(stride, 1), dilation=(dilation, 1))
    request = asked(data, kernel, **options, channel_axis=None if channels is None else -1)
    expected = np.empty(request.output_shape, request.dtype)
    correlate_by_definition(request, expected)
    out, done = np.full(request.output_shape, np.nan, request.dtype), 0
    for part, target in conversion.in_working_type(request, out):
        assert part.data.dtype == request.dtype
        assert part.data.dtype.isnative
        assert part.output_shape == target.shape
        assert np.isnan(target).all()
        correlate_by_definition(part, target)
        done += len(target)
    assert done == len(out)
    np.testing.assert_array_equal(out, expected)


def test_a_long_signal_is_never_converted_as_a_whole(monkeypatch):
    monkeypatch.setattr(conversion, "LEAST_BYTES", 1 << 12)
    request = asked(np.zeros(100_000, np.uint8), np.ones(9))
    blocks = [part.data.nbytes for part, _ in conversion.in_working_type(request, np.empty(100_000, np.float32))]
    assert len(blocks) == 98
    assert max(blocks) <= (1 << 12) + 8 * 4


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_data_of_the_working_type_are_handed_on_as_they_are(dtype):
    request = asked(np.zeros((90, 4), dtype)[::-2], np.ones((3, 3)))
    out = np.empty(request.output_shape, dtype)
    ((part, target),) = conversion.in_working_type(request, out)
    assert part is request
    assert target is out


def test_samples_between_two_addresses_are_copied_to_where_they_can_be_read():
    shifted = np.zeros(8 * 100 + 1, np.uint8)[1:].view(np.float64)
    shifted[:] = np.arange(100)
    parts = list(conversion.in_working_type(asked(shifted, np.ones(1)), np.empty(100)))
    assert all(part.data.flags.aligned for part, _ in parts)
    np.testing.assert_array_equal(np.concatenate([part.data for part, _ in parts]), np.arange(100))


def test_what_two_blocks_share_is_little_beside_them_however_long_the_kernel():
    request = asked(np.zeros(20_000, np.int16), np.ones(700))
    parts = [part for part, _ in conversion.in_working_type(request, np.empty(20_000, np.float32))]
    assert len(parts) > 5
    assert sum(part.data.size for part in parts) < 1.3 * 20_000
