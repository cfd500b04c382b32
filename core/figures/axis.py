"""The horizontal axis of a signal's chart."""

from __future__ import annotations

from typing import TypedDict

from core.data import Signal


class Placed(TypedDict):
    """Arguments of `signal_chart`: the axis' title, the distance between samples, the first sample, the axis' end."""

    axis: str
    spacing: float
    first: float
    end: float


def placed(signal: Signal, every: int = 1) -> Placed:
    """The axis of a signal: seconds from 0 where it has a sample rate, else sample numbers from 1.

    A chart of the signal has a point for `every` so many samples. The axis ends where the signal does, so that charts
    of outputs line up below it sample by sample.

    >>> beep = Signal("beep", "Beep", [0.0, 1.0, 0.0, -1.0], sample_rate=4.0)
    >>> placed(beep, every=2)
    {'axis': 'seconds', 'spacing': 0.5, 'first': 0.0, 'end': 0.75}
    """
    rate = signal.sample_rate
    title, step, first = ("seconds", 1 / rate, 0.0) if rate else ("sample, counted from 1", 1.0, 1.0)
    return {"axis": title, "spacing": step * every, "first": first, "end": first + (len(signal.samples) - 1) * step}
