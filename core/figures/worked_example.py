"""The forum thread's own example: a signal, the answers of a filter below it, and those once printed."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.convolution import convolve, local_maxima, max_pool
from core.figures.wire import packed
from core.kernels import Kernel


def worked_example(signal: ArrayLike, kernel: Kernel, printed: ArrayLike) -> bytes:
    """Pack a signal (n,), the valid answers of a kernel of three numbers, and the answers (n - 2,) that were printed.

    All rows have n numbers: an answer stands at the centre of its window, and the two ends have none. `is_peak` says
    which samples are peaks; `picked`, counted from 0, is where a max pool over all answers finds the highest.

    >>> from core.figures.wire import content_of
    >>> from core.kernels import get_kernel
    >>> len(content_of(worked_example([0.0, 1.0, 0.0], get_kernel("peak_detector"), [1.0])))
    16
    """
    samples = np.asarray(signal, np.float64)
    answers = convolve(samples, kernel, mode="valid")
    _, picked = max_pool(answers, len(answers))
    is_peak = np.isin(np.arange(len(samples)), local_maxima(samples))
    return packed(
        {"picked": int(picked[0]) + 1},
        signal=samples,
        answers=_at_centres(answers),
        printed=_at_centres(np.asarray(printed, np.float64)),
        is_peak=is_peak,
    )


def _at_centres(answers: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([[np.nan], answers, [np.nan]])
