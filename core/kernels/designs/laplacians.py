"""Second derivatives in all directions at once: kernels that answer to spots, lines and both sides of an edge."""

from __future__ import annotations

from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.designs.sampling import gaussian_window, odd_size, offsets, sigma, without_mean
from core.kernels.sources import books, papers
from core.kernels.weights import Weights
from core.parameters import Choice, Range

second_order = partial(designed, family="laplacians", ndim=2)


CURVE = np.array([1.0, -2.0, 1.0])
CENTRE = np.array([0.0, 1.0, 0.0])


@second_order(
    "Laplacian",
    books.GONZALEZ.at("section 3.6", is_checked=True),
    use="To find fine spots and lines, and to sharpen by taking the answer away.",
    avoid="In noise, which it makes much stronger.",
)
def laplacian() -> Weights:
    """The sum of the horizontal and the vertical second difference, from four neighbours: negative on bright
    spots, positive on dark ones, zero on any even slope."""
    return np.outer(CENTRE, CURVE) + np.outer(CURVE, CENTRE)


@second_order(
    "Laplacian, 8 neighbours",
    books.GONZALEZ.at("section 3.6", is_checked=True),
    use="To find fine spots and lines of any direction.",
    avoid="In noise, which it makes much stronger.",
)
def laplacian_8() -> Weights:
    """Adds the two diagonal second differences to the Laplacian: the neighbours' sum less eight times the centre,
    three times as strong on a smooth bump."""
    weights = np.ones((3, 3))
    weights[1, 1] = -8.0
    return weights


@second_order(
    "Laplacian, nine-point",
    papers.ROSSER,
    use="To measure curvature with the same error in all directions, as in physics.",
    avoid="In noise, which it makes stronger.",
    words="isotropic, physics, diffusion",
)
def laplacian_nine_point() -> Weights:
    """A Laplacian that mixes both kinds of neighbours, 4 to 1, so that its leading error is the same in all
    directions."""
    return np.array([[1.0, 4.0, 1.0], [4.0, -20.0, 4.0], [1.0, 4.0, 1.0]]) / 6


@second_order(
    "Laplacian of Gaussian",
    papers.MARR,
    sigma(1.4),
    odd_size(11),
    use="To find blobs of one size, and edges by where the sign changes.",
    words="blob, mexican hat, zero crossing, edge",
)
def laplacian_of_gaussian(sigma: float, size: int) -> Weights:
    """The Laplacian of the smoothed image: negative on bright blobs of radius about 1.4 standard deviations, and
    changing sign at edges. Scaled like the plain Laplacian; turn the sign for a Mexican hat.

    Sampled, then given back the zero sum and the response 2 to (x^2 + y^2) / 2 that sampling loses.
    """
    bell = np.outer(gaussian_window(size, sigma), gaussian_window(size, sigma))
    squared = offsets(size) ** 2
    distance = squared + squared[:, np.newaxis]
    weights = without_mean(distance, bell)
    return np.asarray(weights * (4 / np.sum(weights * distance)))


@second_order(
    "Difference of Gaussians",
    papers.MARR,
    sigma(1.0),
    Range("ratio", "Outer over inner", 1.6, 1.1, 4.0, 0.1, help="1.6 comes closest to a Laplacian of Gaussian."),
    odd_size(11),
    use="To find blobs of one size, and to compare coarse with fine.",
    words="mexican hat, band pass, scale",
)
def difference_of_gaussians(sigma: float, ratio: float, size: int) -> Weights:
    """A narrow mean less a wide one: positive on bright blobs of one size, zero on flat ground. Sigma is that of
    the narrow one."""
    narrow, wide = gaussian_window(size, sigma), gaussian_window(size, ratio * sigma)
    return np.outer(narrow, narrow) - np.outer(wide, wide)


@second_order(
    "Centre and surround",
    papers.KUFFLER,
    odd_size(9, smallest=5),
    Range("share", "Radius of the centre", 0.4, 0.2, 0.8, 0.05, help="As a share of the whole kernel's radius."),
    Choice("polarity", "Centre", "on", ("on", "off"), help="on answers to light in the centre, off to dark."),
    use="To see a picture as cells of the retina do.",
    avoid="For exact measurements: its shape is a sketch of a cell's.",
    words="retina, eye, cell, receptive field",
)
def centre_surround(size: int, share: float, polarity: str) -> Weights:
    """The mean of a disc less the mean of the ring around it, as in the receptive field of a cell of the retina:
    answers to spots, not to even light."""
    right = offsets(size)
    distance = np.hypot(right, right[:, np.newaxis])
    # Pixels on a rim count in part.
    centre = np.clip(share * size / 2 + 0.5 - distance, 0.0, 1.0)
    surround = np.clip(size / 2 + 0.5 - distance, 0.0, 1.0) - centre
    weights = centre / centre.sum() - surround / surround.sum()
    return np.asarray(weights if polarity == "on" else -weights)
