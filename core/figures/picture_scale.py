"""On which scale the values of a picture are shown: as brightness, or in colours that tell their signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.chart import number
from core.figures.wire import FULL

ROUNDING = 1e-6
MOST_CUT_OFF = 0.2  # share of pixels below 0 or above 1 up to which an output is shown as brightness
FULL_COLOUR_AT = 99  # percentile of the absolute values: a few extreme pixels must not turn all others pale
SOME, BELOW = 4096, 97  # about so many values tell below which value nearly so many percent of all lie


@dataclass(frozen=True)
class Scale:
    """Brightness from 0 to `limit`, or, where it `is_signed`, colours from -limit over 0 to limit; all else is cut off.

    The colours are purple below zero, white at zero and green above.
    """

    limit: float = 1.0
    is_signed: bool = False

    def levels(self, values: NDArray[Any]) -> NDArray[Any]:
        """Values as uint8 from 0 to 255, or with signs as int8 from -127 to 127; 0 for what is no number.

        >>> Scale().levels(np.array([0.0, 1.0, 7.0])).tolist(), Scale(2.0, True).levels(np.array([-2.0, 1.0])).tolist()
        ([0, 255, 255], [-127, 64])
        """
        lowest, full, kind = (-FULL, FULL, np.int8) if self.is_signed else (0, 255, np.uint8)
        with np.errstate(over="ignore", invalid="ignore"):
            scaled = np.multiply(values, full / (self.limit or 1.0), dtype=np.float32)
        np.clip(scaled, lowest, full, out=scaled)
        np.rint(scaled, out=scaled)
        if np.isnan(scaled.sum()):
            np.nan_to_num(scaled, copy=False, nan=0.0)
        return scaled.astype(kind)


BRIGHTNESS = Scale()


def signed_limit(*arrays: NDArray[Any]) -> float:
    """The absolute value at which a signed scale has its full colour: the 99th percentile over all arrays.

    >>> signed_limit(np.r_[np.ones(999), 1e6])
    1.0
    """
    sizes = np.abs(np.concatenate([np.asarray(array).ravel() for array in arrays]))
    finite = sizes if np.isfinite(sizes).all() else sizes[np.isfinite(sizes)]
    if not finite.size:
        return 1.0
    rank = (finite.size - 1) * FULL_COLOUR_AT // 100
    return float(_ranked(finite, rank) or finite.max() or 1.0)


def _ranked(values: NDArray[Any], rank: int) -> Any:
    """The value at a high rank from the lowest on, looked for among the largest alone where there are many values.

    >>> float(_ranked(np.arange(10_000.0), 9_900))
    9900.0
    """
    some = values[:: len(values) // SOME or 1]
    least = np.partition(some, BELOW * len(some) // 100)[BELOW * len(some) // 100]
    largest = values[values >= least]
    below = len(values) - len(largest)
    if below > rank:  # some values are unlike all
        largest, below = values, 0
    return np.partition(largest, rank - below)[rank - below]


def output_scale(values: NDArray[Any], *, keeps_level: bool = False, ignores_level: bool = False) -> tuple[Scale, str]:
    """The scale for the output (h, w) or (h, w, 3) of a filter on an image, and in words how to read it.

    An output is shown as brightness where the filter `keeps_level`, that is maps grey to the same grey, or where most
    values lie from 0 to 1, unless some are negative and the filter `ignores_level`, that is maps grey to 0. All other
    outputs are shown with their signs, and zero is white, or, where none is negative, as a strength.

    >>> output_scale(np.array([[-1.0, 1.0]]))[0]
    Scale(limit=1.0, is_signed=True)
    """
    beyond = np.count_nonzero((values < -ROUNDING) | (values > 1 + ROUNDING))
    share = beyond / values.size
    if values.ndim == 3:
        return BRIGHTNESS, _cut_off(share, "; without the colours their sign is shown" if share > MOST_CUT_OFF else "")
    has_signs = bool((values < -ROUNDING).any())
    if keeps_level or (share <= MOST_CUT_OFF and not (ignores_level and has_signs)):
        return BRIGHTNESS, _cut_off(share)
    if not has_signs:
        return strength_scale(values)
    limit = signed_limit(values)
    words = f"purple is negative, white zero, green positive; full colour from {number(limit)} on"
    return Scale(limit, is_signed=True), words


def strength_scale(values: NDArray[Any]) -> tuple[Scale, str]:
    """The scale for gradient lengths and strengths (h, w) or (h, w, 3), and in words how to read it.

    White is the 99th percentile: a few extremes must not turn all others black.

    >>> strength_scale(np.array([[0.0, 3.0]]))
    (Scale(limit=3.0, is_signed=False), 'black is 0, white is 3 and more')
    """
    limit = signed_limit(values)
    return Scale(limit), f"black is 0, white is {number(limit)} and more"


def _cut_off(share: float, advice: str = "") -> str:
    if share == 0:
        return "black is 0, white is 1"
    percent = f"{100 * share:.2g}" if share < 0.1 else f"{100 * share:.0f}"
    percent = f"{percent} %" if share >= 5e-5 else "less than 0.01 %"
    return f"black is 0, white is 1; {percent} of the values lie beyond and are cut off{advice}"
