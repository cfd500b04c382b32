"""Sound files: WAV, scaled to the range from -1 to 1, several channels averaged."""

from __future__ import annotations

import io
import warnings

import numpy as np
from numpy.typing import NDArray

from core.data.uploads.limits import UnreadableUpload, check_samples, shown_name


def read_wav(data: bytes, filename: str) -> tuple[NDArray[np.float64], float, int]:
    """The samples (n,), their rate in Hz, and the number of channels that were averaged."""
    name = shown_name(filename)
    if data[:4] not in (b"RIFF", b"RIFX", b"RF64"):
        raise UnreadableUpload(f"{name} is not a WAV file: save the sound as WAV (PCM) and upload that.")
    from scipy.io import wavfile

    try:
        with warnings.catch_warnings():
            # chunks with notes and pictures are passed over; a cut-off file is an error, not a warning
            warnings.simplefilter("ignore", wavfile.WavFileWarning)
            rate, values = wavfile.read(io.BytesIO(data))
            channels = 1 if values.ndim == 1 else values.shape[1]
    # the reader trusts the file's own lengths and may raise nearly anything
    except Exception as error:
        raise UnreadableUpload(
            f"{name} is damaged or packed in a way that cannot be read: save the sound as WAV (PCM, 16 bit)."
        ) from error
    check_samples(len(values), filename)
    if rate <= 0 or channels == 0:
        raise UnreadableUpload(f"{name} gives no sample rate: save the sound as WAV (PCM, 16 bit).")
    return _scaled(values).reshape(len(values), channels).mean(axis=1), float(rate), channels


def _scaled(values: NDArray[np.generic]) -> NDArray[np.float64]:
    if values.dtype.kind == "f":
        return values.astype(np.float64)
    if values.dtype == np.uint8:  # 8 bits are stored without a sign
        return (values.astype(np.float64) - 128) / 128
    # 24 bits arrive in the upper part of 32
    return values.astype(np.float64) / float(2 ** (8 * values.dtype.itemsize - 1))
