"""The task "before and after": from a signal or a picture to another of the same size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.cache import kept
from core.study.designed import Designed, designed_methods
from core.study.files import Data, Files, arrays_of
from core.study.judges import Judge, SquaredErrors
from core.study.measures import measures
from core.study.ranges import check_values, check_varies
from core.study.room import counted, size_text
from core.study.sums import Array


@dataclass(frozen=True)
class BeforeAfter:
    """What the data should become: `after` has a file for each file before, of the same size.

    Raises ValueError where the files do not fit together.

    >>> from core.data import Signal
    >>> before, after = Signal("b", "Before", np.arange(9.0)), Signal("a", "After", np.arange(9.0) ** 2)
    >>> BeforeAfterData((before,), BeforeAfter((after,))).ndim
    1
    """

    after: tuple[Data, ...]


@dataclass(frozen=True)
class BeforeAfterData(Files):
    """The data of the task: files `before`, and the task with those after."""

    task: BeforeAfter

    def __post_init__(self) -> None:
        after = self.task.after
        if len(self.before) != len(after) or not after:
            files = f"{counted(len(self.before), 'file')} and {counted(len(after), 'file')}"
            raise ValueError(f"data and after differ in number: {files}. Bring one after for each before.")
        if len({each.ndim for each in (*self.before, *after)}) > 1:
            raise ValueError("data and after are signals as well as pictures: bring files of one kind.")
        for number, (one, other) in enumerate(zip(self.inputs, self.afters, strict=True), 1):
            if one.shape != other.shape:
                where = f" in pair {number}" if len(after) > 1 else ""
                each = "sample by sample" if self.ndim == 1 else "pixel by pixel"
                raise ValueError(
                    f"data and after differ in size{where}: {size_text(one.shape, other.shape)}. Bring two of the same "
                    f"size, {each}."
                )
        check_values("data", self.inputs)
        check_varies("data", self.inputs)
        check_values("after", self.afters)
        check_varies("after", self.afters)

    @property
    def judge(self) -> Judge:
        """By squared errors."""
        return SquaredErrors(self.afters, 1.0 if self.ndim == 2 else _variance(self.task.after))

    def measured(self, answers: tuple[Array, ...], tallies: Array) -> dict[str, float]:
        """What else people ask of such answers, which are NaN on the rim."""
        return measures(self.afters, answers)

    @property
    def methods(self) -> tuple[Designed, ...]:
        """What people would try first."""
        return designed_methods(self.ndim)

    @property
    def afters(self) -> tuple[Array, ...]:
        """The arrays after."""
        return arrays_of(self.task.after)

    @property
    def targets(self) -> tuple[tuple[Array, ...], ...]:
        """What a learned filter should answer, in one version."""
        return (self.afters,)


def _variance(files: tuple[Data, ...]) -> float:
    key = ("variance", *(each.content_id for each in files))
    return kept(key, lambda: float(np.var(np.concatenate(arrays_of(files)))) or 1.0)
