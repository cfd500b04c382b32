"""What serves large kernels while the loops are not compiled yet: SciPy's transforms, in float64."""

from __future__ import annotations

import numpy as np

from core.convolution.definition import correlate_by_definition, extend
from core.convolution.request import Array, Request


def correlate_by_scipy(request: Request, out: Array) -> None:
    """Write the result to `out` by one transform of the whole data; by definition where a number is not finite."""
    extended = extend(request).astype(np.float64, copy=False)
    if not np.isfinite(extended).all():
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
