"""Foreign bytes are decoded in turn, in silence, and with a single way to fail."""

import struct
import threading
import time
import warnings
import zlib

import numpy as np
import pytest
from PIL import Image as Pillow

from core.data.uploads import UnreadableUpload, read_image
from core.data.uploads.guard import decoding
from tests.data.uploads.written import written


def test_decoders_in_several_threads_leave_the_warning_filters_as_they_were():
    before = list(warnings.filters)
    content = written(Pillow.new("RGB", (64, 64)), "PNG")
    threads = [threading.Thread(target=lambda: [read_image(content, "a.png") for _ in range(20)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert warnings.filters == before


@pytest.mark.parametrize("error", [MemoryError, RecursionError, struct.error, OverflowError, zlib.error, KeyError])
def test_whatever_a_decoder_raises_becomes_the_one_error(error):
    with pytest.raises(UnreadableUpload) as caught, decoding("a.png is damaged: save it again."):
        raise error
    assert str(caught.value) == "a.png is damaged: save it again."


def test_a_refusal_from_inside_is_kept_as_it_is():
    with pytest.raises(UnreadableUpload) as caught, decoding("outer"), decoding("inner"):
        raise UnreadableUpload("a.png is too large.")
    assert str(caught.value) == "a.png is too large."


def test_what_a_decoder_warns_of_is_nobodys_concern():
    with decoding("a.png is damaged."):
        warnings.warn("odd tag", stacklevel=1)
        assert np.isnan(np.float64(np.inf) - np.float64(np.inf))


def test_two_are_never_inside_at_once():
    inside, most = [], []

    def decode():
        for _ in range(10):
            with decoding("damaged"):
                inside.append(1)
                time.sleep(0.001)  # others would come in meanwhile
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=decode) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (max(most), len(most)) == (1, 40)
