"""Where the samples of a signal lie on the axis of a chart."""

from __future__ import annotations

from typing import TypedDict

from core.data import Signal


class Placed(TypedDict):
    """An axis in the words of `signal_chart`: its title, the first sample, the next one, and where the axis ends."""

    axis: str
    spacing: float
    first: float
    end: float


def placed(signal: Signal, every: int = 1) -> Placed:
    """Seconds from 0 where the sample rate is known, else numbers counted from 1; `every` so many samples a point.

    The axis ends where the signal does, so that what is made of it lies below it, sample by sample.

    >>> beep = Signal("beep", "Beep", [0.0, 1.0, 0.0, -1.0], sample_rate=4.0)
    >>> placed(beep, every=2)
    {'axis': 'seconds', 'spacing': 0.5, 'first': 0.0, 'end': 0.75}
    """
    rate = signal.sample_rate
    title, step, first = ("seconds", 1 / rate, 0.0) if rate else ("sample, counted from 1", 1.0, 1.0)
    return {"axis": title, "spacing": step * every, "first": first, "end": first + (len(signal.samples) - 1) * step}
