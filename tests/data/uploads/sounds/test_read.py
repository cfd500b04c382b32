"""Sounds of every kind: known by their bytes, averaged, and bounded."""

import io

import numpy as np
import pytest
from scipy.io import wavfile

from core.data import UnreadableUpload, read_signal, signal_columns
from core.data.uploads import SIGNAL_TYPES
from tests.data.uploads import written
from tests.data.uploads.sounds.written import WAVE, aiff, page, sound, wav

KINDS = {
    "wav": ("WAV", "PCM_16"),
    "flac": ("FLAC", "PCM_16"),
    "ogg": ("OGG", "VORBIS"),
    "mp3": ("MP3", "MPEG_LAYER_III"),
}
KINDS["aiff"] = ("AIFF", "PCM_16")
NAMES = {"wav": "a WAV", "flac": "a FLAC", "ogg": "an OGG", "mp3": "an MP3", "aiff": "an AIFF"}


@pytest.mark.parametrize("ending", KINDS)
@pytest.mark.parametrize("name", KINDS)
def test_the_bytes_tell_the_kind_and_not_the_name(name, ending):
    content = sound(*KINDS[ending])
    signal = read_signal(content, f"a.{name.upper()}")
    assert signal.description == ("Your own file." if name == ending else f"Your own file. It is {NAMES[ending]} file.")
    assert signal.sample_rate == 8000
    assert len(signal.samples) == len(WAVE)
    assert np.corrcoef(signal.samples, WAVE)[0, 1] > 0.97
    assert signal_columns(content, f"a.{name}") == ()
    assert ending in SIGNAL_TYPES


def test_a_table_whose_first_column_has_the_name_of_a_tag_is_a_table():
    assert read_signal(b"ID3,volts\n1,5\n2,6\n", "a.csv", "volts").samples.tolist() == [5, 6]


@pytest.mark.parametrize("channels", [2, 3, 6, 1000])
def test_channels_are_averaged_block_by_block(channels):
    counts = np.random.default_rng(0).integers(-32768, 32768, (1500, channels)).astype("<i2")
    signal = read_signal(wav(counts.tobytes(), channels=channels), "a.wav")
    np.testing.assert_allclose(signal.samples, (counts / 32768).mean(axis=1), atol=1e-12)
    assert signal.description == f"Your own file. The mean of {channels} channels."


def test_loud_floats_are_divided_by_their_peak():
    signal = read_signal(sound("AIFF", "FLOAT", np.array([0.5, -4.0])), "a.aiff")
    assert signal.samples.tolist() == [0.125, -1]
    assert signal.description == "Your own file. Divided by 4 to fit -1 to 1."


def opus(channels, packets):
    """Silence of 20 ms a packet, in a byte or two a channel."""
    head = b"OpusHead" + bytes((1, channels, 0, 0)) + (48000).to_bytes(4, "little") + bytes((0, 0, 255, channels, 0))
    silence = b"\x08\x00" * (channels - 1) + b"\x08"
    pages = [page([head + bytes(range(channels))], 0, flags=2), page([b"OpusTags" + bytes(8)], 1)]
    for number in range(packets // 80):
        last = number == packets // 80 - 1
        pages.append(page([silence] * 80, number + 2, granule=80 * 960 * (number + 1), flags=4 if last else 0))
    return b"".join(pages)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            sound("WAV", "PCM_U8", np.zeros(1_000_001)),
            "has 1,000,001 samples: signals up to 1,000,000 can be read. Cut out a part and upload that.",
        ),
        (
            sound("MP3", "MPEG_LAYER_III", np.zeros(1_000_001)),
            "has 1,000,001 samples: signals up to 1,000,000 can be read. Cut out a part and upload that.",
        ),
        (
            opus(channels=60, packets=480),
            "has 60 channels of 460,800 samples: up to 8,000,000 in all can be read. Save one channel and upload that.",
        ),
        (wav(bytes(8), channels=60_000), "is a WAV file that could not be read: save the sound as WAV (PCM, 16 bit)."),
        (aiff(bytes(8), bits=65535), "is an AIFF file that could not be read: save the sound as WAV (PCM, 16 bit)."),
    ],
)
def test_more_than_a_million_samples_or_absurd_facts_are_refused(content, message):
    with pytest.raises(UnreadableUpload) as caught:
        read_signal(content, "a.wav")
    assert str(caught.value) == f"a.wav {message}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\0\0\0\x20ftypM4A \0\0", "is an MP4 or M4A file: save the sound as WAV, FLAC, OGG, MP3 or AIFF."),
        (b"\x30\x26\xb2\x75\x8e\x66", "is a WMA or ASF file: save the sound as WAV, FLAC, OGG, MP3 or AIFF."),
        (b"\xff\xf1\x50\x80", "is an AAC file: save the sound as WAV, FLAC, OGG, MP3 or AIFF."),
        (b"RIFF\0\0\0\0AVI LIST", "is an AVI file: save the sound as WAV, FLAC, OGG, MP3 or AIFF."),
        (b"MThd\0\0\0\6", "is a MIDI file: save the sound as WAV, FLAC, OGG, MP3 or AIFF."),
        (b"\x01\x02\x03", "is not a WAV, FLAC, OGG, MP3 or AIFF file: save the sound as one of these."),
    ],
)
@pytest.mark.parametrize("read", [read_signal, signal_columns])
def test_other_kinds_are_called_by_their_name(read, content, message):
    with pytest.raises(UnreadableUpload) as caught:
        read(content, "a.wav")
    assert str(caught.value) == f"a.wav {message}"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.array([0, 16384, -32768], np.int16), [0, 0.5, -1]),
        (np.array([128, 192, 0], np.uint8), [0, 0.5, -1]),
        (np.array([0, 2**30, -(2**31)], np.int32), [0, 0.5, -1]),
        (np.array([0, 0.5, -1], np.float32), [0, 0.5, -1]),
        (np.array([[0, 0], [16384, 0], [-32768, -32768]], np.int16), [0, 0.25, -1]),
    ],
)
def test_sounds_are_scaled_and_their_channels_averaged(values, expected):
    signal = read_signal(written.wav(values), "a.wav")
    np.testing.assert_allclose(signal.samples, expected)
    assert signal.sample_rate == 8000
    assert signal.description == ("Your own file. The mean of 2 channels." if values.ndim == 2 else "Your own file.")


def test_24_bits_and_loud_floats():
    frames = b"".join(value.to_bytes(3, "little", signed=True) for value in (0, 2**22, -(2**23)))
    header = io.BytesIO()
    wavfile.write(header, 8000, np.zeros(1, np.int16))
    start = bytearray(header.getvalue()[:44])
    start[28:36] = (24000).to_bytes(4, "little") + b"\x03\x00\x18\x00"
    start[40:44] = len(frames).to_bytes(4, "little")
    assert read_signal(bytes(start) + frames + b"\0", "a.wav").samples.tolist() == [0, 0.5, -1]

    loud = io.BytesIO()
    wavfile.write(loud, 8000, np.array([[4, 4], [-2, 0]], np.float32))
    signal = read_signal(loud.getvalue(), "a.wav")
    assert signal.samples.tolist() == [1, -0.25]
    assert signal.description == "Your own file. The mean of 2 channels. Divided by 4 to fit -1 to 1."
