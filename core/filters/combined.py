"""Combined filters, which join the answers of several kernels, declared as data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.kernels import get_kernel, kernel_parameters
from core.kernels.sources import Source, as_source, books, papers
from core.parameters import Parameter, Range

Array = NDArray[Any]

DIRECTIONS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


@dataclass(frozen=True)
class CombinedFilter:
    """Kernels for one input, and how their answers become one output.

    `use` and `avoid` say when it serves and when not; `words` are further words to search for.
    """

    name: str
    title: str
    description: str
    citation: Source | str
    parameters: tuple[Parameter, ...]
    kernels: Callable[..., tuple[Array, ...]]
    join: Callable[..., Array]
    use: str = ""
    avoid: str = ""
    words: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """The citation as text."""
        return as_source(self.citation).text


def _length(answers: Sequence[Array]) -> Array:
    """The length of the gradient: the square root of the sum of squares."""
    return np.sqrt(sum(answer**2 for answer in answers))


def _strongest(answers: Sequence[Array]) -> Array:
    """The largest answer at each pixel."""
    return reduce(np.maximum, answers)


def _crossings(answers: Sequence[Array], threshold: float) -> Array:
    """1 where the sign changes towards the right or downward neighbour by more than the threshold, else 0."""
    (curvature,) = answers
    scale = float(np.abs(curvature).max()) or 1.0
    crossed = np.zeros(curvature.shape, bool)
    for axis in (0, 1):
        here = np.take(curvature, range(curvature.shape[axis] - 1), axis=axis)
        there = np.take(curvature, range(1, curvature.shape[axis]), axis=axis)
        # rounding leaves tiny values of both signs on flat areas, which must not count as crossings
        steep = np.abs(here - there) > max(threshold, 1e-6) * scale
        change = ((here < 0) != (there < 0)) & steep
        inner = [slice(None)] * curvature.ndim
        inner[axis] = slice(0, -1)
        crossed[tuple(inner)] |= change
    return crossed.astype(curvature.dtype)


def _pair(first: str, second: str) -> Callable[..., tuple[Array, ...]]:
    def kernels(**parameters: Any) -> tuple[Array, ...]:
        return get_kernel(first, **parameters).weights, get_kernel(second, **parameters).weights

    return kernels


def _compass(name: str) -> Callable[..., tuple[Array, ...]]:
    def kernels() -> tuple[Array, ...]:
        return tuple(get_kernel(name, direction=direction).weights for direction in DIRECTIONS)

    return kernels


def _laplacian_of_gaussian(sigma: float, size: int, threshold: float) -> tuple[Array, ...]:
    return (get_kernel("laplacian_of_gaussian", sigma=sigma, size=size).weights,)


def _gradient(name: str, title: str, first: str, second: str) -> CombinedFilter:
    return CombinedFilter(
        name,
        title,
        "How steeply brightness changes, whatever the direction: the length of the vector of both masks' answers.",
        books.DUDA,
        kernel_parameters(first),
        _pair(first, second),
        _length,
        words=("gradient", "magnitude", "slope"),
    )


def _compass_maximum(name: str, title: str, source: Source) -> CombinedFilter:
    return CombinedFilter(
        name,
        title,
        "The strongest answer of the mask's eight directions: how clear an edge is, whichever way it runs.",
        source,
        (),
        _compass(name.removesuffix("_compass")),
        _strongest,
        words=("compass", "direction", "strongest"),
    )


_ALL = (
    _gradient("sobel", "Sobel, gradient length", "sobel_x", "sobel_y"),
    _gradient("prewitt", "Prewitt, gradient length", "prewitt_x", "prewitt_y"),
    _gradient("scharr", "Scharr, gradient length", "scharr_x", "scharr_y"),
    _gradient("roberts", "Roberts, gradient length", "roberts_1", "roberts_2"),
    _gradient("gaussian_gradient", "Gaussian, gradient length", "gaussian_derivative_x", "gaussian_derivative_y"),
    _compass_maximum("kirsch_compass", "Kirsch, strongest of 8 directions", papers.KIRSCH),
    _compass_maximum("robinson_compass", "Robinson, strongest of 8 directions", papers.ROBINSON),
    CombinedFilter(
        "zero_crossings",
        "Zero crossings of the Laplacian of Gaussian",
        "Thin closed lines where the slope is steepest: an edge is where the second derivative changes its sign.",
        papers.MARR,
        (
            *kernel_parameters("laplacian_of_gaussian"),
            Range(
                "threshold",
                "Least step",
                0.1,
                0.0,
                1.0,
                0.01,
                help="Weaker crossings are left out; 1 is the strongest.",
            ),
        ),
        _laplacian_of_gaussian,
        _crossings,
        use="To draw edges as thin closed lines.",
        avoid="In noise, which draws lines of its own: raise the standard deviation or the least step.",
        words=("edge", "zero crossing", "line"),
    ),
)

COMBINED: dict[str, CombinedFilter] = {entry.name: entry for entry in _ALL}


def describe_filter(name: str) -> CombinedFilter:
    """Return the declaration of a combined filter.

    Raises ValueError for an unknown name.

    >>> describe_filter("sobel").title
    'Sobel, gradient length'
    """
    if name in COMBINED:
        return COMBINED[name]
    raise ValueError(f"{str(name)[:60]!r} is not a combined filter: choose one of {', '.join(COMBINED)}.")
