"""One call for every filter, a single kernel or a combined one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.convolution import correlate
from core.filters.combined import COMBINED
from core.kernels import get_kernel, kernel_names
from core.names import unknown_name
from core.parameters import resolve


def filter_names(ndim: int | None = None) -> tuple[str, ...]:
    """Return the names that `apply_filter` takes: combined filters, which are all for images, then kernels.

    >>> filter_names(2)[0], filter_names(1)[0]
    ('sobel', 'peak_detector')
    """
    kernels = kernel_names(ndim)
    return kernels if ndim == 1 else (*COMBINED, *kernels)


def apply_filter(
    name: str, data: ArrayLike, *, boundary: str = "reflect", channel_axis: int | None = None, **parameters: Any
) -> NDArray[Any]:
    """Apply a filter by its name: a kernel correlates, "sobel" and its like join several kernels' answers.

    Parameters
    ----------
    name : str
        One of `filter_names()`.
    data : array (n,), (h, w), or these with one more axis of channels
        Real numbers.
    boundary : str
        What lies beyond the edge, as in `correlate`.
    channel_axis : int or None
        The axis of channels, each filtered by itself.
    **parameters
        The parameters of the filter.

    Returns
    -------
    array
        Of the shape of `data` and the dtype that `correlate` gives.

    Raises
    ------
    ValueError
        For an unknown name, parameters that are not allowed, or data that `correlate` refuses.
    TypeError
        For complex, object or text data.

    Examples
    --------
    >>> ramp = np.add.outer(4.0 * np.arange(5), 3.0 * np.arange(5))
    >>> float(apply_filter("sobel", ramp)[2, 2])
    40.0
    """
    if isinstance(name, str) and name in COMBINED:
        combined = COMBINED[name]
        values = resolve(name, combined.parameters, parameters)
        masks = combined.kernels(**values)
        answers = [correlate(data, mask, boundary=boundary, channel_axis=channel_axis) for mask in masks]
        joining = {"threshold": values["threshold"]} if "threshold" in values else {}
        if channel_axis is None:
            return combined.join(answers, **joining)
        # channel by channel: the eight answers of a compass filter are large enough once
        channels = zip(*(np.moveaxis(answer, channel_axis, 0) for answer in answers), strict=True)
        return np.stack([combined.join(channel, **joining) for channel in channels], axis=channel_axis)
    if isinstance(name, str) and name in kernel_names():
        return correlate(data, get_kernel(name, **parameters), boundary=boundary, channel_axis=channel_axis)
    raise unknown_name(name, filter_names(), "a filter", "filter_names() lists all.")
