"""Large kernels while the loops are not compiled yet: SciPy's transforms, in float64.

As in overlap_save.py, a transform's errors would show where a part of the data is much weaker than the whole; then the
whole is computed by definition.
"""

from __future__ import annotations

import numpy as np

from core.convolution.definition import correlate_by_definition, extend
from core.convolution.fft.dynamic_range import SPARE, WIDEST, WIDEST_KERNEL, cell_of, spread_of
from core.convolution.request import Array, Request


def correlate_by_scipy(request: Request, out: Array) -> None:
    """Write the result to `out` by one transform of the whole data, or by definition where that is not accurate."""
    extended = extend(request).astype(np.float64, copy=False)
    if not np.isfinite(extended).all() or _is_wide(extended, request):
        correlate_by_definition(request, out)
        return
    import scipy.signal

    axes = tuple(range(len(request.axes)))
    spread = np.zeros([axis.reach for axis in request.axes])
    spread[tuple(slice(None, None, axis.dilation) for axis in request.axes)] = request.kernel
    mask = np.flip(spread).reshape(spread.shape + (1,) * request.has_channels)
    sums = scipy.signal.oaconvolve(extended, mask, mode="valid", axes=axes)
    with np.errstate(over="ignore"):
        out[...] = sums[tuple(slice(None, None, axis.stride) for axis in request.axes)]


def _is_wide(extended: Array, request: Request) -> bool:
    """Whether the range of the data or of the kernel is too wide for transforms to be accurate."""
    spread = spread_of(request.kernel)
    if spread.range > WIDEST_KERNEL:
        return True
    from scipy.ndimage import maximum_filter

    sizes = np.abs(extended)
    strongest = float(sizes.max())
    cell = cell_of(request.axes)
    # the largest sample of each cell, within the data
    largest = maximum_filter(sizes, (cell,) * len(request.axes) + (1,) * request.has_channels, mode="nearest")
    weakest = float(largest[largest > 0].min(initial=strongest))
    limit = SPARE * spread.tolerated if request.dtype == np.float64 else WIDEST
    return strongest > limit * weakest
