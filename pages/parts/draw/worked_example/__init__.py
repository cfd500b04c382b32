"""The thread's own example, computed: u, v, y, the peaks and the max pool."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.data import Signal
from core.data.samples.thread import PRINTED_OUTPUT
from core.figures.worked_example import work_through, worked_example
from core.kernels import Kernel
from pages.parts.shell import say
from pages.parts.shell.browser import component
from pages.parts.shell.frame import reading

THREAD = "https://stats.stackexchange.com/questions/313575"
HEIGHT = 376  # pixels
_COMPONENT = component("worked_example", Path(__file__).parent)


def show_worked_example(signal: Signal, kernel: Kernel) -> None:
    """Show u, y = conv(u, v, 'valid'), the peaks of u and the one that a max pool over y picks."""
    example = work_through(signal.samples, kernel)
    with reading():
        say.markdown(
            f"In 2017 somebody asked on [Cross Validated]({THREAD}) how the numbers of a filter are decided. An answer "
            "took ten random numbers u and the filter v = [−1 1 −1], and showed that it finds peaks."
        )
    _COMPONENT(key="question_example", data=worked_example(example, PRINTED_OUTPUT), height=HEIGHT)
    agree = bool(np.allclose(example.answers, PRINTED_OUTPUT, atol=1e-3))
    with reading():
        say.markdown(
            f"u has peaks at points **{_listed(example.peaks)}**. y is above zero at **{_listed(example.positive)}**. "
            f"A max pool over y picks point **{example.picked + 1}**, the highest answer."
        )
        say.caption(
            "The y printed there is conv(u, v)."
            if agree
            else "The y printed there is not conv(u, v); the computed y is. What the answer says about peaks is true "
            "of the computed y."
        )


def _listed(points: np.ndarray[tuple[int], np.dtype[np.intp]]) -> str:
    """Points as people count them, from 1."""
    return ", ".join(str(point + 1) for point in points)
