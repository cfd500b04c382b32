"""A sound as its decoder is given it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plain:
    """A file as its decoder wants it, and what it says itself and the decoder does not: 0 where that is nothing.

    `length` is the number of samples of formats whose last block is filled up, `block` how many are packed together,
    `rate` a sample rate in Hz that need not be whole.
    """

    content: bytes
    length: int = 0
    block: int = 0
    rate: float = 0.0
