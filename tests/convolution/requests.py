"""Random requests for property tests, and the bound that every method keeps."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from core.convolution import BOUNDARIES, MODES, correlate

TYPES = ("float32", "float64", "uint8", "int16", "int64", "bool", "float16", ">f4", ">f8")
SIDES = st.one_of(st.integers(1, 12), st.integers(13, 70), st.sampled_from([95, 96, 97, 128, 131, 300]))
TAPS = st.one_of(st.integers(1, 9), st.integers(10, 40))


@st.composite
def requests(draw, ndims=(1, 2), splits=False):
    """Data, a kernel and options as `correlate` takes them; the data may be a view with gaps or turned round."""
    ndim = draw(st.sampled_from(ndims))
    shape = [draw(SIDES) for _ in range(ndim)]
    channels = draw(st.sampled_from([None, 1, 2, 3, 4]))
    axis = None
    if channels is not None:
        axis = draw(st.integers(0, ndim))
        shape.insert(axis, channels)
        axis -= draw(st.sampled_from([0, ndim + 1]))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    steps = [draw(st.sampled_from([1, 1, 1, 2, -1, -2])) for _ in shape]
    whole = random.normal(size=[length * abs(step) for length, step in zip(shape, steps, strict=True)]) * 50
    data = whole.astype(draw(st.sampled_from(TYPES)))[tuple(slice(None, None, step) for step in steps)]
    if draw(st.booleans()) and axis is None:
        data = data.T.copy().T
    taps = [draw(TAPS) for _ in range(ndim)]
    kernel = random.normal(size=taps)
    if splits and ndim == 2:
        kernel = np.outer(random.normal(size=taps[0]), random.normal(size=taps[1]))
    options = {
        "mode": draw(st.sampled_from(MODES)),
        "boundary": draw(st.sampled_from(BOUNDARIES)),
        "cval": float(draw(st.sampled_from([0.0, -3.5, 40.0]))),
        "stride": draw(st.one_of(st.just(1), st.tuples(*[st.integers(1, 4)] * ndim))),
        "dilation": draw(st.one_of(st.just(1), st.tuples(*[st.integers(1, 5)] * ndim))),
        "channel_axis": axis,
    }
    spatial = [length for place, length in enumerate(data.shape) if axis is None or place != axis % data.ndim]
    gaps = options["dilation"] if isinstance(options["dilation"], tuple) else (options["dilation"],) * ndim
    reaches = [(each - 1) * gap + 1 for each, gap in zip(taps, gaps, strict=True)]
    if options["mode"] == "valid" and any(r > n for r, n in zip(reaches, spatial, strict=True)):
        options["mode"] = "full"
    return data, kernel, options


def local_sizes(data, kernel, options):
    """What a window's products add up to without their signs: rounding errors are measured against it."""
    sizes = np.abs(data.astype(np.float64))
    return correlate(
        sizes, np.abs(kernel), **{**options, "cval": abs(options.get("cval", 0.0)), "method": "definition"}
    )


def assert_close(actual, data, kernel, options):
    """Within direct summation's error bound of each window."""
    expected = correlate(data, kernel, **options, method="definition")
    assert actual.shape == expected.shape
    assert actual.dtype == expected.dtype
    sizes = local_sizes(data, kernel, options)
    roundings = (kernel.size + 8) * np.finfo(actual.dtype).eps
    gap = np.abs(actual.astype(np.float64) - expected.astype(np.float64))
    assert (gap <= roundings * sizes + 1e-300).all(), float((gap - roundings * sizes).max())
