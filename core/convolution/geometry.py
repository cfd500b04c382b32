"""Where a kernel lies on the data: which samples it reads at each output, and what stands in beyond the edge."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

OUTSIDE = -1  # the index of what lies beyond the edge under the boundary "constant"
BEYOND = int(np.iinfo(np.int64).min)  # the same in place of an offset in bytes


class Axis(NamedTuple):
    """How a kernel moves along one axis: output i reads the samples ``first + i * stride + j * dilation``.

    `length` counts the samples, `taps` the kernel's numbers, `outputs` what is computed; `first` is where the first
    tap lies at the first output, negative before the first sample.

    >>> axis = axis_of("same", length=10, taps=3, dilation=2, stride=1)
    >>> axis.first, axis.outputs, axis.reach, axis.read
    (-2, 10, 5, 14)
    """

    length: int
    taps: int
    dilation: int
    stride: int
    first: int
    outputs: int

    @property
    def reach(self) -> int:
        """Samples from the first tap to the last, dilation included."""
        return (self.taps - 1) * self.dilation + 1

    @property
    def read(self) -> int:
        """Samples from the first that any output reads to the last, those beyond the edge included."""
        return (self.outputs - 1) * self.stride + self.reach

    def samples(self, boundary: str) -> NDArray[np.intp]:
        """Index of each sample that is read, in order, `OUTSIDE` where a constant stands in."""
        return beyond_edge(np.arange(self.first, self.first + self.read), self.length, boundary)

    def part(self, start: int, stop: int) -> Axis:
        """The same for the outputs from `start` up to `stop`."""
        return Axis(self.length, self.taps, self.dilation, self.stride, self.first + start * self.stride, stop - start)


ONE_ROW = Axis(length=1, taps=1, dilation=1, stride=1, first=0, outputs=1)  # a signal's other axis


def axis_of(mode: str, *, length: int, taps: int, dilation: int, stride: int) -> Axis:
    """Place a kernel on an axis; `outputs` is 0 or less where "valid" leaves nothing."""
    reach = (taps - 1) * dilation + 1
    first = first_output(mode, reach)
    return Axis(length, taps, dilation, stride, first, output_length(mode, length, reach, stride))


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
