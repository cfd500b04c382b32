"""Files that people bring: tables, NumPy arrays, sounds and pictures, of `SIGNAL_FORMATS` and `IMAGE_FORMATS`.

Nothing in a file is trusted: its size is checked before it is unpacked, its kind by its first bytes, and whatever
cannot be read ends in one `UnreadableUpload` with a sentence for the person who uploaded it. Sounds and pictures are
decoded by libraries of native code, one file at a time; what is in front of each library is a look at what the file
claims, and of the file only those parts that samples or pixels need.
"""

from core.data.uploads.limits import MAX_BYTES, MAX_MEGABYTES, MAX_PIXELS, MAX_SAMPLES, UnreadableUpload
from core.data.uploads.read import (
    IMAGE_FORMATS,
    IMAGE_TYPES,
    SIGNAL_FORMATS,
    SIGNAL_TYPES,
    read_image,
    read_signal,
    signal_columns,
    text_columns,
)

__all__ = [
    "IMAGE_FORMATS",
    "IMAGE_TYPES",
    "MAX_BYTES",
    "MAX_MEGABYTES",
    "MAX_PIXELS",
    "MAX_SAMPLES",
    "SIGNAL_FORMATS",
    "SIGNAL_TYPES",
    "UnreadableUpload",
    "read_image",
    "read_signal",
    "signal_columns",
    "text_columns",
]
