"""Where a kernel lies on the data: which samples it reads at each output, and what stands in beyond the edge."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

OUTSIDE = -1  # the index of what lies beyond the edge under the boundary "constant"


def first_output(mode: str, reach: int) -> int:
    """Position of the kernel's first tap at the first output, relative to the first sample.

    `reach` is the number of samples from the first tap to the last, the kernel's length if it is not
    dilated. "same" begins at output ``(reach - 1) // 2`` of "full", as in scipy.signal.

    >>> [first_output(mode, 3) for mode in ("full", "same", "valid")]
    [-2, -1, 0]
    """
    full = 1 - reach
    return {"full": full, "same": full + (reach - 1) // 2, "valid": 0}[mode]


def output_length(mode: str, length: int, reach: int, stride: int) -> int:
    """Number of outputs along one axis.

    >>> output_length("valid", 10, 3, 1), output_length("same", 10, 3, 2), output_length("full", 10, 3, 1)
    (8, 5, 12)
    """
    unstrided = {"full": length + reach - 1, "same": length, "valid": length - reach + 1}[mode]
    return -(-unstrided // stride)


def beyond_edge(positions: NDArray[np.intp], length: int, boundary: str) -> NDArray[np.intp]:
    """Index of the sample that stands in at each position, `OUTSIDE` where a constant does.

    The names are those of scipy.ndimage: reflect (d c b a | a b c d | d c b a), mirror (d c b | a b c d | c b a),
    nearest (a a a | a b c d | d d d), wrap (b c d | a b c d | a b c) and constant.

    >>> beyond_edge(np.arange(-3, 6), 3, "mirror").tolist()
    [1, 2, 1, 0, 1, 2, 1, 0, 1]
    >>> beyond_edge(np.arange(-3, 6), 3, "constant").tolist()
    [-1, -1, -1, 0, 1, 2, -1, -1, -1]
    """
    if boundary == "constant":
        inside = (positions >= 0) & (positions < length)
        return np.where(inside, positions, OUTSIDE)
    if boundary == "nearest":
        return positions.clip(0, length - 1)
    if boundary == "wrap":
        return positions % length
    if boundary == "reflect":
        folded = positions % (2 * length)
        return np.minimum(folded, 2 * length - 1 - folded)
    # mirror: the edge sample is not repeated, so one sample mirrors into itself for ever
    period = max(2 * length - 2, 1)
    folded = positions % period
    return np.minimum(folded, period - folded) if length > 1 else np.zeros_like(positions)
