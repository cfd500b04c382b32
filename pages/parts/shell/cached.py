"""Results that pages compute once for all visitors, or once for a visit, keyed by all of their content.

Streamlit's own cache hashes only a sample of large arrays, so that two pictures that differ in one pixel may share an
entry.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.cache import CACHE, cached
from core.convolution import local_maxima
from core.data import Image, Signal, shrink, to_grey
from core.figures import combined_scan, picture_scan
from core.figures.kernel_effect import picture_effect, signal_effect
from core.figures.player import Frame
from core.filters import Layer, LayerOutput, apply_filter, describe_filter, run_layer, strongest_edge
from core.filters.chain import Chain, run_chain
from core.kernels import Kernel

MOST_FRAMES = 500  # of one live run

small_picture, grey_picture = cached(shrink), cached(to_grey)


def known_frames(run: str) -> dict[int, Frame]:
    """The player's cached frames of a live run by step."""
    known: dict[int, Frame] = CACHE.get(("frames", run), {})
    return {} if len(known) > MOST_FRAMES else dict(known)


def keep_frames(run: str, frames: dict[int, Frame]) -> None:
    """Cache the frames of a live run for all visitors who watch it."""
    CACHE.put(("frames", run), frames, None)


@cached
def layer_output(signal: Signal, layer: Layer) -> LayerOutput:
    """The output of one layer on one signal."""
    return run_layer(signal.samples, layer)


@cached
def peaks_of(signal: Signal) -> NDArray[np.intp]:
    """The indices of a signal's peaks."""
    return local_maxima(signal.samples)


# not cached, like the next one: each figure is drawn once, is cached, and has a quarter of these bytes or fewer
def picture_output(image: Image, layer: Layer) -> NDArray[Any]:
    """The output of one layer on one image."""
    return run_layer(image.pixels, layer).output


def combined_output(image: Image, name: str, parameters: tuple[tuple[str, Any], ...], boundary: str) -> NDArray[Any]:
    """The output of a combined filter on one image, channels each by themselves."""
    axis = -1 if image.is_colour else None
    output = apply_filter(name, image.pixels, boundary=boundary, channel_axis=axis, **dict(parameters))
    return np.asarray(output)


@cached
def picture_scan_of(image: Image, layer: Layer) -> bytes:
    """The figure of one layer on one image, as the browser gets it."""
    return picture_scan(image, layer, run_layer(image.pixels, layer))


@cached
def combined_scan_of(image: Image, name: str, parameters: tuple[tuple[str, Any], ...]) -> bytes:
    """The figure of a combined filter on one image, as the browser gets it."""
    combined = describe_filter(name)
    output = combined_output(image, name, parameters, "reflect")
    return combined_scan(image, combined, combined.kernels(**dict(parameters)), output)


@cached
def picture_effect_of(image: Image, kernel: Kernel) -> bytes:
    """The figure of a kernel's effect on one image, as the browser gets it."""
    layer = Layer(kernel)
    return picture_effect(image, kernel.title, [kernel.weights], layer, run_layer(image.pixels, layer).output)


@cached
def combined_effect_of(image: Image, name: str, parameters: tuple[tuple[str, Any], ...]) -> bytes:
    """The figure of a combined filter's effect on one image, as the browser gets it."""
    combined = describe_filter(name)
    output = combined_output(image, name, parameters, "reflect")
    return picture_effect(image, combined.title, combined.kernels(**dict(parameters)), None, output)


@cached
def signal_effect_of(signal: Signal, kernel: Kernel) -> bytes:
    """The figure of a kernel's effect on one signal, as the browser gets it."""
    layer = Layer(kernel)
    return signal_effect(signal, layer, layer_output(signal, layer).output)


@cached
def chain_outputs(image: Image, chain: Chain) -> tuple[NDArray[Any], ...]:
    """The output of each stage of a chain on one image."""
    return run_chain(image.pixels, chain)


@cached
def first_pin(image: Image) -> tuple[int, int]:
    """The pixel that is taken apart before a visitor chooses another."""
    return strongest_edge(image.pixels)
