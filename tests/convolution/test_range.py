"""Data and kernels of wide range, against sums in longer numbers: each result is as exact as its own window allows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import core.convolution.perform as perform
from core.convolution import BOUNDARIES, MODES, convolve, correlate
from core.convolution.repetition import forget

LONG = np.longdouble
METHODS = ("fft", "auto")


@pytest.fixture(scope="module", params=["compiled", "SciPy"], autouse=True)
def _engine(request):
    """The compiled loops, or what serves until they are there."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "SciPy":
            patch.setattr(perform, "compiled_library", lambda: None)
        forget()
        yield
    forget()


def excess(actual, data, kernel, **options):
    """By how many roundings of the window's |w| * |x| results err, less what is allowed, at most."""
    given = {**options, "method": "definition"}
    exact = correlate(data.astype(LONG), kernel.astype(LONG), **given)
    given["cval"] = abs(given.get("cval", 0.0))
    strength = correlate(np.abs(data).astype(LONG), np.abs(kernel).astype(LONG), **given)
    limits = np.finfo(actual.dtype)
    gap = np.abs(actual.astype(LONG) - exact)
    assert (actual[strength == 0] == 0).all()
    allowed = (kernel.size + 8) * limits.eps * strength + kernel.size * limits.tiny
    return float((gap / allowed).max())


@pytest.mark.parametrize("method", METHODS)
def test_ones_beside_a_single_large_number(method):
    signal = np.ones(200_000)
    signal[70_000] = 1e12
    result = correlate(signal, np.ones(1025), method=method)
    far = np.abs(np.arange(200_000) - 70_000) > 512
    np.testing.assert_allclose(result[far], 1025, rtol=1e-13)
    np.testing.assert_allclose(result[~far], 1e12 + 1024, rtol=1e-13)


@pytest.mark.parametrize("method", METHODS)
def test_a_ramp_of_exponents_convolved_with_itself(method):
    ramp = 10 ** np.linspace(0, 81, 1500)
    result = convolve(ramp, ramp, mode="full", boundary="constant", method=method)
    assert result[0] == 1
    places = np.arange(len(result))
    products = np.minimum(places, len(result) - 1 - places) + 1
    np.testing.assert_allclose(result, 10 ** (places * 81 / 1499) * products, rtol=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_the_beginning_of_a_step_through_a_kernel_that_fades(method):
    # only the kernel's faintest numbers meet samples
    kernel = np.exp(-np.arange(1200) / 20)[::-1]
    result = convolve(np.ones(4000), kernel, mode="full", boundary="constant", method=method)
    np.testing.assert_allclose(result[:1200], kernel.cumsum(), rtol=1e-12)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("scale", [1e-320, 1e-200, 1e-160, 1e160, 1e200, 1e300])
def test_numbers_at_the_ends_of_the_range(method, scale):
    random = np.random.default_rng(0)
    signal, kernel = random.random(3000), random.random(900) / 900
    # what is left of a subnormal number is exact, and so is the oracle's
    signal = signal * scale
    assert excess(correlate(signal, kernel, method=method), signal, kernel) < 1
    if 1e-300 < scale < 1e300:
        assert excess(correlate(signal, kernel / scale, method=method), signal, kernel / scale) < 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_bright_square_on_black_through_a_tapered_kernel(dtype):
    image = np.zeros((130, 140), dtype)
    image[40:90, 30:100] = np.random.default_rng(0).random((50, 70))
    places = np.linspace(-5, 5, 25)
    kernel = np.outer(np.exp(-(places**2) / 2), np.exp(-(places**2) / 2))
    kernel[0] *= -1  # rank 1 no more
    for method in METHODS:
        assert excess(correlate(image, kernel, method=method), image, kernel) < 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_kernels_with_few_numbers_among_zeros(dtype):
    random = np.random.default_rng(0)
    signal = random.normal(size=20_000).astype(dtype)
    echo = np.zeros(2000)
    echo[[0, 700, 1999]] = 1, 0.5, 1e-9
    spread = random.normal(size=1001)
    spread[1::2] = 0
    for kernel in (echo, spread, np.zeros(900)):
        assert excess(correlate(signal, kernel, method="fft"), signal, kernel) < 1


@st.composite
def magnitudes(draw, shape, largest):
    """Numbers of a kind, none larger than 10 to the power of `largest`, nor smaller than its inverse, but for zeros."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    kind = draw(st.sampled_from(["any", "even", "steps", "ramp", "spikes", "dim patch", "zero patch", "sparse"]))
    numbers = random.normal(size=shape)
    exponents = np.zeros(shape)
    reach = draw(st.sampled_from([1, 3, 7, 12, 16, 40, 100])) * largest / 100
    if kind == "any":
        exponents = random.uniform(-reach, reach, size=shape)
    elif kind == "steps":
        coarse = random.uniform(-reach, reach, size=[length // 40 + 1 for length in shape])
        exponents = coarse[np.ix_(*(np.arange(length) // 40 for length in shape))]
    elif kind == "ramp":
        exponents = sum(np.meshgrid(*(np.linspace(-reach, reach, length) for length in shape), indexing="ij")) / 2
    elif kind == "spikes":
        exponents[random.random(shape) < 2 / numbers.size] = reach
    elif kind.endswith("patch"):
        corner = [random.integers(0, length) for length in shape]
        patch = tuple(slice(first, first + length // 2 + 1) for first, length in zip(corner, shape, strict=True))
        exponents[patch] = -reach
        if kind == "zero patch":
            numbers[patch] = 0
    elif kind == "sparse":
        numbers[random.random(shape) < 0.9] = 0
    numbers = np.sign(numbers) * np.clip(np.abs(numbers), 1e-3, 1e3) if largest > 90 else numbers
    return numbers * 10.0**exponents


@st.composite
def wide_requests(draw, ndim, largest):
    """Data, a kernel and options."""
    longest, most_taps = {1: (3000, 400), 2: (90, 21)}[ndim]
    shape = [draw(st.integers(most_taps, longest)) for _ in range(ndim)]
    taps = [draw(st.integers(1, most_taps)) for _ in range(ndim)]
    data, kernel = draw(magnitudes(shape, largest)), draw(magnitudes(taps, largest))
    channels = draw(st.sampled_from([None, None, 3]))
    if channels is not None:
        data = np.stack([data, data[::-1], data * 1e-3], axis=-1)
    options = {
        "channel_axis": None if channels is None else -1,
        "mode": draw(st.sampled_from(MODES)),
        "boundary": draw(st.sampled_from(BOUNDARIES)),
        "cval": draw(st.sampled_from([0.0, -1.0, 1e-9, 1e9])),
        "stride": draw(st.one_of(st.just(1), st.tuples(*[st.integers(1, 3)] * ndim))),
        "dilation": draw(st.one_of(st.just(1), st.tuples(*[st.integers(1, 3)] * ndim))),
    }
    gaps = options["dilation"] if isinstance(options["dilation"], tuple) else (options["dilation"],) * ndim
    if any((each - 1) * gap >= length for each, gap, length in zip(taps, gaps, shape, strict=True)):
        options["mode"] = "same"
    return data, kernel, options


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("ndim", [1, 2])
@settings(max_examples=250)
@given(draw=st.data())
def test_results_are_as_exact_as_their_own_window_allows(ndim, dtype, draw):
    data, kernel, options = draw.draw(wide_requests(ndim, 100 if dtype is np.float64 else 15))
    data = data.astype(dtype)
    assert excess(correlate(data, kernel, **options, method="fft"), data, kernel, **options) < 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@settings(max_examples=25)
@given(
    taps=st.integers(500, 1500),
    sizes=st.lists(st.integers(-35, 30), min_size=1, max_size=3, unique=True),
    run=st.sampled_from([1, 10, 1000]),
    stride=st.integers(1, 2),
    boundary=st.sampled_from(BOUNDARIES),
    draw=st.data(),
)
def test_signals_of_few_sizes_through_long_kernels(dtype, taps, sizes, run, stride, boundary, draw):
    kernel = draw.draw(magnitudes((taps,), 3))
    random = np.random.default_rng(taps)
    signal = random.normal(size=6000)
    for size in sizes:
        for start in random.integers(0, 6000, size=2000 // run):
            signal[start : start + run] = random.normal(size=run)[: 6000 - start] * 10.0**size
    options = {"boundary": boundary, "stride": stride, "cval": 1e20}
    signal = signal.astype(dtype)
    assert excess(correlate(signal, kernel, **options, method="fft"), signal, kernel, **options) < 1
