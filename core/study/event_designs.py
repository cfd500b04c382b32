"""Detectors that people would try first, each with widths and signs to choose from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from core.convolution import correlate
from core.kernels import Kernel, get_kernel
from core.study.designed import LARGEST, Designed, each_of
from core.study.sums import Array

SIGNS = (1.0, -1.0)
WIDTHS = (1.0, 1.5, 2.0, 3.0, 4.5)
LENGTHS = (5, 9, 15, 31)  # of a matched filter, in taps


def _filtered(make: Callable[..., Kernel], data: Array, noise: float, *, sign: float, **settings: float) -> Array:
    return sign * correlate(data, make(**settings), boundary="mirror")


def _wide(name: str, *, sigma: float) -> Kernel:
    return get_kernel(name, sigma=sigma, size=min(LARGEST, 2 * int(np.ceil(4 * sigma)) + 1))


def _plain(name: str) -> Kernel:
    return get_kernel(name)


def _entry(name: str, title: str, make: Callable[..., Kernel], widths: tuple[float, ...] = ()) -> Designed:
    choices = each_of("sigma", widths, sign=SIGNS) if widths else each_of("sign", SIGNS)

    def kernel(*, sign: float, **settings: float) -> Kernel:
        return make(**settings)

    return Designed(name, title, (1,), choices, partial(_filtered, make), kernel)


def _signal(data: Array, noise: float, *, sign: float) -> Array:
    return sign * data


def _matched(data: Array, noise: float, *, weights: Array, length: float) -> Array:
    return correlate(data, weights, boundary="mirror")


def _even(data: Array, noise: float, *, distance: float) -> Array:
    answer = np.zeros(len(data))
    answer[int(distance) // 2 :: int(distance)] = 1.0
    return answer


def even_alarms(tolerance: int) -> Designed:
    """A mark for all detectors: alarms at even distances, whatever the signal, to be chosen by how near events lie.

    The second distance is the widest that finds every event, if these are not nearer to each other.

    >>> even_alarms(1).choices
    ({'distance': 2}, {'distance': 3}, {'distance': 6})
    >>> even_alarms(1).apply(np.zeros(7), 0.0, distance=3).tolist()
    [0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    """
    least = max(2, tolerance)  # peaks lie two samples apart at least
    every = max(least, 2 * tolerance + 1)
    distances = tuple(dict.fromkeys((least, every, 2 * every)))
    return Designed(
        "even_alarms",
        "Alarms at even distances",
        (1,),
        each_of("distance", distances),
        _even,
        is_reference=True,
        is_chance=True,
    )


EVENT_METHODS: tuple[Designed, ...] = (
    Designed("signal", "The signal's own peaks", (1,), each_of("sign", SIGNS), _signal),
    _entry("peak_detector", "Peak detector", partial(_plain, "peak_detector")),
    _entry("difference", "Central difference", partial(_plain, "central_difference")),
    _entry("ricker", "Ricker", partial(_wide, "ricker"), WIDTHS),
    _entry("gaussian_derivative", "Derivative of a Gaussian", partial(_wide, "gaussian_first_derivative_1d"), WIDTHS),
    Designed("matched", "Matched filter", (1,), each_of("length", LENGTHS), _matched, from_events=True),
)
