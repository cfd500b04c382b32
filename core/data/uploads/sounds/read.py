"""Sound files through libsndfile: WAV, FLAC, OGG, MP3 and AIFF, known by their first bytes, channels averaged."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.guard import decoding
from core.data.uploads.limits import MAX_SAMPLES, UnreadableUpload, check_finite, check_samples, shown_name
from core.data.uploads.sounds.flac import plain_flac
from core.data.uploads.sounds.mp3 import CUT_OFF, SYNC, plain_mp3, without_tags
from core.data.uploads.sounds.ogg import whole_ogg
from core.data.uploads.sounds.riff import Plain, plain_aiff, plain_wav

ENDINGS = {
    "WAV": ("wav",),
    "FLAC": ("flac",),
    "OGG": ("ogg", "oga", "opus"),
    "MP3": ("mp3",),
    "AIFF": ("aif", "aiff", "aifc"),
}
SOUND_TYPES = tuple(ending for endings in ENDINGS.values() for ending in endings)
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


def sound_kind(data: bytes) -> str | None:
    """The format of a sound file that can be read, or None.

    >>> sound_kind(b"fLaC"), sound_kind(b"time,volts")
    ('FLAC', None)
    """
    sound = without_tags(data)
    if sound[:4] in (b"RIFF", b"RIFX", b"RF64") and sound[8:12] == b"WAVE":
        return "WAV"
    if sound[:4] == b"FORM" and sound[8:12] in (b"AIFF", b"AIFC"):
        return "AIFF"
    if sound.startswith((b"fLaC", b"OggS")):
        return "FLAC" if sound.startswith(b"fLaC") else "OGG"
    return "MP3" if sound.startswith(SYNC) or sound is not data else None


def refuse_other_sounds(data: bytes, filename: str) -> None:
    """Raise UnreadableUpload, calling it by its name, for a kind of sound that cannot be read."""
    name = shown_name(filename)
    for kind, (place, magic) in FOREIGN.items():
        if data.startswith(magic, place):
            raise UnreadableUpload(f"{name} is {kind} file: save the sound as WAV, FLAC, OGG, MP3 or AIFF.")
    if _ending(filename) in SOUND_TYPES:
        raise UnreadableUpload(f"{name} is not a WAV, FLAC, OGG, MP3 or AIFF file: save the sound as one of these.")


def read_sound(data: bytes, filename: str) -> tuple[NDArray[np.float64], float, str]:
    """The samples (n,) from -1 to 1, their rate in Hz, and what was done to them, in sentences or "".

    Raises UnreadableUpload for a file that is damaged, cut off, too long, or packed in a way that cannot be read.
    """
    name, kind = shown_name(filename), sound_kind(data) or ""
    article = "an" if kind in ("MP3", "AIFF", "OGG") else "a"
    with decoding(f"{name} is {article} {kind} file that could not be read: {ENCODING}"):
        samples, rate, channels = _decoded(_plain(without_tags(data), kind, name), filename)
    check_samples(len(samples), filename)
    check_finite(samples, filename)
    notes = [] if _ending(filename) in ENDINGS[kind] else [f"It is {article} {kind} file."]
    if channels > 1:
        notes.append(f"The mean of {channels} channels.")
    peak = float(np.abs(samples).max())
    if peak > 1:
        samples = samples / peak
        notes.append(f"Divided by {peak:.4g} to fit -1 to 1.")
    return samples, rate, " ".join(notes)


def _ending(filename: str) -> str:
    return str(filename).lower().rpartition(".")[2]


def _plain(sound: bytes, kind: str, name: str) -> Plain:
    if kind in ("WAV", "AIFF"):
        return plain_wav(sound, name) if kind == "WAV" else plain_aiff(sound, name)
    plain = {"FLAC": plain_flac, "OGG": whole_ogg, "MP3": plain_mp3}[kind]
    return Plain(plain(sound, name))


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
