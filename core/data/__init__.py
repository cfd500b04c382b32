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

__all__ = [
    "Image",
    "SampleInfo",
    "Signal",
    "describe_sample",
    "get_image",
    "get_sample",
    "get_signal",
    "sample_names",
    "sample_parameters",
    "shrink",
    "to_grey",
]
