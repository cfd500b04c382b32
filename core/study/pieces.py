"""What a study works on, piece by piece; each is also the name of what came of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FilterSize:
    """Single filters with so many taps along each axis."""

    size: int


@dataclass(frozen=True)
class MethodSetting:
    """A designed method, by name, with one of its settings, by number."""

    method: str
    number: int


@dataclass(frozen=True)
class NetworkWithout:
    """Two layers that learned nothing from a fold."""

    fold: int


@dataclass(frozen=True)
class Amounts:
    """The best linear filter of ever more of the data."""


Piece = FilterSize | MethodSetting | NetworkWithout | Amounts
Pick = FilterSize | MethodSetting | NetworkWithout  # what a contestant can be
