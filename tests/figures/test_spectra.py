"""The gain over both frequencies as a map whose scale begins at nought."""

import dataclasses

import numpy as np

from core.figures import spectrum_map
from core.kernels import frequency_response, get_kernel

SOBEL = frequency_response(get_kernel("sobel_x"), 64)


def test_spectra_are_mapped_with_their_gain():
    chart = spectrum_map(SOBEL)
    assert chart.alt == "Map of the gain for waves of each direction and width: 0 for flat areas, at most 8."
    (heatmap,) = chart.figure.data
    # |2i sin(2 pi f)| to the right, |2 + 2 cos(2 pi f)| downwards
    right, down = 2 * np.pi * heatmap.x, 2 * np.pi * heatmap.y[:, None]
    np.testing.assert_allclose(heatmap.z, np.abs(2 * np.sin(right) * (2 + 2 * np.cos(down))), atol=1e-12)
    assert (heatmap.zmin, heatmap.zmax) == (0, SOBEL.magnitude.max())
    assert chart.figure.layout.yaxis.autorange == "reversed"


def test_a_mean_lets_flat_areas_pass():
    assert spectrum_map(frequency_response(get_kernel("box"), 64)).alt == (
        "Map of the gain for waves of each direction and width: 1 for flat areas, at most 1."
    )


def test_a_scale_can_be_shared_and_is_never_empty():
    assert spectrum_map(SOBEL, limit=20.0).figure.data[0].zmax == 20
    nothing = dataclasses.replace(SOBEL, response=0 * SOBEL.response)
    assert spectrum_map(nothing).figure.data[0].zmax == 1
