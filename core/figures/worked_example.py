"""The forum thread's own example: a signal, the answers of a filter below it, and those once printed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.convolution import convolve, local_maxima, max_pool
from core.figures.wire import packed
from core.kernels import Kernel


@dataclass(frozen=True, eq=False)
class WorkedExample:
    """A signal (n,), the valid answers (n - 2,) of a kernel of three numbers, and what they say, at samples from 0 on.

    `peaks` are the signal's, at `positive` the answer is above zero, and `picked` is where a max pool over all answers
    finds the highest. An answer stands at the centre of its window.
    """

    signal: NDArray[np.float64]
    answers: NDArray[np.float64]
    peaks: NDArray[np.intp]
    positive: NDArray[np.intp]
    picked: int


def work_through(signal: ArrayLike, kernel: Kernel) -> WorkedExample:
    """Apply a kernel of three numbers to a signal (n,) and find the peaks.

    >>> from core.kernels import get_kernel
    >>> example = work_through([0.0, 1.0, 0.0], get_kernel("peak_detector"))
    >>> example.answers.tolist(), example.peaks.tolist(), example.positive.tolist(), example.picked
    ([1.0], [1], [1], 1)
    """
    samples = np.asarray(signal, np.float64)
    answers = convolve(samples, kernel, mode="valid")
    _, picked = max_pool(answers, len(answers))
    return WorkedExample(samples, answers, local_maxima(samples), np.flatnonzero(answers > 0) + 1, int(picked[0]) + 1)


def worked_example(example: WorkedExample, printed: ArrayLike) -> bytes:
    """Pack an example and the answers (n - 2,) that were printed; all rows have n numbers, the ends of answers none.

    >>> from core.figures.wire import content_of
    >>> from core.kernels import get_kernel
    >>> len(content_of(worked_example(work_through([0.0, 1.0, 0.0], get_kernel("peak_detector")), [1.0])))
    16
    """
    return packed(
        {"picked": example.picked},
        signal=example.signal,
        answers=_at_centres(example.answers),
        printed=_at_centres(np.asarray(printed, np.float64)),
        is_peak=np.isin(np.arange(len(example.signal)), example.peaks),
    )


def _at_centres(answers: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([[np.nan], answers, [np.nan]])
