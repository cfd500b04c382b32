"""MP3: all of it, whether or not it says how long it is, and nothing of what stands around it."""

from pathlib import Path

import numpy as np
import pytest

from core.data import UnreadableUpload, read_signal
from core.data.uploads.sounds.mp3 import _frame_size
from tests.data.uploads.sounds.written import WAVE, sound

FIELD = Path(__file__).parent.parent / "field"
NOISE = np.random.default_rng(0).normal(size=len(WAVE)) * 0.05
VARYING = np.where(np.arange(len(WAVE)) < 1500, WAVE, WAVE + NOISE)  # costs more bits in its second half
RATES = [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000]
ID3 = b"ID3\x04\0\0\0\0\x07\x76" + b"title" * 202 + bytes(4)
UNREAD = "a.mp3 is an MP3 file that could not be read: save the sound as WAV (PCM, 16 bit)."
CUT_OFF = "a.mp3 ends too early: its sound is cut off. Upload the whole file again."


def mp3(rate=44100, channels=1):
    return sound("MP3", "MPEG_LAYER_III", np.stack([VARYING] * channels, axis=1), rate)


def without_length(content):
    return content[_frame_size(content, 0) :]


def refusal(content):
    with pytest.raises(UnreadableUpload) as caught:
        read_signal(content, "a.mp3")
    return str(caught.value)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate", RATES)
def test_samples_and_rate_come_back_nearly(rate, channels):
    signal = read_signal(mp3(rate, channels), "a.mp3")
    assert signal.sample_rate == rate
    assert len(signal.samples) == len(VARYING)
    assert np.corrcoef(signal.samples, VARYING)[0, 1] > 0.97
    assert signal.description == "Your own file." + (" The mean of 2 channels." if channels == 2 else "")


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate", RATES)
def test_a_file_that_does_not_say_how_long_it_is_is_read_to_its_end(rate, channels):
    whole = read_signal(mp3(rate, channels), "a.mp3").samples
    samples = read_signal(without_length(mp3(rate, channels)), "a.mp3").samples
    # the encoder's delay is what such a file does not say
    np.testing.assert_allclose(samples[576 : 576 + len(whole)], whole, atol=1e-9)


@pytest.mark.parametrize(
    "around", [(b"", b"TAG" + bytes(125)), (ID3, b""), (ID3 + ID3, bytes(900)), (ID3, b"APETAGEX")]
)
def test_tags_and_filling_are_left_out(around):
    before, after = around
    np.testing.assert_array_equal(
        read_signal(before + mp3() + after, "a.mp3").samples, read_signal(mp3(), "a.mp3").samples
    )


def test_two_files_in_one_are_read_one_after_the_other():
    samples = read_signal(mp3() + without_length(mp3()), "a.mp3").samples
    assert len(samples) > 2 * len(VARYING)
    np.testing.assert_allclose(samples[576 : 576 + 2000], read_signal(mp3(), "a.mp3").samples[:2000], atol=1e-9)


def test_a_length_that_is_not_given_is_not_missed():
    content = bytearray(mp3())
    flags = content.index(b"Xing") + 7
    content[flags] &= ~1
    assert len(read_signal(bytes(content), "a.mp3").samples) > len(VARYING)


def test_sound_that_is_cut_off_is_said_to_be():
    for content in (mp3(), without_length(mp3())):
        assert refusal(content[: len(content) // 2]) == CUT_OFF
        assert refusal(content[:-1]) == CUT_OFF


def test_anything_but_frames_is_refused():
    content = without_length(mp3())
    assert refusal(content + b"junk") == UNREAD
    assert refusal(content[:1000] + b"junk" + content[1000:]) == UNREAD
    assert refusal(content[:2] + b"\xf0" + content[3:]) == UNREAD
    assert refusal(ID3) == UNREAD


def test_the_field_file_is_called_by_its_name():
    name = "case-10-mp3-renamed.wav"
    with pytest.raises(UnreadableUpload) as caught:
        read_signal((FIELD / name).read_bytes(), name)
    assert str(caught.value) == f"{name} is an MP3 file that could not be read: save the sound as WAV (PCM, 16 bit)."


def test_under_another_name_it_is_read_and_called_by_its_own():
    signal = read_signal(mp3(), "song.wav")
    np.testing.assert_array_equal(signal.samples, read_signal(mp3(), "song.mp3").samples)
    assert signal.description == "Your own file. It is an MP3 file."
