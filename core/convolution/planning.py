"""The choice of a method for a request, by the predicted cost of each, with the reasons in words."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from core.convolution.costs import COSTS
from core.convolution.fft import tiling
from core.convolution.geometry import Axis
from core.convolution.library import compiled_library
from core.convolution.mask import Mask, mask_of
from core.convolution.request import Request, check_name, check_request

WORDS = {
    "direct": "every product",
    "separable": "a column, then a row",
    "fft": "Fourier transforms",
    "definition": "the definition",
}
METHODS = ("auto", "direct", "separable", "fft", "definition")
COMPILED_TYPES = (np.dtype(np.float32), np.dtype(np.float64))
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
SCIPY = 10  # how many times as long as the compiled transforms SciPy's take, which serve until these are compiled
THREAD_WORTH = 15e-6  # seconds of work for which another thread of the compiled loops pays


class Choice(NamedTuple):
    """A method, the threads that share the work, and the predicted seconds of every method that could do it."""

    method: str
    threads: int
    seconds: Mapping[str, float]


@dataclass(frozen=True)
class Plan:
    """How a correlation will be computed: `method`, the predicted `seconds`, and `reasons`, one sentence each.

    `candidates` are the predicted seconds of every method that could do it.
    """

    method: str
    seconds: float
    threads: int
    candidates: Mapping[str, float]
    reasons: tuple[str, ...]


def plan(
    shape: Sequence[int],
    kernel: ArrayLike,
    dtype: DTypeLike = "float32",
    *,
    mode: str = "same",
    boundary: str = "reflect",
    cval: float = 0.0,
    stride: int | Sequence[int] = 1,
    dilation: int | Sequence[int] = 1,
    channel_axis: int | None = None,
    method: str = "auto",
) -> Plan:
    """Say how `correlate` would compute data of this shape and type, how long it should take, and why.

    Parameters
    ----------
    shape, dtype
        Shape and dtype of the data.
    kernel, mode, boundary, cval, stride, dilation, channel_axis, method
        As in `correlate`.

    Raises
    ------
    ValueError, TypeError
        As `correlate` does.

    Examples
    --------
    >>> choice = plan((1024, 1024), np.outer([1, 2, 1], [-1, 0, 1]))
    >>> choice.method, choice.reasons[0]
    ('direct', 'Direct: 9 products an output.')
    >>> plan((1024, 1024), np.ones((15, 15))).reasons[0]
    'Separable: a column, then a row, 15 + 15 instead of 225 products an output.'
    """
    data = np.broadcast_to(np.zeros((), dtype), tuple(shape))
    request = check_request(
        data, kernel, flip=False, mode=mode, boundary=boundary, cval=cval,
        stride=stride, dilation=dilation, channel_axis=channel_axis,
    )  # fmt: skip
    check_name("method", method, METHODS)
    mask = mask_of(request.kernel, request.dtype)
    is_compiled = compiled_library() is not None
    choice = choose(request, mask, method, is_compiled=is_compiled)
    reasons = _reasons(request, mask, choice, method)
    if not is_compiled:
        reasons += ("Faster code is being compiled for this machine, which takes about a minute.",)
    return Plan(choice.method, choice.seconds[choice.method], choice.threads, choice.seconds, reasons)


def choose(request: Request, mask: Mask, method: str, *, is_compiled: bool) -> Choice:
    """The method that should be fastest, or the given `method` if that can compute the request.

    Without compiled loops there are only the definition and SciPy's transforms.
    """
    channels = request.data.shape[-1] if request.has_channels else 1
    is_splittable = mask.factors is not None and bool(np.isfinite(request.cval))
    can_transform = mask.is_finite and bool(np.isfinite(request.cval))
    if request.dtype not in COMPILED_TYPES:
        is_compiled = can_transform = False
    itemsize = request.dtype.itemsize
    is_interleaved = channels > 1 and request.data.strides[-1] <= request.data.itemsize
    abilities = is_compiled, is_splittable, can_transform
    return _choose(request.axes, channels, is_interleaved, mask.shape, itemsize, abilities, method)


@lru_cache(maxsize=512)
def _choose(
    axes: tuple[Axis, ...],
    channels: int,
    is_interleaved: bool,
    shape: tuple[int, int],
    itemsize: int,
    abilities: tuple[bool, bool, bool],
    method: str,
) -> Choice:
    is_compiled, is_splittable, can_transform = abilities
    outputs = channels * float(np.prod([axis.outputs for axis in axes]))
    costs = COSTS[itemsize] if itemsize in COSTS else COSTS[8]
    alone = {"definition": costs.definition(outputs, shape)}
    if is_compiled:
        alone["direct"] = costs.direct(outputs, shape, axes)
        if is_splittable:
            alone["separable"] = costs.separable(outputs, shape, axes)
    cut = tiling(axes, channels) if can_transform else None
    if cut is not None:
        alone["fft"] = costs.fft(cut.transformed, is_interleaved=is_interleaved) * (1 if is_compiled else SCIPY)
    threads = {name: _threads(name, seconds) for name, seconds in alone.items()}
    seconds = {name: costs.shared(name, value, threads[name]) for name, value in alone.items()}
    chosen = method if method in seconds else min(seconds, key=lambda name: seconds[name])
    if method in ("direct", "separable") and method not in seconds:
        chosen = "direct" if "direct" in seconds else "definition"
    return Choice(chosen, threads[chosen], seconds)


def _threads(method: str, seconds: float) -> int:
    if method == "definition":
        return 1
    return max(1, min(CORES, int(seconds / THREAD_WORTH)))


def _reasons(request: Request, mask: Mask, choice: Choice, asked: str) -> tuple[str, ...]:
    height, width = mask.shape
    sentences = [_what(request, mask, choice.method)]
    if asked != "auto" and asked != choice.method:
        sentences.append(f"Method {asked!r} cannot do this: {_why_not(request, mask, asked)}.")
    others = sorted((seconds, name) for name, seconds in choice.seconds.items() if name != choice.method)
    if asked == "auto" and others and choice.method != "definition":
        seconds, name = others[0]
        ratio = seconds / choice.seconds[choice.method]
        sentences.append(f"Next best: {WORDS[name]}, about {ratio:.1f} times as long.")
    if mask.factors is None and min(height, width) > 1 and mask.is_finite:
        sentences.append("The kernel is no column times a row, so it cannot be split.")
    if choice.threads > 1:
        sentences.append(f"Shared by {choice.threads} threads.")
    return tuple(sentences)


def _what(request: Request, mask: Mask, method: str) -> str:
    height, width = mask.shape
    products = f"{mask.taps} product{'s' if mask.taps > 1 else ''} an output"
    if method == "separable":
        return f"Separable: a column, then a row, {height} + {width} instead of {mask.taps} products an output."
    if method == "fft":
        cut = tiling(request.axes, request.data.shape[-1] if request.has_channels else 1)
        if cut is not None:
            rows, columns = cut.size
            size = f"{rows} x {columns}" if len(request.axes) == 2 else f"{rows * columns}"
            return f"Fourier transforms of {cut.tiles} tile{'s' if cut.tiles > 1 else ''} of {size}, not {products}."
    if method == "definition":
        return f"By definition: shift, multiply and add, {products}, in float64 or better."
    return f"Direct: {products}."


def _why_not(request: Request, mask: Mask, asked: str) -> str:
    if request.dtype not in COMPILED_TYPES:
        return f"it computes in float32 or float64, not in {request.dtype}"
    if not mask.is_finite or not np.isfinite(request.cval):
        return "the kernel and cval must be finite"
    return "the kernel is no column times a row"
