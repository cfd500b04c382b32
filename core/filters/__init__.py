"""Filters of several kernels (gradient length, strongest of eight directions, zero crossings), and single layers.

A *filter* here is anything that turns data into data of the same size. Every kernel is a filter; combined filters apply
several kernels and join their answers.
"""

from core.filters.apply import apply_filter, filter_names
from core.filters.combined import COMBINED, CombinedFilter, describe_filter
from core.filters.layer import Layer, LayerOutput, plan_layer, run_layer
from core.filters.receptive_field import Frame, frame_of, products_of

__all__ = [
    "COMBINED",
    "CombinedFilter",
    "Frame",
    "Layer",
    "LayerOutput",
    "apply_filter",
    "describe_filter",
    "filter_names",
    "frame_of",
    "plan_layer",
    "products_of",
    "run_layer",
]
