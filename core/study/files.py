"""The files of a study, and the arrays that it works on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.cache import cached
from core.data import Image, Signal, to_grey
from core.study.designed import Designed, noise_of
from core.study.sums import Array

Data = Signal | Image
LARGE = 4_000_000  # pixels in all: arrays of more would drop all other results from the cache


@dataclass(frozen=True)
class Files:
    """What all tasks have: files `before`, all signals or all pictures."""

    before: tuple[Data, ...]

    @property
    def ndim(self) -> int:
        """1 for signals, 2 for pictures."""
        return self.before[0].ndim

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shape of each file."""
        return shapes_of(self.before)

    @property
    def inputs(self) -> tuple[Array, ...]:
        """The arrays before, pictures in grey."""
        return arrays_of(self.before)

    @property
    def methods(self) -> tuple[Designed, ...]:
        """The designed methods that are tried."""
        raise NotImplementedError

    def method(self, name: str) -> Designed:
        """The designed method of this name."""
        return next(each for each in self.methods if each.name == name)

    @property
    def noise_levels(self) -> tuple[float, ...]:
        """The strength of the noise in each file, for methods that ask for it."""
        return _noise_levels(self.before)


def shapes_of(files: tuple[Data, ...]) -> tuple[tuple[int, ...], ...]:
    """The shape of each file, without the colours of pictures."""
    return tuple(_stored(each).shape[: each.ndim] for each in files)


def arrays_of(files: tuple[Data, ...]) -> tuple[Array, ...]:
    """The arrays of signals or pictures, all of one kind; those of large pictures are made anew by each call."""
    if isinstance(files[0], Signal) or sum(values.size for values in map(_stored, files)) > LARGE:
        return tuple(map(values_of, files))
    return _kept_arrays(files)


def values_of(data: Data) -> Array:
    """The samples (n,) or the grey pixels (h, w), in double precision."""
    if isinstance(data, Signal):
        return data.samples
    return np.asarray(to_grey(data).pixels, np.float64)


def _stored(data: Data) -> NDArray[Any]:
    return data.samples if isinstance(data, Signal) else data.pixels


# made once, not kept by the data of a task: these are sent to the process that works on them
@cached
def _kept_arrays(files: tuple[Data, ...]) -> tuple[Array, ...]:
    return tuple(map(values_of, files))


@cached
def _noise_levels(files: tuple[Data, ...]) -> tuple[float, ...]:
    return tuple(map(noise_of, arrays_of(files)))
