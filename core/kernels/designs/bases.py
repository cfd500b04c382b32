"""Complete sets: their members together can rebuild any patch, and each answers to one pattern in it."""

from __future__ import annotations

from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.sources import books, papers
from core.kernels.weights import Weights
from core.parameters import Choice, Range

member = partial(designed, family="bases", ndim=2)


def _half_waves(largest: int) -> tuple[Range, Range]:
    return (
        Range("u", "Half waves down", 0, 0, largest, 1),
        Range("v", "Half waves across", 1, 0, largest, 1),
    )


@member(
    "Discrete cosine",
    papers.AHMED,
    *_half_waves(7),
    # From 8 up, so that every u and v has its wave.
    Choice("size", "Size", 8, (8, 16), unit="taps", help="8 is the block of a JPEG image."),
    use="To understand how JPEG describes a picture.",
    words="jpeg, frequency, block, stripe",
)
def dct_basis(u: int, v: int, size: int) -> Weights:
    """A cosine down times a cosine across: answers to how much of this one pattern a block holds, the way JPEG
    describes images. The sum of squares is 1."""
    return np.outer(_cosine(u, size), _cosine(v, size))


@member(
    "Discrete cosine, 3 x 3",
    papers.AHMED,
    *_half_waves(2),
    use="To take any 3 x 3 kernel apart into nine plain patterns.",
    words="frequency",
)
def dct_basis_3(u: int, v: int) -> Weights:
    """One of the nine cosine patterns of which every 3 by 3 filter is a mixture. The sum of squares is 1."""
    return np.outer(_cosine(u, 3), _cosine(v, 3))


def _cosine(half_waves: int, size: int) -> Weights:
    wave = np.cos(np.pi * half_waves * (np.arange(size) + 0.5) / size)
    return np.asarray(wave / np.linalg.norm(wave))


ROOT = np.sqrt(2)
FREI_CHEN = (
    np.array([[-1, -ROOT, -1], [0, 0, 0], [1, ROOT, 1]]) / (2 * ROOT),
    np.array([[-1, 0, 1], [-ROOT, 0, ROOT], [-1, 0, 1]]) / (2 * ROOT),
    np.array([[0, -1, ROOT], [1, 0, -1], [-ROOT, 1, 0]]) / (2 * ROOT),
    np.array([[ROOT, -1, 0], [-1, 0, 1], [0, 1, -ROOT]]) / (2 * ROOT),
    np.array([[0, 1, 0], [-1, 0, -1], [0, 1, 0]]) / 2,
    np.array([[-1, 0, 1], [0, 0, 0], [1, 0, -1]]) / 2,
    np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]]) / 6,
    np.array([[-2, 1, -2], [1, 4, 1], [-2, 1, -2]]) / 6,
    np.full((3, 3), 1 / 3),
)


@member(
    "Frei-Chen",
    papers.FREI,
    Choice("number", "Mask", 1, tuple(range(1, 10)), help="1 to 4 answer to edges, 5 to 8 to lines, 9 is the mean."),
    use="To tell edges from lines in small patches.",
    words="edge, line",
)
def frei_chen(number: int) -> Weights:
    """One of nine 3 by 3 masks, none of which answers to what another does: four for edges, four for lines and the
    mean. They split a patch into how much of it is edge and how much is line. The sum of squares is 1.

    Masks 1 and 2 have the signs of this catalogue, positive where brightness rises downwards and to the right.
    """
    return FREI_CHEN[number - 1]


LAWS = {
    "level": (1, 4, 6, 4, 1),
    "edge": (-1, -2, 0, 2, 1),
    "spot": (-1, 0, 2, 0, -1),
    "wave": (-1, 2, 0, -2, 1),
    "ripple": (1, -4, 6, -4, 1),
}


@member(
    "Laws texture",
    books.LAWS,
    Choice("down", "Pattern down", "level", tuple(LAWS)),
    Choice("across", "Pattern across", "edge", tuple(LAWS)),
    use="To tell textures apart by the strengths of several answers.",
    words="ripple",
)
def laws(down: str, across: str) -> Weights:
    """One of five small patterns down times one across, level, edge, spot, wave or ripple: the strengths of their
    answers tell one texture from another."""
    return np.outer(LAWS[down], LAWS[across]).astype(np.float64)
