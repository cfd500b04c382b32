"""The task "before and after": from a signal or a picture to another of the same size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.cache import cached, kept
from core.data import Image, Signal, to_grey
from core.study.designed import Designed, designed_methods
from core.study.judges import Judge, SquaredErrors
from core.study.measures import measures
from core.study.ranges import check_values, check_varies
from core.study.room import counted, size_text
from core.study.sums import Array

Data = Signal | Image
LARGE = 4_000_000  # pixels in all: arrays of more would drop all other results from the cache


@dataclass(frozen=True)
class BeforeAfter:
    """What the data should become: `after` has a file for each file before, of the same size.

    Raises ValueError where the files do not fit together.

    >>> before, after = Signal("b", "Before", np.arange(9.0)), Signal("a", "After", np.arange(9.0) ** 2)
    >>> Pairs((before,), BeforeAfter((after,))).ndim
    1
    """

    after: tuple[Data, ...]


@dataclass(frozen=True)
class Pairs:
    """The data of the task: files `before`, and the task with those after."""

    before: tuple[Data, ...]
    task: BeforeAfter

    def __post_init__(self) -> None:
        after = self.task.after
        if len(self.before) != len(after) or not after:
            files = f"{counted(len(self.before), 'file')} and {counted(len(after), 'file')}"
            raise ValueError(f"data and after differ in number: {files}. Bring one after for each before.")
        if len({each.ndim for each in (*self.before, *after)}) > 1:
            raise ValueError("data and after are signals as well as pictures: bring files of one kind.")
        for number, (one, other) in enumerate(zip(self.befores, self.afters, strict=True), 1):
            if one.shape != other.shape:
                where = f" in pair {number}" if len(after) > 1 else ""
                each = "sample by sample" if self.ndim == 1 else "pixel by pixel"
                raise ValueError(
                    f"data and after differ in size{where}: {size_text(one.shape, other.shape)}. Bring two of the same "
                    f"size, {each}."
                )
        check_values("data", self.befores)
        check_varies("data", self.befores)
        check_values("after", self.afters)
        check_varies("after", self.afters)

    @property
    def ndim(self) -> int:
        """1 for signals, 2 for pictures."""
        return self.before[0].ndim

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shape of each file."""
        return tuple(each.shape for each in self.befores)

    @property
    def judge(self) -> Judge:
        """By squared errors."""
        return SquaredErrors(self.afters, 1.0 if self.ndim == 2 else _variance(self.task.after))

    def measured(self, answers: tuple[Array, ...]) -> dict[str, float]:
        """What else people ask of such answers, which are NaN on the rim."""
        return measures(self.afters, answers)

    @property
    def methods(self) -> tuple[Designed, ...]:
        """What people would try first."""
        return designed_methods(self.ndim)

    @property
    def befores(self) -> tuple[Array, ...]:
        """The arrays before, pictures in grey."""
        return arrays_of(self.before)

    @property
    def afters(self) -> tuple[Array, ...]:
        """The arrays after."""
        return arrays_of(self.task.after)

    @property
    def targets(self) -> tuple[tuple[Array, ...], ...]:
        """What a learned filter should answer, in one version."""
        return (self.afters,)


def values_of(data: Data) -> Array:
    """The samples (n,) or the grey pixels (h, w), in double precision."""
    if isinstance(data, Signal):
        return data.samples
    return np.asarray(to_grey(data).pixels, np.float64)


def _variance(files: tuple[Data, ...]) -> float:
    key = ("variance", *(each.content_id for each in files))
    return kept(key, lambda: float(np.var(np.concatenate(arrays_of(files)))) or 1.0)


def arrays_of(files: tuple[Data, ...]) -> tuple[Array, ...]:
    """The arrays of signals or pictures, all of one kind; those of large pictures are made anew by each call."""
    if isinstance(files[0], Signal) or sum(values.size for values in map(_stored, files)) > LARGE:
        return tuple(map(values_of, files))
    return _kept_arrays(files)


def _stored(data: Data) -> NDArray[Any]:
    return data.samples if isinstance(data, Signal) else data.pixels


# made once, not kept by the data of a task: these are sent to the process that works on them
@cached
def _kept_arrays(files: tuple[Data, ...]) -> tuple[Array, ...]:
    return tuple(map(values_of, files))
