"""Ogg: whole, and no more than its bytes are worth."""

import struct

import numpy as np
import pytest

from core.data import UnreadableUpload, read_signal
from core.data.uploads.sounds.ogg import check_sum, codebook_numbers, whole_ogg
from tests.data.uploads.sounds.written import WAVE, page, sound

UNREAD = "a.ogg is an OGG file that could not be read: save the sound as WAV (PCM, 16 bit)."


def refusal(content):
    with pytest.raises(UnreadableUpload) as caught:
        read_signal(content, "a.ogg")
    return str(caught.value)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("encoding", ["VORBIS", "OPUS"])
def test_samples_come_back_nearly(encoding, channels):
    signal = read_signal(sound("OGG", encoding, np.stack([WAVE] * channels, axis=1)), "a.ogg")
    assert signal.sample_rate == 8000
    assert len(signal.samples) == len(WAVE)
    assert np.corrcoef(signal.samples, WAVE)[0, 1] > 0.97


def test_the_check_sum_is_that_of_a_library():
    content = sound("OGG", "VORBIS")
    last = content.rindex(b"OggS")
    assert content[last + 22 : last + 26] == check_sum(content[last : last + 22] + bytes(4) + content[last + 26 :])


def test_a_file_that_is_cut_off_is_said_to_be():
    content = sound("OGG", "OPUS", np.tile(WAVE, 40))
    for end in (len(content) - 1, len(content) // 2, content.rindex(b"OggS") + 20):
        assert refusal(content[:end]) == "a.ogg ends too early: its sound is cut off. Upload the whole file again."


def test_damage_is_not_passed_over():
    content = bytearray(sound("OGG", "VORBIS"))
    content[-50] ^= 1
    assert refusal(bytes(content)) == UNREAD
    content = sound("OGG", "OPUS", np.tile(WAVE, 40))
    second = content.index(b"OggS", 10)
    assert refusal(content[:second] + b"x" + content[second:]) == UNREAD
    third = content.index(b"OggS", second + 10)
    assert refusal(content[:second] + content[third:]) == UNREAD


def bits_of(*fields):
    """Numbers (value, bits) from the lowest bit on, as Vorbis packs them."""
    whole = place = 0
    for value, bits in fields:
        whole |= value << place
        place += bits
    return whole.to_bytes((place + 7) // 8, "little")


def vorbis_with(books, entries, dimensions=1):
    """A file whose setup packet has codebooks in as few bytes as can be: all entries of one length."""
    head = b"\x01vorbis" + struct.pack("<IBIiii", 0, 1, 44100, 0, 0, 0) + b"\xb8\x01"
    book = ((0x564342, 24), (dimensions, 16), (entries, 24), (1, 1), (23, 5), (entries, entries.bit_length()), (0, 4))
    setup = b"\x05vorbis" + bits_of((books - 1, 8), *(field for _ in range(books) for field in book))
    notes = b"\x03vorbis" + bytes(8) + b"\x01"
    return page([head], 0, flags=2) + page([notes, setup], 1) + page([bytes(10)], 2, flags=4, granule=1000)


def test_codebooks_are_counted_at_any_bit_and_whatever_the_title_says():
    assert codebook_numbers(b"\x05vorbis" + bits_of((0, 8), (0, 3), (0x564342, 24), (7, 16), (1000, 24))) == 7000
    whole_ogg(sound("OGG", "VORBIS", np.stack([WAVE] * 6, axis=1), 44100), "a.ogg")
    head, setup = b"\x01vorbis", b"\x05vorbis"
    whole_ogg(page([head]) + page([b"\x03vorbis BCV of the year", setup], 1), "a.ogg")


def test_codebooks_that_blow_up_are_refused():
    content = vorbis_with(books=200, entries=2**23 - 1)
    assert len(content) < 3000  # for 1.6 GB
    assert refusal(content) == "a.ogg has absurdly large codebooks: save the sound again as WAV (PCM, 16 bit)."


def test_too_many_pages_are_refused():
    content = b"".join(page([b"x"], number) for number in range(50_002))
    assert refusal(content) == "a.ogg is built of too many parts: save the sound again as WAV (PCM, 16 bit)."
