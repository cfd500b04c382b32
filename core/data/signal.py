"""A signal: numbers in a row, with a name and, where known, the rate at which they were taken."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data.identity import ByContent, read_only
from core.parameters import Value


@dataclass(frozen=True, eq=False)
class Signal(ByContent):
    """A one-dimensional signal with the facts that a plot or a download needs.

    `samples` (n,) are kept as read-only float64; `sample_rate` is in Hz, or None where samples are
    merely numbered; `unit` is that of a sample, "" for none; `parameters` are the settings that made it.
    Raises ValueError where samples are not one row of finite numbers or the rate is not positive.

    >>> beep = Signal("beep", "Beep", np.array([0.0, 1.0, 0.0]), sample_rate=8000.0)
    >>> beep.ndim, beep.samples.dtype, len(beep.content_id)
    (1, dtype('float64'), 32)
    """

    name: str
    title: str
    samples: NDArray[np.float64] = field(repr=False)
    sample_rate: float | None = None
    unit: str = ""
    description: str = field(default="", repr=False)
    source: str = field(default="", repr=False)
    parameters: Mapping[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        samples = read_only(np.asarray(self.samples), np.float64)
        if samples.ndim != 1 or samples.size == 0:
            raise ValueError(f"samples has the shape {samples.shape}: give (n,) with at least one sample.")
        if not np.isfinite(samples).all():
            raise ValueError("samples holds NaN or infinite values: give finite numbers.")
        rate = self.sample_rate
        if rate is not None and not (math.isfinite(rate) and rate > 0):
            raise ValueError(f"sample_rate={rate} is not allowed: give a positive number of Hz, or None.")
        object.__setattr__(self, "samples", samples)
        object.__setattr__(self, "parameters", MappingProxyType(dict(self.parameters)))

    @property
    def ndim(self) -> int:
        """Number of directions a kernel moves in: 1."""
        return 1

    def _array(self) -> NDArray[Any]:
        return self.samples


def beginning(signal: Signal, most: int) -> Signal:
    """Return the signal with its first `most` samples, or itself where it has no more.

    >>> beginning(Signal("ramp", "Ramp", np.arange(9.0)), 3).samples
    array([0., 1., 2.])
    """
    return signal if len(signal.samples) <= most else replace(signal, samples=signal.samples[:most])
