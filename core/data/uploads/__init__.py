"""Files that people bring: signals from CSV, NPY and WAV, images from PNG, JPEG, TIFF, NPY and CSV.

Nothing in a file is trusted: its size is checked before it is unpacked, its kind by its first bytes, and whatever
cannot be read ends in one `UnreadableUpload` with a sentence for the person who uploaded it.
"""

from core.data.uploads.limits import MAX_BYTES, MAX_PIXELS, MAX_SAMPLES, UnreadableUpload
from core.data.uploads.read import IMAGE_TYPES, SIGNAL_TYPES, read_image, read_signal, signal_columns

__all__ = [
    "IMAGE_TYPES",
    "MAX_BYTES",
    "MAX_PIXELS",
    "MAX_SAMPLES",
    "SIGNAL_TYPES",
    "UnreadableUpload",
    "read_image",
    "read_signal",
    "signal_columns",
]
