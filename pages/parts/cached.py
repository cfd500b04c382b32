"""What is computed once for everybody: keyed by value or by a digest of content, and bounded.

Streamlit's own cache hashes only a sample of large arrays, so that two pictures that differ in one pixel may share an
entry. Here every key is hashable by its whole content.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import lru_cache
from typing import Any, Generic, TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.data import Image, Signal
from core.figures import Frame, Picture, brightness_picture
from core.filters import Layer, LayerOutput, apply_filter, run_layer
from core.learning import Experiment, Snapshot, TrainingSettings, Trajectory, collect, iterate, settle

MOST_RUNS, MOST_WATCHED = 32, 64
MOST_FRAMES = 500  # moments of one live run

K = TypeVar("K")
V = TypeVar("V")


class Latest(Generic[K, V]):
    """What was made for the latest keys, the oldest dropped first; for any number of threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        """What was put under the key, None where that is long ago."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: K, value: V) -> None:
        """Keep this."""
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


@st.cache_resource
def _runs() -> Latest[tuple[Experiment, TrainingSettings], Trajectory]:
    return Latest(MOST_RUNS)


@st.cache_resource
def _frames() -> Latest[str, dict[int, str]]:
    return Latest(MOST_WATCHED)


def known_frames(run: str) -> dict[int, str]:
    """The player's frames by step of a live run, which all who watch it share; to be added to."""
    known = _frames().get(run)
    if known is None or len(known) > MOST_FRAMES:
        known = {}
        _frames().put(run, known)
    return known


def trained(experiment: Experiment, settings: TrainingSettings) -> Trajectory:
    """The run of these settings; a bar shows how far it is while it is trained for the first time."""
    settled = settle(experiment, settings)
    known = _runs().get((experiment, settled))
    if known is not None:
        return known
    bar = st.progress(0.0, "Training")
    snapshots: list[Snapshot] = []
    for snapshot in iterate(experiment, settled):
        snapshots.append(snapshot)
        share = snapshot.step / (settled.steps or 1)
        bar.progress(min(1.0, share), f"Training: step {snapshot.step} of {settled.steps}")
    bar.empty()
    run = collect(experiment, settled, iter(snapshots))
    _runs().put((experiment, settled), run)
    return run


@lru_cache(maxsize=24)
def layer_output(data: Signal | Image, layer: Layer) -> LayerOutput:
    """One layer on one input."""
    return run_layer(data.samples if isinstance(data, Signal) else data.pixels, layer)


@lru_cache(maxsize=12)
def combined_output(image: Image, name: str, parameters: tuple[tuple[str, Any], ...], boundary: str) -> NDArray[Any]:
    """A filter that is more than one kernel on one image, channels each by themselves."""
    axis = -1 if image.is_colour else None
    output = apply_filter(name, image.pixels, boundary=boundary, channel_axis=axis, **dict(parameters))
    return np.asarray(output)


@lru_cache(maxsize=24)
def input_picture(image: Image, frame: Frame | None = None) -> Picture:
    """An input image as PNG, a part of it pointed out."""
    return brightness_picture(image.pixels, image.title, frame)
