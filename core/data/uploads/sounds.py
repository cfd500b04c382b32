"""Sound files: WAV, scaled to the range from -1 to 1, several channels averaged."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.guard import decoding
from core.data.uploads.limits import UnreadableUpload, check_finite, check_samples, shown_name

MAGIC = (b"RIFF", b"RIFX", b"RF64")
MOST_CHUNKS = 1000
UNKNOWN_SIZE = 0xFFFFFFFF  # written by programs that stream, and by RF64


def read_wav(data: bytes, filename: str) -> tuple[NDArray[np.float64], float, str]:
    """The samples (n,), their rate in Hz, and what was done to them, in a sentence or "".

    Raises UnreadableUpload for anything but WAV with whole or floating-point numbers.
    """
    name = shown_name(filename)
    with decoding(f"{name} is damaged or packed in a way that cannot be read: save the sound as WAV (PCM, 16 bit)."):
        from scipy.io import wavfile

        rate, values = wavfile.read(io.BytesIO(data[: _end_of_data(data, name)]))
        channels = 1 if values.ndim == 1 else values.shape[1]
    check_samples(len(values), filename)
    if rate <= 0 or channels == 0:
        raise UnreadableUpload(f"{name} gives no sample rate: save the sound as WAV (PCM, 16 bit).")
    note = f"The mean of {channels} channels." if channels > 1 else ""
    with np.errstate(all="ignore"):  # checked below
        samples = values.reshape(len(values), channels).mean(axis=1, dtype=np.float64)
    if values.dtype == np.uint8:  # 8 bits are stored without a sign
        samples = (samples - 128) / 128
    elif values.dtype.kind == "i":  # 24 bits arrive in the upper part of 32
        samples = samples / float(2 ** (8 * values.dtype.itemsize - 1))
    check_finite(samples, filename)
    peak = float(np.abs(samples).max())
    if peak > 1:
        samples, note = samples / peak, f"{note} Divided by {peak:.4g} to fit -1 to 1.".strip()
    return samples, float(rate), note


def _end_of_data(data: bytes, name: str) -> int:
    """Where the samples end; notes and pictures behind them are left unread."""
    big_endian = data.startswith(b"RIFX")
    position = 12
    for _ in range(MOST_CHUNKS):
        size = int.from_bytes(data[position + 4 : position + 8], "big" if big_endian else "little")
        end = position + 8 + size
        if data[position : position + 4] == b"data":
            if size != UNKNOWN_SIZE and end > len(data):
                raise UnreadableUpload(f"{name} ends too early: its sound is cut off. Upload the whole file again.")
            return min(end, len(data))
        position = end + size % 2
        if position >= len(data):
            return len(data)
    raise UnreadableUpload(f"{name} is built of too many parts: save the sound again as WAV (PCM, 16 bit).")
