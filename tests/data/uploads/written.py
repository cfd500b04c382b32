"""Files as common programs write them."""

import io

import numpy as np
from scipy.io import wavfile


def written(picture, kind, **options):
    """A picture of Pillow's as a file of this kind."""
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def npy(array):
    """An array as numpy.save writes it."""
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def wav(values, rate=8000):
    """Samples as a WAV file of their own type of numbers."""
    buffer = io.BytesIO()
    wavfile.write(buffer, rate, values)
    return buffer.getvalue()
