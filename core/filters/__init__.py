"""Filters of several kernels (gradient length, strongest of eight directions, zero crossings), and single layers.

A *filter* here is anything that turns data into data of the same size. Every kernel is a filter; combined filters apply
several kernels and join their answers.
"""

from core.filters.apply import apply_filter, filter_names
from core.filters.combined import COMBINED, CombinedFilter, describe_filter
from core.filters.layer import Layer, LayerOutput, plan_layer, run_layer
from core.filters.library import LibraryEntry, library, library_entry
from core.filters.receptive_field import answer_over, axes_of, products_of, samples_under, strongest_edge
from core.filters.responses import Responses, overshoot_of, responses_of
from core.filters.search import search

__all__ = [
    "COMBINED",
    "CombinedFilter",
    "Layer",
    "LayerOutput",
    "LibraryEntry",
    "Responses",
    "answer_over",
    "apply_filter",
    "axes_of",
    "describe_filter",
    "filter_names",
    "library",
    "library_entry",
    "overshoot_of",
    "plan_layer",
    "products_of",
    "responses_of",
    "run_layer",
    "samples_under",
    "search",
    "strongest_edge",
]
