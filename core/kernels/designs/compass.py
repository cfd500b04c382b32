"""Compass masks: eight numbers around a centre, turned by one place for each of eight directions."""

from __future__ import annotations

from functools import partial

import numpy as np

from core.kernels.catalogue import designed
from core.kernels.sources import books, papers
from core.kernels.weights import Weights
from core.parameters import Choice

DIRECTIONS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
DIRECTION = Choice("direction", "Brighter towards", "N", DIRECTIONS, help="N is up, E to the right.")

# The eight neighbours clockwise from the upper left, as row and column.
RING = ([0, 0, 0, 1, 2, 2, 2, 1], [0, 1, 2, 2, 2, 1, 0, 0])

compass = partial(designed, family="compass", ndim=2)


@compass(
    "Kirsch",
    papers.KIRSCH,
    DIRECTION,
    words="diagonal",
)
def kirsch(direction: str) -> Weights:
    """Three neighbours on one side against the five others. The largest answer of all eight directions marks an
    edge, and which one it is tells where brightness rises."""
    return _turned([5, 5, 5, -3, -3, -3, -3, -3], direction)


@compass(
    "Robinson",
    papers.ROBINSON,
    DIRECTION,
    words="diagonal",
)
def robinson(direction: str) -> Weights:
    """Sobel's mask turned to one of eight directions; E and S are Sobel x and Sobel y themselves. Opposite
    directions differ in sign alone, so four of them do."""
    return _turned([1, 2, 1, 0, -1, -2, -1, 0], direction)


@compass(
    "Prewitt compass",
    books.PREWITT,
    DIRECTION,
    avoid="On dark spots, to which its centre answers as well.",
    words="diagonal",
)
def prewitt_compass(direction: str) -> Weights:
    """Five neighbours on one side against the three others and twice the centre: an edge mask for eight directions
    that also answers to a dark centre."""
    weights = _turned([1, 1, 1, 1, -1, -1, -1, 1], direction)
    weights[1, 1] = -2.0
    return weights


def _turned(ring_for_north: list[int], direction: str) -> Weights:
    weights = np.zeros((3, 3))
    weights[RING] = np.roll(ring_for_north, DIRECTIONS.index(direction))
    return weights
