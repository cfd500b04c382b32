"""Data to filter and to learn from: samples that come along, and files that people bring.

A `Signal` is a row of numbers `samples` (n,), with a `sample_rate` in Hz where there is one. An `Image` is brightness
`pixels` (h, w) or (h, w, 3) from 0, black, to 1, white. Both are read-only and equal by content.

A sample has a name and `sample_parameters`: `get_sample` makes it, `describe_sample` tells of it beforehand.
An upload is the bytes of a file: `read_signal` and `read_image` take it, or raise `UnreadableUpload`, whose text is
meant for the person who uploaded it.

>>> get_signal("thread").samples[:3]
array([0.8416, 0.7342, 0.571 ])
>>> read_signal(b"1\\n2\\n", "mine.csv").samples
array([1., 2.])
"""

import core.data.samples  # noqa: F401 - fills the catalogue
from core.data.catalogue import (
    SampleInfo,
    describe_sample,
    get_image,
    get_sample,
    get_signal,
    sample_names,
    sample_parameters,
)
from core.data.image import LUMA_WEIGHTS, Image, shrink, to_grey
from core.data.signal import Signal, beginning
from core.data.uploads import (
    IMAGE_FORMATS,
    IMAGE_TYPES,
    MAX_BYTES,
    MAX_MEGABYTES,
    MAX_PIXELS,
    MAX_SAMPLES,
    SIGNAL_FORMATS,
    SIGNAL_TYPES,
    UnreadableUpload,
    read_image,
    read_signal,
    signal_columns,
    text_columns,
)
from core.data.words import plain_text

__all__ = [
    "IMAGE_FORMATS",
    "IMAGE_TYPES",
    "LUMA_WEIGHTS",
    "MAX_BYTES",
    "MAX_MEGABYTES",
    "MAX_PIXELS",
    "MAX_SAMPLES",
    "SIGNAL_FORMATS",
    "SIGNAL_TYPES",
    "Image",
    "SampleInfo",
    "Signal",
    "UnreadableUpload",
    "beginning",
    "describe_sample",
    "get_image",
    "get_sample",
    "get_signal",
    "plain_text",
    "read_image",
    "read_signal",
    "sample_names",
    "sample_parameters",
    "shrink",
    "signal_columns",
    "text_columns",
    "to_grey",
]
