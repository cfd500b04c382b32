"""Computed images whose answer to a filter is known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data.catalogue import SampleInfo, register
from core.data.samples.noises import DRAWN_HERE, SEED
from core.data.samples.shapes import MADE_HERE
from core.parameters import Range

Pixels = NDArray[np.float64]

SIZE = Range("size", "Size", 128, 8, 512, 1, unit="pixels", help="Height and width.")
ANGLE = Range(
    "angle",
    "Direction",
    0.0,
    0.0,
    360.0,
    5.0,
    unit="degrees",
    help="Where brightness rises: 0 to the right, 90 downwards.",
)
WAVELENGTH = Range("wavelength", "Wavelength", 16.0, 2.0, 512.0, 0.5, unit="pixels")


def _pattern(name: str, title: str, description: str, *parameters: Range, source: str = MADE_HERE) -> SampleInfo:
    return SampleInfo(name, title, "patterns", 2, description, source, parameters)


def _rows_and_columns(size: int) -> tuple[Pixels, Pixels]:
    """Coordinates in pixels, (size, 1) down and (1, size) to the right, zero at the middle of the image."""
    centred = np.arange(size, dtype=np.float64) - (size - 1) / 2
    return centred[:, np.newaxis], centred[np.newaxis, :]


def _along(size: int, angle: float) -> Pixels:
    """How far (pixels) each point lies from the middle in the direction `angle` (degrees, clockwise)."""
    down, right = _rows_and_columns(size)
    turn = np.deg2rad(angle)
    # Rounded, so that right angles give exact rows and columns: cos(90 degrees) is 6e-17 in floats.
    return np.round(right * np.cos(turn) + down * np.sin(turn), 9)


@register(
    _pattern(
        "impulse_image", "Impulse picture", "One white pixel on black: a filter's output is the filter itself.", SIZE
    )
)
def impulse_image(size: int) -> Pixels:
    """The pixel at row and column size // 2 is one."""
    pixels = np.zeros((size, size))
    pixels[size // 2, size // 2] = 1.0
    return pixels


@register(_pattern("step_edge", "Edge", "Black beside white: the simplest edge, at any angle.", SIZE, ANGLE))
def step_edge(size: int, angle: float) -> Pixels:
    """Pixels that the edge cuts take about the share of white in them."""
    return np.clip(_along(size, angle) + 0.5, 0.0, 1.0)


@register(
    _pattern(
        "ramp_image",
        "Ramp picture",
        "An even climb from black to white: its slope is the same all over.",
        SIZE,
        ANGLE,
    )
)
def ramp_image(size: int, angle: float) -> Pixels:
    """From exactly 0 to exactly 1, whatever the angle."""
    distance = _along(size, angle)
    return (distance - distance.min()) / np.ptp(distance)


@register(
    _pattern(
        "checkerboard",
        "Checkerboard",
        "Black and white squares: edges in two directions, and corners.",
        SIZE,
        Range("square", "Side of a square", 16, 1, 256, 1, unit="pixels"),
    )
)
def checkerboard(size: int, square: int) -> Pixels:
    """The top left square is black."""
    row, column = np.indices((size, size)) // square
    return ((row + column) % 2).astype(np.float64)


@register(
    _pattern(
        "disc",
        "Disc",
        "A white disc on black: an edge in every direction.",
        SIZE,
        Range("radius", "Radius", 32.0, 1.0, 360.0, 0.5, unit="pixels"),
    )
)
def disc(size: int, radius: float) -> Pixels:
    """Pixels on the rim take about the share of the disc in them."""
    down, right = _rows_and_columns(size)
    return np.clip(radius + 0.5 - np.hypot(down, right), 0.0, 1.0)


@register(
    _pattern(
        "grating",
        "Grating",
        "Parallel waves of one width and direction: what oriented filters answer to.",
        SIZE,
        WAVELENGTH,
        ANGLE,
    )
)
def grating(size: int, wavelength: float, angle: float) -> Pixels:
    """Grey at the middle of the image, from there brighter in the direction `angle`."""
    return 0.5 + 0.5 * np.sin(2 * np.pi * _along(size, angle) / wavelength)


@register(
    _pattern(
        "siemens_star",
        "Siemens star",
        "Spokes that narrow towards the middle: every direction and every width in one picture.",
        SIZE,
        Range("spokes", "Spokes", 24, 4, 120, 1),
    )
)
def siemens_star(size: int, spokes: int) -> Pixels:
    """Grey where a spoke and its gap together are narrower than two pixels, which pixels cannot show."""
    down, right = _rows_and_columns(size)
    star = 0.5 + 0.5 * np.cos(spokes * np.arctan2(down, right))
    period = 2 * np.pi * np.hypot(down, right) / spokes
    return np.where(period >= 2, star, 0.5)


@register(
    _pattern(
        "noise_image",
        "White noise picture",
        "Independent random brightness in every pixel: nothing here for a filter to find.",
        SIZE,
        SEED,
        source=DRAWN_HERE,
    )
)
def noise_image(size: int, seed: int) -> Pixels:
    """Uniform on [0, 1), independent."""
    return np.random.default_rng(seed).random((size, size))
