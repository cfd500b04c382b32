"""The thread's own example, computed: u, v, y, the peaks and the max pool."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.convolution import convolve, local_maxima, max_pool
from core.data import Signal
from core.data.samples.thread import PRINTED_OUTPUT
from core.figures.worked_example import worked_example
from core.kernels import Kernel
from pages.parts.shell import say
from pages.parts.shell.browser import component
from pages.parts.shell.frame import reading

THREAD = "https://stats.stackexchange.com/questions/313575"
HEIGHT = 376  # pixels
_COMPONENT = component("worked_example", Path(__file__).parent)


def show_worked_example(signal: Signal, kernel: Kernel) -> None:
    """Show u, y = conv(u, v, 'valid'), the peaks of u and the one that a max pool over y picks."""
    u = signal.samples
    y = convolve(u, kernel, mode="valid")
    _, picked = max_pool(y, len(y))
    # people count from 1, and answer i stands over the sample i + 1
    peaks, fired = local_maxima(u) + 1, np.flatnonzero(y > 0) + 2
    with reading():
        say.markdown(
            f"In 2017 somebody asked on [Cross Validated]({THREAD}) how the numbers of a filter are decided. An answer "
            "took ten random numbers u and the filter v = [−1 1 −1], and showed that it finds peaks."
        )
    _COMPONENT(key="question_example", data=worked_example(u, kernel, PRINTED_OUTPUT), height=HEIGHT)
    agree = bool(np.allclose(y, PRINTED_OUTPUT, atol=1e-3))
    with reading():
        say.markdown(
            f"u has peaks at points **{_listed(peaks)}**. y is above zero at **{_listed(fired)}**. A max pool over y "
            f"picks point **{int(picked[0]) + 2}**, the highest answer."
        )
        say.caption(
            "The y printed there is conv(u, v)."
            if agree
            else "The y printed there is not conv(u, v); the computed y is. What the answer says about peaks is true "
            "of the computed y."
        )


def _listed(points: np.ndarray[tuple[int], np.dtype[np.intp]]) -> str:
    return ", ".join(str(point) for point in points)
