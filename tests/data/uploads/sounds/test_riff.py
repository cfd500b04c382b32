"""WAV and AIFF: sizes that are left open, false or odd, and samples that are really cut off."""

import struct
from pathlib import Path

import numpy as np
import pytest

from core.data import UnreadableUpload, read_signal
from tests.data.uploads.sounds.written import aiff, sound, wav

FIELD = Path(__file__).parent.parent / "field"
COUNTS = np.random.default_rng(0).integers(-32768, 32768, 80).astype("<i2")
OPEN_SIZES = [0, 0x7F000000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFDB, 0xFFFFFFFF]
CUT_OFF = "a.wav ends too early: its sound is cut off. Upload the whole file again."
LIST = b"LIST" + struct.pack("<I", 5) + b"notes\0"


def refusal(content, name="a.wav"):
    with pytest.raises(UnreadableUpload) as caught:
        read_signal(content, name)
    return str(caught.value)


@pytest.mark.parametrize("name", ["case-09-size-7fffffff.wav", "case-09-size-zero.wav"])
def test_field_files_have_all_their_samples(name):
    content = (FIELD / name).read_bytes()
    signal = read_signal(content, name)
    np.testing.assert_array_equal(signal.samples, np.frombuffer(content, "<i2", 80, 44) / 32768)
    assert signal.samples[:3].tolist() == [0, 6774 / 32768, 12748 / 32768]
    assert signal.sample_rate == 8000
    assert signal.description == "Your own file."


@pytest.mark.parametrize("odd", [b"", b"\x7f"])
@pytest.mark.parametrize("riff_size", [None, 36, *OPEN_SIZES])
@pytest.mark.parametrize("size", [None, *OPEN_SIZES])
@pytest.mark.parametrize("magic", [b"RIFF", b"RIFX"])
def test_open_sizes_reach_to_the_end_of_the_file(magic, size, riff_size, odd):
    counts = COUNTS.astype(">i2") if magic == b"RIFX" else COUNTS
    content = wav(counts.tobytes(), size=size, riff_size=riff_size, magic=magic) + odd
    np.testing.assert_array_equal(read_signal(content, "a.wav").samples, COUNTS / 32768)


@pytest.mark.parametrize("size", [1, 2])
def test_a_size_with_an_odd_last_byte_leaves_it_out(size):
    content = wav(COUNTS.tobytes() + b"\x7f" * size, size=161)
    np.testing.assert_array_equal(read_signal(content, "a.wav").samples, COUNTS / 32768)


@pytest.mark.parametrize("size", [162, 1000, 0x7EFFFFFF])
def test_samples_that_are_missing_are_said_to_be(size):
    assert refusal(wav(COUNTS.tobytes(), size=size)) == CUT_OFF


def test_notes_are_no_samples():
    for content in (
        wav(COUNTS.tobytes(), before=LIST),
        wav(COUNTS.tobytes(), after=LIST),
        wav(COUNTS.tobytes(), before=LIST, after=LIST + LIST),
    ):
        np.testing.assert_array_equal(read_signal(content, "a.wav").samples, COUNTS / 32768)
    for after in (b"", LIST, LIST + LIST):
        assert refusal(wav(b"", after=after)) == "a.wav holds no numbers: choose a file with at least one."


def test_samples_that_look_like_the_name_of_a_chunk_are_samples():
    content = b"dataLIST" * 20
    np.testing.assert_array_equal(
        read_signal(wav(content, size=0), "a.wav").samples, np.frombuffer(content, "<i2") / 32768
    )


def test_silence_of_an_open_size_is_silence():
    assert read_signal(wav(bytes(40_000), size=0), "a.wav").samples.tolist() == [0.0] * 20_000


@pytest.mark.parametrize("size", [40, 0xFFFFFFFF])
def test_rf64_has_its_size_elsewhere(size):
    content = sound("RF64", "PCM_16", COUNTS)
    assert content.startswith(b"RF64")
    np.testing.assert_array_equal(read_signal(content + LIST, "a.wav").samples, COUNTS / 32768)
    lengthless = content.replace(struct.pack("<Q", 160), bytes(8))
    np.testing.assert_array_equal(read_signal(lengthless, "a.wav").samples, COUNTS / 32768)
    assert refusal(content[:-40]) == CUT_OFF


@pytest.mark.parametrize(
    ("bits", "content", "expected"),
    [
        (8, bytes([128, 192, 0, 255]), [0, 0.5, -1, 127 / 128]),
        (16, struct.pack("<3h", 1, 2**14, -(2**15)), [2**-15, 0.5, -1]),
        (24, b"\1\0\0" + b"\0\0\x40" + b"\0\0\x80", [2**-23, 0.5, -1]),
        (32, struct.pack("<3i", 1, 2**30, -(2**31)), [2**-31, 0.5, -1]),
        (12, struct.pack("<3h", 16, 2**14, -(2**15)), [2**-11, 0.5, -1]),
        (20, b"\x10\0\0" + b"\0\0\x40" + b"\0\0\x80", [2**-19, 0.5, -1]),
    ],
)
def test_whole_numbers_are_shares_of_their_range(bits, content, expected):
    assert read_signal(wav(content, bits=bits), "a.wav").samples.tolist() == expected


@pytest.mark.parametrize(("bits", "form"), [(32, "<3f"), (64, "<3d")])
def test_floats_stay_as_they_are(bits, form):
    values = [0.1, -0.7, 1.0]
    samples = read_signal(wav(struct.pack(form, *values), bits=bits, tag=3), "a.wav").samples
    np.testing.assert_array_equal(samples, np.array(values, "f4" if bits == 32 else "f8"))


def test_logarithmic_bytes_have_the_values_of_g_711():
    # by hand from the tables of the standard: 16-bit steps of mu-law 0x00, 0x7f, 0x80, 0xff and A-law 0x55, 0x2a, 0xd5
    mu = read_signal(wav(bytes([0x00, 0x7F, 0x80, 0xFF]), bits=8, tag=7), "a.wav").samples
    assert (mu * 32768).tolist() == [-32124, 0, 32124, 0]
    a = read_signal(wav(bytes([0x55, 0x2A, 0xD5]), bits=8, tag=6), "a.wav").samples
    assert (a * 32768).tolist() == [-8, -32256, 8]


@pytest.mark.parametrize("encoding", ["IMA_ADPCM", "MS_ADPCM"])
@pytest.mark.parametrize("count", [500, 1000, 1017])
def test_packed_blocks_end_where_the_sound_does(encoding, count):
    wave = 0.5 * np.sin(np.arange(count) / 30)
    content = sound("WAV", encoding, wave)
    length = content.index(b"fact") + 8  # the writer counts what fills up the last block of IMA ADPCM
    content = content[:length] + struct.pack("<I", count) + content[length + 4 :]
    samples = read_signal(content, "a.wav").samples
    assert len(samples) == count
    np.testing.assert_allclose(samples, wave, atol=0.1)


@pytest.mark.parametrize("encoding", ["IMA_ADPCM", "MS_ADPCM"])
@pytest.mark.parametrize("count", [300, 505, 5000, 5050])
def test_samples_that_are_counted_for_each_channel_apart_are_all_kept(encoding, count):
    wave = 0.5 * np.sin(np.arange(count) / 30)
    content = sound("WAV", encoding, np.column_stack([wave, wave]))
    samples = read_signal(content, "a.wav").samples
    assert count <= len(samples) < count + 505  # the last block is filled up
    np.testing.assert_allclose(samples[:count], wave, atol=0.1)


@pytest.mark.parametrize(("bits", "size"), [(24, 4), (20, 4), (16, 4), (8, 2), (12, 4), (8, 3)])
@pytest.mark.parametrize("channels", [1, 2])
def test_samples_in_more_bytes_than_they_need_are_refused(bits, size, channels):
    content = wav(bytes(96), channels=channels, bits=bits)
    content = content[:32] + struct.pack("<H", size * channels) + content[34:]
    assert refusal(content) == (
        f"a.wav keeps samples of {bits} bits in {size} bytes each, where {(bits + 7) // 8} would do: "
        "save the sound as WAV (PCM, 16 bit)."
    )


@pytest.mark.parametrize("rate", [8000.0, 44100.0, 22254.54545454545, 1e-3, 1e9])
def test_aiff_keeps_a_rate_that_is_not_whole(rate):
    signal = read_signal(aiff(COUNTS.astype(">i2").tobytes(), rate=rate), "a.aif")
    np.testing.assert_allclose(signal.sample_rate, rate, rtol=1e-12)
    np.testing.assert_array_equal(signal.samples, COUNTS / 32768)


@pytest.mark.parametrize("odd", [b"", b"\x7f"])
@pytest.mark.parametrize("size", [None, 0, 8, 0x7F000000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF])
@pytest.mark.parametrize("frames", [0, 80, 0xFFFFFFFF])
def test_open_sizes_of_aiff_reach_to_the_end_of_the_file(frames, size, odd):
    content = aiff(COUNTS.astype(">i2").tobytes(), frames=frames, size=size) + odd
    np.testing.assert_array_equal(read_signal(content, "a.aiff").samples, COUNTS / 32768)


def test_aiff_of_either_order_of_bytes_and_of_floats_is_read():
    np.testing.assert_array_equal(read_signal(aiff(COUNTS.tobytes(), compression=b"sowt"), "a").samples, COUNTS / 32768)
    floats = np.array([0.1, -0.7], ">f4")
    content = aiff(floats.tobytes(), bits=32, compression=b"fl32")
    np.testing.assert_array_equal(read_signal(content, "a.aifc").samples, floats)


def test_aiff_that_is_cut_off_is_said_to_be():
    message = "a.aif ends too early: its sound is cut off. Upload the whole file again."
    assert refusal(aiff(COUNTS.tobytes(), size=200), "a.aif") == message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (wav(bytes(8), rate=0), "gives no sample rate: save the sound as WAV (PCM, 16 bit)."),
        (aiff(bytes(8), rate=0.0), "gives no sample rate: save the sound as WAV (PCM, 16 bit)."),
        (
            wav(bytes(8), tag=0x161),
            "is compressed in a way that cannot be read (WAV format 353): save the sound as WAV (PCM, 16 bit).",
        ),
        (
            aiff(bytes(8), compression=b"QDM2"),
            "is compressed in a way that cannot be read (AIFF format QDM2): save the sound as WAV (PCM, 16 bit).",
        ),
        (wav(bytes(8), channels=0), "is a WAV file that could not be read: save the sound as WAV (PCM, 16 bit)."),
        (
            wav(bytes(8))[:32] + b"\1\0" + wav(bytes(8))[34:],
            "is a WAV file that could not be read: save the sound as WAV (PCM, 16 bit).",
        ),
    ],
)
def test_what_cannot_be_read_is_called_by_its_name(content, message):
    assert refusal(content) == f"a.wav {message}"
