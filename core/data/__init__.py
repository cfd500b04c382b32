"""Data to filter and to learn from: samples that come along, and files that people bring."""

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
from core.data.image import Image, shrink, to_grey
from core.data.signal import Signal
from core.data.uploads import IMAGE_TYPES, SIGNAL_TYPES, UnreadableUpload, read_image, read_signal, signal_columns

__all__ = [
    "IMAGE_TYPES",
    "SIGNAL_TYPES",
    "Image",
    "SampleInfo",
    "Signal",
    "UnreadableUpload",
    "describe_sample",
    "get_image",
    "get_sample",
    "get_signal",
    "read_image",
    "read_signal",
    "sample_names",
    "sample_parameters",
    "shrink",
    "signal_columns",
    "to_grey",
]
