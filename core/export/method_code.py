"""Designed methods that are no kernel, as calls of the libraries that they come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.kernels import get_kernel
from core.study.designed import FAINT, wide

Kernels = Callable[[Mapping[str, float]], Mapping[str, Any]]
NOISE = '''
def noise(data):
    """The standard deviation of noise: the median of absolute second differences (Immerkaer 1996, Donoho 1994)."""
    differences, power = data, 1.0
    for axis in range(data.ndim):
        if data.shape[axis] > 2:
            differences, power = np.diff(differences, 2, axis=axis), power * 6.0
    return np.median(np.abs(differences)) / 0.6745 / np.sqrt(power)
'''
NDIMAGE, SIGNAL, RESTORATION = (
    "from scipy import ndimage",
    "from scipy import signal",
    "from skimage import restoration",
)


def _none(chosen: Mapping[str, float]) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Body:
    """The part of a program that sets `found` from `data`: its lines, the imports, constants and the helper it needs.

    `kernels` makes the kernels among the constants from the settings that were chosen.
    """

    lines: str
    imports: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    helper: str = ""
    kernels: Kernels = _none


def _unsharp(chosen: Mapping[str, float]) -> Mapping[str, Any]:
    return {"weights": wide("gaussian_1d", sigma=chosen["sigma"]).weights}


def _gradient_length(chosen: Mapping[str, float]) -> Mapping[str, Any]:
    smooth = {"smooth": get_kernel("gaussian", sigma=chosen["width"]).weights} if chosen["width"] else {"smooth": [[1]]}
    return {**smooth, "across": get_kernel("sobel_x").weights, "down": get_kernel("sobel_y").weights}


METHOD_CODE: Mapping[str, Body] = {
    "identity": Body("found = data"),
    "signal": Body("found = data"),
    "unsharp": Body(
        'found = data + AMOUNT * (data - ndimage.correlate(data, WEIGHTS, mode="mirror"))', (NDIMAGE,), kernels=_unsharp
    ),
    "median": Body('found = ndimage.median_filter(data, int(SIZE), mode="mirror")', (NDIMAGE,)),
    "local_wiener": Body(
        """\
with np.errstate(divide="ignore", invalid="ignore"):  # where all samples of a window are alike
    found = np.nan_to_num(signal.wiener(data, int(SIZE), (STRENGTH * noise(data)) ** 2))""",
        (SIGNAL,),
        helper=NOISE,
    ),
    "gradient_length": Body(
        """\
smooth = ndimage.correlate(data, SMOOTH, mode="mirror")
across = ndimage.correlate(smooth, ACROSS, mode="mirror")
found = np.hypot(across, ndimage.correlate(smooth, DOWN, mode="mirror"))""",
        (NDIMAGE,),
        kernels=_gradient_length,
    ),
    "bilateral": Body(
        """\
spread = np.ptp(data) or 1.0
found = restoration.denoise_bilateral(
    (data - data.min()) / spread,
    sigma_color=CONTRAST * max(noise(data) / spread, 1e-6),
    sigma_spatial=WIDTH,
    mode="symmetric",
)
found = found * np.ptp(data) + data.min()""",
        (RESTORATION,),
        helper=NOISE,
    ),
    "total_variation": Body(
        f"""\
weight = STRENGTH * noise(data)
found = data
if weight > {FAINT} * np.ptp(data):
    found = restoration.denoise_tv_chambolle(data, weight=weight)""",
        (RESTORATION,),
        helper=NOISE,
    ),
    "non_local_means": Body(
        """\
found = restoration.denoise_nl_means(
    data,
    patch_size=int(PATCH),
    patch_distance=6,
    h=STRENGTH * noise(data),
    sigma=noise(data),
    fast_mode=True,
)""",
        (RESTORATION,),
        helper=NOISE,
    ),
}
