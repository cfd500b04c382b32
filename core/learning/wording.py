"""How a verdict writes the weights of a filter, and shares; and its first sentence."""

from __future__ import annotations

import re

import numpy as np


def listed(weights: object) -> str:
    """The weights of a filter of up to 11 taps, or its shape; with two decimals unless all weights are whole.

    >>> listed(np.array([-1.0, 0.9999, -1.0])), listed(np.array([-1.0, 1.0, -1.0])), listed(np.ones((3, 3)))
    ('[−1.00 1.00 −1.00]', '[−1 1 −1]', 'the 3 x 3 filter')
    """
    array = np.asarray(weights, dtype=np.float64)
    if array.ndim == 1 and array.size <= 11:
        digits = 0 if (array == array.round()).all() else 2
        return "[" + " ".join(f"{value:.{digits}f}".replace("-", "−") for value in array) + "]"
    if array.ndim == 1:
        return f"the filter of {array.size} taps"
    return "the " + " x ".join(map(str, array.shape)) + " filter"


def counted(number: int, what: str) -> str:
    """A number of things.

    >>> counted(1, "step"), counted(2000, "step")
    ('1 step', '2000 steps')
    """
    return f"{number} {what}" + ("" if number == 1 else "s")


def percent(share: float) -> str:
    """A share as per cent, with as many digits as it needs.

    >>> percent(0.1234), percent(0.00001), percent(0.0)
    ('12 %', '0.001 %', 'less than 0.0001 %')
    """
    if share < 1e-6:
        return "less than 0.0001 %"
    # two digits of 99.6 would be written 1e+02
    return f"{100 * share:.2g} %" if share < 0.1 else f"{100 * share:.0f} %"


def headline(verdict: str) -> tuple[str, str]:
    """The first sentence of a verdict, which answers the question in a dozen words, and the rest.

    >>> headline("Yes: 1.5 became [1 2]. After 3 steps.")
    ('Yes: 1.5 became [1 2].', 'After 3 steps.')
    """
    first, *rest = re.split(r"(?<=\.) (?=[A-Z0-9])", verdict, maxsplit=1)
    return first, "".join(rest)
