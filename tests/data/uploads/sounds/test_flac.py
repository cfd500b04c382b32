"""FLAC: exact, with and without a length, and never half."""

import numpy as np
import pytest

from core.data import UnreadableUpload, read_signal
from core.data.uploads.sounds.flac import plain_flac
from tests.data.uploads.sounds.written import sound

COUNTS = np.random.default_rng(0).integers(-(2**31), 2**31, (700, 2)) >> 8 << 8
CONTENT = sound("FLAC", "PCM_24", COUNTS.astype(np.int32))


def claiming(samples):
    content = bytearray(CONTENT)
    packed = int.from_bytes(content[18:26])
    content[18:26] = (packed >> 36 << 36 | samples).to_bytes(8)
    return bytes(content)


@pytest.mark.parametrize("samples", [700, 0])
def test_24_bits_are_exact_also_of_a_stream_that_names_no_length(samples):
    signal = read_signal(claiming(samples), "a.flac")
    np.testing.assert_array_equal(signal.samples, (COUNTS / 2**31).mean(axis=1))
    assert signal.description == "Your own file. The mean of 2 channels."


def test_notes_and_pictures_do_not_reach_the_decoder():
    info = 4 + 4 + 34
    picture = b"\x06" + (3000).to_bytes(3) + b"\xff" * 3000
    content = CONTENT[:info] + picture + CONTENT[info:]
    assert plain_flac(content, "a.flac") == plain_flac(CONTENT, "a.flac")
    np.testing.assert_array_equal(read_signal(content, "a.flac").samples, read_signal(CONTENT, "a.flac").samples)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (claiming(900), "ends too early: its sound is cut off. Upload the whole file again."),
        (
            claiming(2**36 - 1),
            "has 68,719,476,735 samples: signals up to 1,000,000 can be read. Cut out a part and upload that.",
        ),
        (CONTENT[: len(CONTENT) // 2], "is a FLAC file that could not be read: save the sound as WAV (PCM, 16 bit)."),
        (
            CONTENT[:42] + b"\x01\0\0\0" * 1_000 + CONTENT[42:],
            "is built of too many parts: save the sound again as WAV (PCM, 16 bit).",
        ),
    ],
)
def test_what_is_missing_or_too_much_is_said(content, message):
    with pytest.raises(UnreadableUpload) as caught:
        read_signal(content, "a.flac")
    assert str(caught.value) == f"a.flac {message}"
