"""What people would try first: denoisers and edge detectors, each with the settings that a training part chooses from.

A method gets a file and the size of its noise, and returns an answer of the same shape. Gain and offset are fitted
afterwards, so that no method loses for its scale.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.convolution import correlate
from core.kernels import Kernel, get_kernel, multiplied
from core.study.sums import Array

FAINT = 1e-9  # share of the data's spread below which there is no noise to take away
LARGEST = 31  # taps of a kernel along one axis
UNTOUCHED = ("identity", "signal")  # methods whose answer is the data, but for its sign
Settings = Mapping[str, float]
Method = Callable[..., Array]


@dataclass(frozen=True)
class Designed:
    """A method for data of these `dimensions`, and the settings to choose from.

    `apply(data, noise, **settings)` gives its answer. `kernel` makes the kernel of a linear one, None for the others.
    One `from_events` gets the mean of the training part's events as `weights`, of the `length` among its settings.
    `passes` is how often `apply` goes through the data. What `is_reference` is scored and shown, and no side may choose
    it; what `is_chance` too answers whatever the data are: a side has to be certainly better.
    Where `apply` is a prediction without the sample that it is for, `whole` is the method that sees all.
    """

    name: str
    title: str
    dimensions: tuple[int, ...]
    choices: tuple[Settings, ...]
    apply: Method
    kernel: Callable[..., Kernel] | None = None
    from_events: bool = False
    passes: int = 1
    is_reference: bool = False
    is_chance: bool = False
    whole: Method | None = None

    @property
    def is_quick(self) -> bool:
        """Whether an answer is a product with a kernel, the data as they are, or a mark: these are quick."""
        return self.kernel is not None or self.from_events or self.is_reference or self.name in UNTOUCHED

    def multiplications(self, settings: Settings) -> int | None:
        """Numbers that are multiplied for one answer, None for what is no product with a kernel."""
        if self.from_events:
            return int(settings["length"])
        if self.kernel is None:
            return 0 if self.name in UNTOUCHED else None
        return multiplied(self.kernel(**settings).weights)


def noise_of(data: Array) -> float:
    """The standard deviation of noise in data (n,) or (h, w), from differences that smooth data do not have.

    The median of the absolute second differences along each axis, which for Gaussian noise is 0.6745 times their
    spread; for a picture the two axes are combined, as in Immerkaer's mask. Source: Immerkaer, Fast noise variance
    estimation, 1996; the median is that of Donoho and Johnstone, Ideal spatial adaptation by wavelet shrinkage, 1994.

    >>> noise = np.random.default_rng(0).normal(0.0, 0.1, (200, 200))
    >>> round(noise_of(noise), 2)
    0.1
    """
    differences, power = data, 1.0
    for axis in range(data.ndim):
        if data.shape[axis] > 2:
            differences, power = np.diff(differences, 2, axis=axis), power * 6.0
    return float(np.median(np.abs(differences)) / 0.6745 / np.sqrt(power))


def designed_methods(ndim: int) -> tuple[Designed, ...]:
    """The methods for signals (1) or pictures (2), in the order of tables.

    >>> [each.name for each in designed_methods(1)]
    ['identity', 'box', 'gaussian', 'savitzky_golay', 'unsharp', 'median', 'local_wiener']
    """
    return tuple(each for each in METHODS if ndim in each.dimensions)


def _linear(make: Callable[..., Kernel], data: Array, noise: float, **settings: float) -> Array:
    return correlate(data, make(**settings), boundary="mirror")


def _linear_entry(
    name: str, title: str, ndim: int, choices: tuple[Settings, ...], make: Callable[..., Kernel]
) -> Designed:
    return Designed(name, title, (ndim,), choices, partial(_linear, make), make)


def _sized(kernel: str, *, size: float) -> Kernel:
    return get_kernel(kernel, size=int(size))


def wide(kernel: str, *, sigma: float, **others: float) -> Kernel:
    """A kernel of the catalogue that reaches three times as far as it is wide, or as far as kernels here may."""
    return get_kernel(kernel, sigma=sigma, size=min(LARGEST, 2 * math.ceil(3 * sigma) + 1), **others)


def _savitzky_golay(*, size: float, order: float) -> Kernel:
    return get_kernel("savitzky_golay", size=int(size), order=int(order))


def _unsharp_1d(data: Array, noise: float, *, sigma: float, amount: float) -> Array:
    return data + amount * (data - correlate(data, wide("gaussian_1d", sigma=sigma), boundary="mirror"))


def _median(data: Array, noise: float, *, size: float) -> Array:
    from scipy.ndimage import median_filter

    return np.asarray(median_filter(data, int(size), mode="mirror"))


def _bilateral(data: Array, noise: float, *, contrast: float, width: float) -> Array:
    from skimage.restoration import denoise_bilateral

    scaled, unscale = _into_range(data)
    found = denoise_bilateral(scaled, sigma_color=contrast * unscale(noise), sigma_spatial=width, mode="symmetric")
    return found * np.ptp(data) + data.min()


def _local_wiener(data: Array, noise: float, *, size: float, strength: float) -> Array:
    from scipy.signal import wiener

    # where all samples of a window are alike SciPy divides 0 by 0, and takes the mean
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num(wiener(data, int(size), (strength * noise) ** 2))


def _total_variation(data: Array, noise: float, *, strength: float) -> Array:
    from skimage.restoration import denoise_tv_chambolle

    if strength * noise <= FAINT * np.ptp(data):
        return data
    return np.asarray(denoise_tv_chambolle(data, weight=strength * noise))  # type: ignore[no-untyped-call]


def _non_local_means(data: Array, noise: float, *, strength: float, patch: float) -> Array:
    from skimage.restoration import denoise_nl_means

    return np.asarray(
        denoise_nl_means(data, patch_size=int(patch), patch_distance=6, h=strength * noise, sigma=noise, fast_mode=True)
    )


def _gradient_length(data: Array, noise: float, *, width: float) -> Array:
    smooth = data if width == 0 else correlate(data, get_kernel("gaussian", sigma=width), boundary="mirror")
    across = correlate(smooth, get_kernel("sobel_x"), boundary="mirror")
    return np.hypot(across, correlate(smooth, get_kernel("sobel_y"), boundary="mirror"))


def _into_range(data: Array) -> tuple[Array, Callable[[float], float]]:
    spread = float(np.ptp(data)) or 1.0
    return (data - data.min()) / spread, lambda value: max(value / spread, 1e-6)


def each_of(name: str, values: Sequence[float], **others: Sequence[float]) -> tuple[Settings, ...]:
    """Settings with each of these values, and each combination with the others'.

    >>> each_of("size", (3, 5), order=(2,))
    ({'size': 3, 'order': 2}, {'size': 5, 'order': 2})
    """
    found: list[dict[str, float]] = [{name: value} for value in values]
    for other, choices in others.items():
        found = [{**each, other: choice} for each in found for choice in choices]
    return tuple(found)


BOXES, WIDTHS = (3, 5, 7, 9, 13, 19, 31), (0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0)
MEDIANS, STRENGTHS, AMOUNTS = (3, 5, 7), (0.5, 0.7, 1.0, 1.4, 2.0), (0.5, 1.0, 2.0)
METHODS: tuple[Designed, ...] = (
    Designed("identity", "Nothing done", (1, 2), ({},), lambda data, noise: data),
    _linear_entry("box", "Box", 1, each_of("size", BOXES), partial(_sized, "box_1d")),
    _linear_entry("box", "Box", 2, each_of("size", BOXES), partial(_sized, "box")),
    _linear_entry("gaussian", "Gaussian", 1, each_of("sigma", WIDTHS), partial(wide, "gaussian_1d")),
    _linear_entry("gaussian", "Gaussian", 2, each_of("sigma", WIDTHS), partial(wide, "gaussian")),
    _linear_entry(
        "savitzky_golay", "Savitzky-Golay", 1, each_of("size", (7, 11, 15, 21, 31), order=(2, 4)), _savitzky_golay
    ),
    Designed("unsharp", "Unsharp", (1,), each_of("sigma", WIDTHS[2:6], amount=AMOUNTS), _unsharp_1d),
    _linear_entry("unsharp", "Unsharp", 2, each_of("sigma", WIDTHS[2:6], amount=AMOUNTS), partial(wide, "unsharp")),
    Designed("median", "Median", (1, 2), each_of("size", MEDIANS), _median),
    Designed("local_wiener", "Local Wiener", (1, 2), each_of("size", MEDIANS, strength=STRENGTHS), _local_wiener),
    Designed("gradient_length", "Sobel's length", (2,), each_of("width", (0.0, 1.0, 2.0)), _gradient_length),
    Designed("bilateral", "Bilateral", (2,), each_of("contrast", (2.0, 3.0), width=(1.0, 2.0)), _bilateral),
    Designed("total_variation", "Total variation", (2,), each_of("strength", STRENGTHS), _total_variation),
    Designed("non_local_means", "Non-local means", (2,), each_of("strength", (0.6, 0.9), patch=(5,)), _non_local_means),
)
