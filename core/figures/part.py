"""The part of a long signal that is shown: how many samples, and from which on."""

from __future__ import annotations

from dataclasses import dataclass

LENGTHS = tuple(digit * 10**power for power in range(1, 7) for digit in (1, 2, 5) if digit * 10**power >= 20)


@dataclass(frozen=True)
class Part:
    """The samples with the indices from `start` up to `stop`, which is not among them.

    >>> len(Part(10, 30))
    20
    """

    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start


def lengths_of(samples: int) -> tuple[int, ...]:
    """The numbers of samples that may be shown of a signal, the whole as the last.

    >>> lengths_of(96)
    (20, 50, 96)
    """
    return (*(length for length in LENGTHS if length < samples), samples)


def step_of(length: int) -> int:
    """Samples from one place at which a part of this length may begin to the next: a quarter of the part.

    >>> step_of(20), step_of(1000)
    (5, 250)
    """
    return max(1, length // 4)


def last_first(samples: int, length: int) -> int:
    """The last place for a part to begin, counted from 1 in whole steps.

    >>> last_first(96, 20)
    81
    """
    step = step_of(length)
    return 1 + -(-(samples - length) // step) * step


def first_around(samples: int, length: int, at: int) -> int:
    """The first sample, counted from 1, of a part that has the sample `at` (from 0) well inside it.

    Neighbouring samples mostly get the same part, so that a curve stands still while its samples are walked through.

    >>> [first_around(96, 20, at) for at in (0, 47, 48, 95)]
    [1, 36, 36, 81]
    """
    step = step_of(length)
    return min(max(1, 1 + at // (2 * step) * 2 * step - step), last_first(samples, length))


def part_from(samples: int, length: int, first: int) -> Part:
    """The part of this length that begins at the sample `first`, counted from 1, or as near as the signal allows.

    >>> part_from(96, 20, 81)
    Part(start=76, stop=96)
    """
    start = min(max(0, first - 1), samples - length)
    return Part(start, start + length)
