"""Sounds made to break decoders, each with the sentence that it must end in."""

import struct

import numpy as np

from core.data.uploads.sounds.flac import plain_flac
from tests.data.uploads.sounds.test_flac import claiming
from tests.data.uploads.sounds.test_ogg import vorbis_with
from tests.data.uploads.sounds.test_read import opus
from tests.data.uploads.sounds.written import WAVE, aiff, page, sound, wav

ROOM = 7_800_000
UNREAD = "is {} file that could not be read: save the sound as WAV (PCM, 16 bit)."
PARTS = "is built of too many parts: save the sound again as WAV (PCM, 16 bit)."
CUT_OFF = "ends too early: its sound is cut off. Upload the whole file again."
LONG = "has {} samples: signals up to 1,000,000 can be read. Cut out a part and upload that."
NO_RATE = "gives no sample rate: save the sound as WAV (PCM, 16 bit)."
STREAM_INFO = plain_flac(claiming(0), "a").content[:42]
ID3 = b"ID3\x04\0\0\0\0\0\0"


def packed_wav(tag, block, samples):
    """A WAV file of blocks of these sizes, all zeros."""
    form = struct.pack("<HHIIHHHH", tag, 2, 8000, 8000, block, 4, 2, samples)
    head = b"RIFF\0\0\0\0WAVEfmt " + struct.pack("<I", len(form)) + form
    return head + b"data" + struct.pack("<I", ROOM) + bytes(ROOM)


def with_last_granule(content, granule):
    last = content.rindex(b"OggS")
    number = int.from_bytes(content[last + 18 : last + 22], "little")
    sizes = content[last + 27 : last + 27 + content[last + 26]]
    packets, body = [], content[last + 27 + len(sizes) :]
    for size in sizes:  # none is longer than 254 bytes here
        packets, body = [*packets, body[:size]], body[size:]
    return content[:last] + page(packets, number, granule=granule, flags=4, stream=content[last + 14 : last + 18])


def mp3_of_many_frames():
    whole = sound("MP3", "MPEG_LAYER_III", np.tile(WAVE, 9))
    count = whole.index(b"Xing") + 8
    return whole[:count] + b"\0\xff\xff\xff" + whole[count + 4 :]


FILES = {
    "a million chunks": (lambda: b"RIFF\0\0\0\0WAVE" + b"note\0\0\0\0" * (ROOM // 8), PARTS),
    "a chunk of 4 GB": (lambda: b"RIFF\0\0\0\0WAVEnote\xff\xff\xff\xff" + bytes(99), UNREAD.format("a WAV")),
    "65,535 channels": (lambda: wav(bytes(200_000), channels=65_535), UNREAD.format("a WAV")),
    "no channel": (lambda: wav(bytes(100), channels=0), UNREAD.format("a WAV")),
    "no rate": (lambda: wav(bytes(100), rate=0), NO_RATE),
    "4 GHz": (lambda: wav(bytes(100), rate=2**32 - 1), UNREAD.format("a WAV")),
    "65,528 bits": (lambda: wav(bytes(8192), bits=65_528), UNREAD.format("a WAV")),
    "blocks of nothing": (lambda: packed_wav(2, 0, 0), UNREAD.format("a WAV")),
    "blocks of a byte": (lambda: packed_wav(0x11, 1, 65_535), UNREAD.format("a WAV")),
    "blocks of GSM in two channels": (lambda: packed_wav(0x31, 65, 320), UNREAD.format("a WAV")),
    "AIFF without a rate": (lambda: aiff(bytes(100), rate=0.0), NO_RATE),
    "AIFF of an endless rate": (lambda: aiff(bytes(100)).replace(b"\x40\x0b\xfa", b"\x7f\xff\xff"), NO_RATE),
    "AIFF of a million chunks": (lambda: b"FORM\0\0\0\0AIFF" + b"note\0\0\0\0" * (ROOM // 8), PARTS),
    "AIFF of 65,535 channels": (lambda: aiff(bytes(200_000), channels=65_535), UNREAD.format("an AIFF")),
    "AIFF of 65,535 bits": (lambda: aiff(bytes(8192), bits=65_535), UNREAD.format("an AIFF")),
    "AIFF of packets without an end": (
        lambda: aiff(bytes(ROOM), compression=b"ima4", size=2**31),
        LONG.format("14,682,368"),
    ),
    "FLAC of 2^36 samples": (lambda: claiming(2**36 - 1), LONG.format("68,719,476,735")),
    "FLAC of a million notes": (lambda: claiming(0)[:42] + b"\x01\0\0\0" * (ROOM // 4), PARTS),
    "FLAC without frames": (lambda: STREAM_INFO + bytes(ROOM), UNREAD.format("a FLAC")),
    "FLAC of noise": (lambda: STREAM_INFO + np.random.default_rng(0).bytes(ROOM), UNREAD.format("a FLAC")),
    "Vorbis books of 1.6 GB": (
        lambda: vorbis_with(200, 2**23 - 1),
        "has absurdly large codebooks: save the sound again as WAV (PCM, 16 bit).",
    ),
    "Opus of 2^36 samples": (lambda: with_last_granule(sound("OGG", "OPUS"), 2**36), UNREAD.format("an OGG")),
    "Opus of 200 channels of nothing": (
        lambda: opus(200, 800),
        "has 200 channels of 768,000 samples: up to 8,000,000 in all can be read. Save one channel and upload that.",
    ),
    "Ogg of 60,000 pages": (lambda: b"".join(page([b"x"], number) for number in range(60_000)), PARTS),
    "Ogg of noise": (lambda: page([b"\x01vorbis"]) + np.random.default_rng(0).bytes(ROOM), UNREAD.format("an OGG")),
    "MP3 of 2^24 frames": (
        mp3_of_many_frames,
        LONG.format("9,663,674,616"),
    ),
    "MP3 of tiny frames": (
        lambda: (b"\xff\xf3\x14\xc4" + bytes(20)) * (ROOM // 24),
        LONG.format("187,199,471"),
    ),
    "tags upon tags": (lambda: ID3 * (ROOM // 10), UNREAD.format("an MP3")),
    "a tag and zeros": (lambda: ID3 + bytes(ROOM), UNREAD.format("an MP3")),
    "a sync and noise": (lambda: b"\xff\xfb\x90\x00" + np.random.default_rng(0).bytes(ROOM), UNREAD.format("an MP3")),
}
