"""What a unit of a network answers to most: the pieces of held-out patches that excite each filter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from core.learning.experiment import Experiment
from core.learning.models import TextureNetwork
from core.learning.models.textures import AT_ONCE


@dataclass(frozen=True, eq=False)
class StrongestPatches:
    """For each of u filters the `count` pieces with its largest answers, strongest first, at most one of a patch.

    `pieces` (u, count, side, side) are cut from the held-out patches with the indices `patches` (u, count), at `rows`
    and `columns` (u, count) in pixels; `answers` (u, count) are the filter's.
    """

    pieces: NDArray[Any]
    answers: NDArray[Any]
    patches: NDArray[np.intp]
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]


def strongest_patches(
    experiment: Experiment, parameters: Mapping[str, Any], layer: str = "maps", count: int = 9
) -> StrongestPatches:
    """Find the pieces of held-out patches that excite each filter of a layer most.

    Parameters
    ----------
    experiment : Experiment
        That learns a network of textures.
    parameters : mapping of names to arrays
        The network's.
    layer : "maps" or "second_maps"
        The first or the second layer of filters.
    count : int
        How many pieces for each filter, at least 1.

    Raises
    ------
    ValueError
        For another experiment, a layer that the network does not have, or a count that is not allowed.

    Source: Zeiler and Fergus, Visualizing and understanding convolutional networks, 2014, section 4.

    Examples
    --------
    >>> from core.learning import TrainingSettings, get_experiment, train
    >>> task = get_experiment("name_textures", patches=2, filters=4, depth=2)
    >>> run = train(task, TrainingSettings(steps=5))
    >>> strongest_patches(task, run.last, "second_maps", count=3).pieces.shape
    (16, 3, 13, 13)
    """
    model = experiment.model
    if not isinstance(model, TextureNetwork):
        raise ValueError(f"experiment={experiment.name!r} has no network of textures: give name_textures.")
    if layer not in model.receptive_fields:
        raise ValueError(
            f"layer={layer!r} is not a layer of filters here: choose one of {', '.join(model.receptive_fields)}."
        )
    patches = experiment.data.test_inputs
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= len(patches):
        raise ValueError(f"count={count} is not allowed: give 1 to {len(patches)}, the number of held-out patches.")
    side, step = model.receptive_fields[layer]
    answers, places = _largest(model, parameters, layer, patches)
    chosen = np.argsort(-answers, axis=0, kind="stable")[:count].T
    units = np.arange(answers.shape[1])[:, None]
    width = (patches.shape[2] - side) // step + 1
    rows, columns = (step * each for each in np.divmod(places[chosen, units], width))
    windows = sliding_window_view(patches, (side, side), axis=(1, 2))
    pieces = windows[chosen, rows, columns]
    return StrongestPatches(pieces, answers[chosen, units], chosen, rows, columns)


def _largest(
    model: TextureNetwork, parameters: Mapping[str, Any], layer: str, patches: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[np.intp]]:
    """The largest answer of each filter on each picture, (n, u), and where on the map it is."""
    largest, places = [], []
    for start in range(0, len(patches), AT_ONCE):
        maps = model.layers(parameters, patches[start : start + AT_ONCE])[layer]
        flat = maps.reshape(*maps.shape[:2], -1)
        largest.append(flat.max(axis=2))
        places.append(flat.argmax(axis=2))
    return np.concatenate(largest), np.concatenate(places)
