"""Data and kernels whose sizes reach far apart, by transforms, against sums in longer numbers.

Every result is judged by what its own window's products add up to without their signs, so that a large sample elsewhere is
no excuse.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import core.convolution.perform as perform
from core.convolution import BOUNDARIES, MODES, convolve, correlate
from core.convolution.repetition import forget

LONG = np.longdouble
# what docs/convolution.md says of transforms
LARGEST_ERROR = {np.dtype(np.float32): 1e-3, np.dtype(np.float64): 1e-11}


@pytest.fixture(scope="module", params=["compiled", "SciPy"], autouse=True)
def _engine(request):
    """The compiled loops, or what serves until they are there."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "SciPy":
            patch.setattr(perform, "compiled_library", lambda: None)
        forget()
        yield
    forget()


def relative_error(actual, data, kernel, **options):
    """The largest error, as a share of what its window's products add up to without their signs."""
    options = {**options, "method": "definition"}
    exact = correlate(data.astype(LONG), kernel.astype(LONG), **options)
    options["cval"] = abs(options.get("cval", 0.0))
    strength = correlate(np.abs(data).astype(LONG), np.abs(kernel).astype(LONG), **options)
    error = np.abs(actual.astype(LONG) - exact)
    return float((error[strength > 0] / strength[strength > 0]).max(initial=0.0))


@pytest.mark.parametrize("method", ["fft", "auto"])
def test_the_beginning_of_a_step_through_a_kernel_that_fades(method):
    # only the kernel's faintest numbers meet samples
    kernel = np.exp(-np.arange(1200) / 20)[::-1]
    result = convolve(np.ones(4000), kernel, mode="full", boundary="constant", method=method)
    np.testing.assert_allclose(result[:1200], kernel.cumsum(), rtol=1e-11)


@pytest.mark.parametrize("method", ["fft", "auto"])
@pytest.mark.parametrize("scale", [1e-320, 1e-200, 1e-160, 1e160, 1e200, 1e300])
def test_numbers_at_the_ends_of_the_range(method, scale):
    random = np.random.default_rng(0)
    signal, kernel = random.random(3000) * scale, random.random(900) / 900
    result = correlate(signal, kernel, method=method)
    # subnormal numbers are whole multiples of the smallest
    exact = correlate(signal.astype(LONG), kernel.astype(LONG), method="definition")
    np.testing.assert_allclose(result, exact.astype(float), rtol=1e-11, atol=900 * 5e-324)


KINDS = ("any", "even", "steps", "ramp", "spikes", "dim patch", "zero patch", "sparse")


def exponents(kind, shape, reach, random):
    """Powers of ten from -`reach` to `reach`, spread as `kind` says."""
    if kind == "any":
        return random.uniform(-reach, reach, size=shape)
    if kind == "steps":
        coarse = random.uniform(-reach, reach, size=[length // 40 + 1 for length in shape])
        return coarse[np.ix_(*(np.arange(length) // 40 for length in shape))]
    if kind == "ramp":
        return sum(np.meshgrid(*(np.linspace(-reach, reach, length) for length in shape), indexing="ij")) / 2
    powers = np.zeros(shape)
    if kind == "spikes":
        powers[random.random(shape) < 2 / powers.size] = reach
    elif kind == "dim patch":
        corner = [random.integers(0, length) for length in shape]
        powers[tuple(slice(first, first + n // 2 + 1) for first, n in zip(corner, shape, strict=True))] = -reach
    return powers


@st.composite
def magnitudes(draw, shape, largest):
    """Numbers of a kind, from about 10 to the power of -`largest` to that of `largest`, and zeros."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    kind = draw(st.sampled_from(KINDS))
    reach = draw(st.sampled_from([1, 3, 7, 12, 16, 40, 100])) * largest / 100
    numbers = random.normal(size=shape)
    numbers = np.sign(numbers) * np.clip(np.abs(numbers), 1e-3, 1e3)
    if kind == "zero patch":
        numbers[tuple(slice(random.integers(0, n), None) for n in shape)] = 0
    elif kind == "sparse":
        numbers[random.random(shape) < 0.9] = 0
    return numbers * 10.0 ** exponents(kind, shape, reach, random)


@st.composite
def wide_requests(draw, ndim, largest):
    """Data, a kernel and options."""
    longest, most_taps = {1: (3000, 400), 2: (90, 21)}[ndim]
    shape = [draw(st.integers(most_taps, longest)) for _ in range(ndim)]
    taps = [draw(st.integers(1, most_taps)) for _ in range(ndim)]
    options = {
        "mode": draw(st.sampled_from(MODES)),
        "boundary": draw(st.sampled_from(BOUNDARIES)),
        "cval": draw(st.sampled_from([0.0, -1.0, 1e-9, 1e9])),
        "stride": tuple(draw(st.integers(1, 3)) for _ in range(ndim)),
    }
    return draw(magnitudes(shape, largest)), draw(magnitudes(taps, largest)), options


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("ndim", [1, 2])
@settings(max_examples=100)
@given(draw=st.data())
def test_no_result_is_spoilt_by_what_lies_elsewhere(ndim, dtype, draw):
    data, kernel, options = draw.draw(wide_requests(ndim, 100 if dtype is np.float64 else 15))
    data = data.astype(dtype)
    result = correlate(data, kernel, **options, method="fft")
    assert result.dtype == dtype
    assert relative_error(result, data, kernel, **options) < LARGEST_ERROR[np.dtype(dtype)]
