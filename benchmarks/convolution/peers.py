"""The libraries that a user would pick instead, each asked to do the same job on the same arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import cv2
import kornia
import numpy as np
import scipy.ndimage
import scipy.signal
import skimage.filters
import torch
from numpy.typing import NDArray

Array = NDArray[Any]
MIRROR = cv2.BORDER_REFLECT_101


@dataclass(frozen=True, eq=False)
class Job:
    """Correlate `data` with `kernel`, mirrored at the edges; `factors` are a column and a row if it splits."""

    name: str
    data: Array
    kernel: Array
    factors: tuple[Array, Array] | None = None

    @property
    def has_colours(self) -> bool:
        """Whether the last axis holds channels."""
        return self.data.ndim > self.kernel.ndim

    @property
    def margins(self) -> list[tuple[int, int]]:
        """Samples beyond each edge that the kernel reads."""
        return [(taps // 2, (taps - 1) // 2) for taps in self.kernel.shape] + [(0, 0)] * self.has_colours


@dataclass(frozen=True)
class Peer:
    """One library's way; `prepare` gives the call for a job, or None if it is not made for it.

    `dearest` are the most products (outputs times taps) for which it is worth waiting.
    """

    name: str
    prepare: Callable[[Job], Callable[[], Any] | None]
    dearest: float = float("inf")


def peers() -> Iterator[Peer]:
    """Every peer, for signals and images."""
    yield Peer("cv2.filter2D", _opencv)
    yield Peer("cv2.sepFilter2D", _opencv_separable)
    yield Peer("ndimage.correlate", _ndimage, dearest=4e9)
    yield Peer("ndimage.correlate1d", _ndimage_separable)
    yield Peer("signal.convolve, direct", partial(_signal, "direct"), dearest=1e8)
    yield Peer("signal.fftconvolve", partial(_signal, "fft"), dearest=1e11)
    yield Peer("signal.oaconvolve", partial(_signal, "overlap-add"), dearest=1e11)
    yield Peer("torch conv", _torch, dearest=1e9)
    yield Peer("kornia.filter2d", _kornia, dearest=1e9)
    yield Peer("skimage.filters", _skimage)
    yield Peer("np.convolve", _numpy, dearest=1e11)


def _opencv(job: Job) -> Callable[[], Array]:
    if job.kernel.ndim == 1:
        data, kernel = job.data[None], job.kernel[None]
        return lambda: cv2.filter2D(data, -1, kernel, borderType=MIRROR)[0]
    return lambda: cv2.filter2D(job.data, -1, job.kernel, borderType=MIRROR)


def _opencv_separable(job: Job) -> Callable[[], Array] | None:
    if job.factors is None:
        return None
    column, row = job.factors
    return lambda: cv2.sepFilter2D(job.data, -1, row, column, borderType=MIRROR)


def _ndimage(job: Job) -> Callable[[], Array]:
    if job.kernel.ndim == 1:
        return lambda: scipy.ndimage.correlate1d(job.data, job.kernel, mode="mirror")
    kernel = job.kernel[..., None] if job.has_colours else job.kernel
    return lambda: scipy.ndimage.correlate(job.data, kernel, mode="mirror")


def _ndimage_separable(job: Job) -> Callable[[], Array] | None:
    if job.factors is None:
        return None
    column, row = job.factors

    def call() -> Array:
        halfway = scipy.ndimage.correlate1d(job.data, column, axis=0, mode="mirror")
        return scipy.ndimage.correlate1d(halfway, row, axis=1, mode="mirror")

    return call


def _signal(method: str, job: Job) -> Callable[[], Array]:
    kernel = np.flip(job.kernel)[..., None] if job.has_colours else np.flip(job.kernel)

    def call() -> Array:
        data = np.pad(job.data, job.margins, "reflect")
        if method == "overlap-add":
            return scipy.signal.oaconvolve(data, kernel, mode="valid", axes=tuple(range(job.kernel.ndim)))
        if method == "fft":
            return scipy.signal.fftconvolve(data, kernel, mode="valid", axes=tuple(range(job.kernel.ndim)))
        if kernel.ndim == 2:
            return scipy.signal.convolve2d(data, kernel, mode="valid")
        return scipy.signal.convolve(data, kernel, mode="valid", method="direct")

    return call


def _torch(job: Job) -> Callable[[], Array]:
    """One channel in, one out; padding mirrored."""
    (top, bottom), (left, right) = ([(0, 0), *job.margins] if job.kernel.ndim == 1 else job.margins)[:2]
    weights = torch.from_numpy(np.ascontiguousarray(job.kernel)).reshape((1, 1, *job.kernel.shape))

    def call() -> Array:
        data = torch.from_numpy(job.data)
        if job.kernel.ndim == 1:
            padded = torch.nn.functional.pad(data[None, None], (left, right), mode="reflect")
            return torch.nn.functional.conv1d(padded, weights)[0, 0].numpy()
        planes = data.permute(2, 0, 1)[:, None] if job.has_colours else data[None, None]
        padded = torch.nn.functional.pad(planes, (left, right, top, bottom), mode="reflect")
        result = torch.nn.functional.conv2d(padded, weights)[:, 0]
        return (result.permute(1, 2, 0) if job.has_colours else result[0]).numpy()

    return call


def _kornia(job: Job) -> Callable[[], Array] | None:
    if job.kernel.ndim == 1:
        return None
    kernel = torch.from_numpy(np.ascontiguousarray(job.kernel))[None]

    def call() -> Array:
        data = torch.from_numpy(job.data)
        planes = data.permute(2, 0, 1)[None] if job.has_colours else data[None, None]
        result = kornia.filters.filter2d(planes, kernel, border_type="reflect")[0]
        return (result.permute(1, 2, 0) if job.has_colours else result[0]).numpy()

    return call


def _skimage(job: Job) -> Callable[[], Array] | None:
    """Its Sobel gives a quarter of what the mask does; its Gaussian has the same 15 x 15 taps."""
    if job.has_colours or job.name not in ("Sobel 3", "Gaussian 15"):
        return None
    if job.name == "Sobel 3":
        return lambda: skimage.filters.sobel_v(job.data)  # type: ignore[no-untyped-call]
    return lambda: skimage.filters.gaussian(  # type: ignore[no-untyped-call]
        job.data, sigma=2.5, truncate=2.8, mode="mirror"
    )


def _numpy(job: Job) -> Callable[[], Array] | None:
    if job.kernel.ndim == 2:
        return None
    return lambda: np.convolve(np.pad(job.data, job.margins, "reflect"), job.kernel[::-1], "valid")
