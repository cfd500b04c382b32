"""Signals whose answer to a filter can be worked out by hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data.catalogue import SampleInfo, register
from core.parameters import Range

LENGTH = Range("length", "Length", 256, 16, 65_536, 1, unit="samples")
PERIOD = Range("period", "Period", 32.0, 2.0, 4096.0, 0.5, unit="samples")
MADE_HERE = "Computed from its definition."


def _shape(name: str, title: str, description: str, *parameters: Range, source: str = MADE_HERE) -> SampleInfo:
    return SampleInfo(name, title, "shapes", 1, description, source, parameters)


@register(
    _shape("impulse", "Impulse", "A single one among zeros: the output of a filter is the filter itself.", LENGTH)
)
def impulse(length: int) -> NDArray[np.float64]:
    """One at index length // 2, zero elsewhere."""
    samples = np.zeros(length)
    samples[length // 2] = 1.0
    return samples


@register(_shape("step", "Step", "Zero in the first half, one in the second: the simplest edge.", LENGTH))
def step(length: int) -> NDArray[np.float64]:
    """The first one stands at index length // 2."""
    return (np.arange(length) >= length // 2).astype(np.float64)


@register(_shape("ramp", "Ramp", "A straight climb from zero to one: second derivatives vanish on it.", LENGTH))
def ramp(length: int) -> NDArray[np.float64]:
    """Both ends included."""
    return np.linspace(0.0, 1.0, length)


@register(
    _shape(
        "constant",
        "Constant",
        "The same number everywhere: what comes out is that number times the sum of the filter.",
        LENGTH,
        Range("level", "Level", 1.0, -10.0, 10.0, 0.1),
    )
)
def constant(length: int, level: float) -> NDArray[np.float64]:
    """Every sample is `level`."""
    return np.full(length, level)


@register(
    _shape("sine", "Sine", "One pure frequency: a linear filter changes only its height and delay.", LENGTH, PERIOD)
)
def sine(length: int, period: float) -> NDArray[np.float64]:
    """Starts at zero, rising."""
    return np.sin(2 * np.pi * np.arange(length) / period)


@register(
    _shape("square_wave", "Square wave", "Ones and minus ones in turn: an edge every half period.", LENGTH, PERIOD)
)
def square_wave(length: int, period: float) -> NDArray[np.float64]:
    """One in the first half of each period, minus one in the second."""
    phase = np.arange(length) / period % 1.0
    return np.where(phase < 0.5, 1.0, -1.0)


@register(
    _shape(
        "chirp",
        "Chirp",
        "A tone that climbs steadily: its height after a filter draws the filter's frequency response.",
        LENGTH,
        Range("start", "First frequency", 0.0, 0.0, 0.5, 0.005, unit="cycles per sample"),
        Range("end", "Last frequency", 0.25, 0.0, 0.5, 0.005, unit="cycles per sample"),
    )
)
def chirp(length: int, start: float, end: float) -> NDArray[np.float64]:
    """The phase is the integral of a frequency that goes linearly from `start` to `end`."""
    n = np.arange(length)
    cycles = start * n + (end - start) * n**2 / (2 * (length - 1))
    return np.sin(2 * np.pi * cycles)
