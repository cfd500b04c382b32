"""What is handed back to be used again, and when there is no such thing."""

import numpy as np
import pytest

from core.convolution.direct import correlate_compiled
from core.convolution.direct.stencil import MOST_SPARE
from core.convolution.library import compiled_library
from core.convolution.mask import mask_of
from core.convolution.request import check_request

KERNEL = np.random.default_rng(0).random((3, 3))


def request_of(data):
    return check_request(
        data, KERNEL, flip=False, mode="same", boundary="reflect", cval=0.0, stride=1, dilation=1,
        channel_axis=None if data.ndim == 2 else -1,
    )  # fmt: skip


def stencil_of(data, out):
    request = request_of(data)
    return correlate_compiled(compiled_library(), request, out, mask_of(KERNEL, request.dtype))


@pytest.mark.parametrize("shape", [(40, 50), (900, 900)])
def test_a_stencil_does_for_other_data_what_it_did_for_the_first(shape):
    first, other = np.random.default_rng(1).random((2, *shape))
    out, expected = np.empty((2, *shape))
    stencil = stencil_of(first, out)
    for _ in range(2):
        out[...] = 0
        stencil(other.ctypes.data, out.ctypes.data)
        stencil_of(other, expected)
        np.testing.assert_array_equal(out, expected)


def test_working_memory_is_used_again_while_it_is_small():
    small = stencil_of(np.ones((20, 20)), np.empty((20, 20)))
    assert len(small._spare) == 1
    assert small._spare[0][0].nbytes <= MOST_SPARE
    kernel_rows = np.ones((60, 20_000))
    large = stencil_of(kernel_rows[:, ::2], np.empty((60, 10_000)))
    assert large._memory()[0].nbytes > MOST_SPARE
    assert large._spare == []


def test_what_took_more_than_one_call_cannot_be_used_again():
    data = np.ones((30, 40))
    assert stencil_of(data.astype(np.float32), np.empty((30, 40), np.float32)) is not None
    assert stencil_of(data.astype(np.uint8), np.empty((30, 40), np.float32)) is None  # converted
    assert stencil_of(data, data) is None  # written elsewhere first
    assert stencil_of(data, np.empty((30, 80))[:, ::2]) is None
    channels = np.moveaxis(np.ones((3, 30, 40)), 0, -1)
    assert stencil_of(channels, np.moveaxis(np.empty((3, 30, 40)), 0, -1)) is None
