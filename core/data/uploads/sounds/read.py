"""Sound files through libsndfile, known by their first bytes, channels averaged."""

from __future__ import annotations

import io
from functools import partial

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.guard import decoding
from core.data.uploads.limits import MAX_SAMPLES, UnreadableUpload, check_finite, check_samples, shown_name
from core.data.uploads.reader import Reader, Row, ending_of, endings_of, reader_of
from core.data.uploads.sounds.flac import FLAC
from core.data.uploads.sounds.mp3 import CUT_OFF, MP3, without_tags
from core.data.uploads.sounds.ogg import OGG
from core.data.uploads.sounds.plain import Plain
from core.data.uploads.sounds.riff import AIFF, WAV
from core.names import enumerated

SOUNDS: tuple[Reader[Plain], ...] = (WAV, FLAC, OGG, MP3, AIFF)
NAMES = enumerated(each.name for each in SOUNDS)
# What cannot be read, but is often called a sound, by the bytes at a place.
FOREIGN = {
    "an MP4 or M4A": (4, b"ftyp"),
    "a WMA or ASF": (0, b"\x30\x26\xb2\x75"),
    "a Matroska or WebM": (0, b"\x1a\x45\xdf\xa3"),
    "an AVI": (8, b"AVI "),
    "a MIDI": (0, b"MThd"),
    "an AMR": (0, b"#!AMR"),
    "an AU": (0, b".snd"),
    "a CAF": (0, b"caff"),
    "an AAC": (0, b"\xff\xf1"),
}
ENCODING = "save the sound as WAV (PCM, 16 bit)."
BLOCK = 1 << 18  # numbers decoded at once, of all channels together
MOST_NUMBERS = 8_000_000  # in all channels; a compressed one costs nearly no bytes
OPEN_LENGTH = 1 << 40  # samples; the library gives more than that for a stream that does not name its length
MP3_SLACK = 2 * 1152  # samples; programs do not agree on whether the first and the last frame count


def sound_of(data: bytes) -> Reader[Plain] | None:
    """The format of a sound file that can be read, or None.

    >>> sound_of(b"fLaC").name, sound_of(b"time,volts")
    ('FLAC', None)
    """
    sound = without_tags(data)
    known = reader_of(SOUNDS, sound)
    # programs put tags before other sounds too, but those are known by what follows
    return MP3 if known is None and sound is not data else known


def refuse_other_sounds(data: bytes, filename: str) -> None:
    """Raise UnreadableUpload, calling it by its name, for a kind of sound that cannot be read."""
    name = shown_name(filename)
    for kind, (place, magic) in FOREIGN.items():
        if data.startswith(magic, place):
            raise UnreadableUpload(f"{name} is {kind} file: save the sound as {NAMES}.")
    if ending_of(filename) in endings_of(SOUNDS):
        raise UnreadableUpload(f"{name} is not a {NAMES} file: save the sound as one of these.")


def _read(kind: Reader[Plain], data: bytes, filename: str) -> Row:
    """The samples (n,) from -1 to 1 of a file of this kind, and their rate.

    Raises UnreadableUpload for a file that is damaged, cut off, too long, or packed in a way that cannot be read.
    """
    name, called = shown_name(filename), f"{kind.article} {kind.name} file"
    with decoding(f"{name} is {called} that could not be read: {ENCODING}"):
        samples, rate, channels = _decoded(kind.read(without_tags(data), name), filename)
    check_samples(len(samples), filename)
    check_finite(samples, filename)
    notes = [] if ending_of(filename) in kind.endings else [f"It is {called}."]
    if channels > 1:
        notes.append(f"The mean of {channels} channels.")
    peak = float(np.abs(samples).max())
    if peak > 1:
        samples = samples / peak
        notes.append(f"Divided by {peak:.4g} to fit -1 to 1.")
    return Row(samples, rate, note=" ".join(notes))


def _decoded(plain: Plain, filename: str) -> tuple[NDArray[np.float64], float, int]:
    """The mean of the channels, block by block, so that many channels take little memory; the rate; their number."""
    from soundfile import SoundFile

    parts, count = [np.zeros(0)], 0
    # the library's object is part of a circle, so that what the stream holds would outlive it
    with io.BytesIO(plain.content) as stream, SoundFile(stream) as file:
        file.seekable = lambda: False  # else it seeks after each block, which streams that name no length cannot
        claimed = file.frames if file.frames < OPEN_LENGTH else 0
        check_samples(max(claimed, 1), filename)
        if claimed * file.channels > MOST_NUMBERS:
            raise UnreadableUpload(
                f"{shown_name(filename)} has {file.channels:,} channels of {claimed:,} samples: up to "
                f"{MOST_NUMBERS:,} in all can be read. Save one channel and upload that."
            )
        frames = max(BLOCK // file.channels, 1)
        while count <= MAX_SAMPLES and len(block := file.read(frames, always_2d=True)):
            parts.append(block.mean(axis=1))
            count += len(block)
        slack = MP3_SLACK if file.subtype.startswith("MPEG") else 0
        if claimed - count > slack:
            raise UnreadableUpload(f"{shown_name(filename)} {CUT_OFF}")
        rate, channels = plain.rate or float(file.samplerate), file.channels
    samples = np.concatenate(parts)
    # some programs count the samples of each channel apart, and write so many too few
    filled_up = 0 < plain.length < count < plain.length + plain.block and plain.length != count // channels
    return samples[: plain.length] if filled_up else samples, rate, channels


def _is(kind: Reader[Plain], data: bytes) -> bool:
    return sound_of(data) is kind


# as the table of all signals has them: behind what is done with every sound
READERS: tuple[Reader[Row], ...] = tuple(
    Reader(each.name, each.endings, partial(_is, each), partial(_read, each), each.article) for each in SOUNDS
)
