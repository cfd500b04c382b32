"""What a kernel does to waves, for the browser: a curve for signals, a map with even areas in the middle for images."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from plotly.colors import get_colorscale, hex_to_rgb

from core.figures.chart import number
from core.figures.wire import packed
from core.kernels import Spectrum

LEVELS = 256


def wave_gain(spectrum: Spectrum) -> bytes:
    """Pack the gain over the frequencies of a signal's kernel (n,), or over both of an image's (n, n).

    `gain` has the numbers, `pixels` (n, n, 3) the colours of a map, from dark for 0 to yellow for the largest, and
    `scale` (256, 3) the colours between the two.

    >>> from core.kernels import frequency_response
    >>> len(wave_gain(frequency_response([1.0, 1.0], 8))) > 100
    True
    """
    gain = spectrum.magnitude
    largest = float(gain.max()) or 1.0
    middle = gain[0] if gain.ndim == 1 else gain[len(gain) // 2, len(gain) // 2]
    what = "waves from slow to fast" if gain.ndim == 1 else "waves of each direction and width"
    header = {
        "is_signal": gain.ndim == 1,
        "largest": largest,
        "alt": f"Gain for {what}: {number(float(middle))} for what is even, at most {number(float(gain.max()))}.",
    }
    arrays: dict[str, NDArray[np.generic]] = {"frequencies": spectrum.frequencies, "gain": gain}
    if gain.ndim == 2:
        arrays["scale"] = _colours()
        arrays["pixels"] = _colours()[(gain / largest * (LEVELS - 1)).round().astype(np.intp)]
    return packed(header, **arrays)


@cache
def _colours() -> NDArray[np.uint8]:
    """Red, green and blue of each level; readable for people who cannot tell red from green."""
    stops = get_colorscale("Cividis")
    places = [place for place, _ in stops]
    codes = np.array([hex_to_rgb(code) for _, code in stops], np.float64)
    levels = np.linspace(0, 1, LEVELS)
    table = np.stack([np.interp(levels, places, codes[:, channel]) for channel in range(3)], axis=1)
    return table.round().astype(np.uint8)
