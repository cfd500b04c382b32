"""The parameters of kernels, samples, filters and experiments, and the validation of their values.

A `Range` is a number between two bounds, a `Choice` one of a few values, a `Switch` yes or no.
The catalogues declare them once; pages draw widgets from them and `resolve` checks values against them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Value = float | int | str | bool

MOST_NAMED = 20  # options that a message names


@dataclass(frozen=True)
class Range:
    """A number from `minimum` to `maximum`; whole numbers only where the default is an int.

    Pages offer the numbers of `menu` or, without these, a slider up to `highest`, if that is below `maximum`.

    >>> sigma = Range("sigma", "Standard deviation", 1.0, 0.3, 8.0, 0.1, unit="samples")
    >>> sigma.check(2)
    2.0
    >>> sigma.check(-1)
    Traceback (most recent call last):
    ...
    ValueError: sigma=-1 is not allowed: give a number from 0.3 to 8.0, for example 1.0.
    """

    name: str
    title: str
    default: float | int
    minimum: float | int
    maximum: float | int
    step: float | int
    unit: str = ""
    help: str = ""
    menu: tuple[float | int, ...] = ()
    highest: float | int | None = None

    @property
    def whole(self) -> bool:
        """Whether only whole numbers are allowed."""
        return isinstance(self.default, int)

    def check(self, value: Any) -> float | int:
        """Return `value` as a plain number, or raise ValueError saying what is allowed."""
        is_number = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
        # compared before it is converted: float() of 5,000 digits would overflow
        if is_number and self.minimum <= value <= self.maximum and (not self.whole or value == int(value)):
            # + 0.0 turns -0.0 into 0.0: its sign would reverse an interval
            return int(value) if self.whole else float(value) + 0.0
        kind = "whole number" if self.whole else "number"
        raise ValueError(
            f"{self.name}={_shown(value)} is not allowed: give a {kind} from {self.minimum} to "
            f"{self.maximum}, for example {self.default}."
        )


@dataclass(frozen=True)
class Choice:
    """One of a few values, such as an odd size or a name.

    >>> size = Choice("size", "Size", 3, (3, 5, 7))
    >>> size.check(5)
    5
    >>> size.check(4)
    Traceback (most recent call last):
    ...
    ValueError: size=4 is not allowed: choose one of 3, 5, 7.
    """

    name: str
    title: str
    default: int | float | str
    options: tuple[int | float | str, ...]
    unit: str = ""
    help: str = ""
    titles: tuple[str, ...] = ()  # of the options in menus, where these are names

    def title_of(self, option: Any) -> str:
        """The option as people read it.

        >>> Choice("input", "Input", "white", ("white",), titles=("White noise",)).title_of("white")
        'White noise'
        """
        return self.titles[self.options.index(option)] if self.titles else str(option)

    def check(self, value: Any) -> int | float | str:
        """Return the option equal to `value`, or raise ValueError listing the options."""
        if isinstance(value, str | int | float | np.integer | np.floating) and not isinstance(value, bool):
            for option in self.options:
                if value == option:
                    return option
        raise ValueError(f"{self.name}={_shown(value)} is not allowed: choose {self._allowed(value)}.")

    def _allowed(self, value: Any) -> str:
        """The options in words; of many only those most similar to `value`, or the first ones."""
        names = [str(option) for option in self.options]
        if len(names) <= MOST_NAMED:
            return f"one of {', '.join(names)}"
        near = difflib.get_close_matches(str(value)[:60], names, n=3) if isinstance(value, str) else []
        named = near or names[:3]
        return f"{', '.join(named)} or one of {len(names) - len(named)} others"


@dataclass(frozen=True)
class Switch:
    """Yes or no.

    >>> Switch("bias", "Bias", True).check(False)
    False
    """

    name: str
    title: str
    default: bool
    help: str = ""

    def check(self, value: Any) -> bool:
        """Return `value` as a bool, or raise ValueError."""
        if isinstance(value, bool | np.bool):
            return bool(value)
        raise ValueError(f"{self.name}={_shown(value)} is not allowed: give True or False.")


Parameter = Range | Choice | Switch


def resolve(owner: str, declared: Iterable[Parameter], given: Mapping[str, Any]) -> dict[str, Value]:
    """Check the given values and fill in defaults for the others; errors name the `owner` of the parameters.

    >>> size = Choice("size", "Size", 3, (3, 5, 7))
    >>> resolve("box", (size,), {})
    {'size': 3}
    >>> resolve("box", (size,), {"sigma": 1})
    Traceback (most recent call last):
    ...
    ValueError: sigma is not a parameter of box: it has size.
    """
    by_name = {parameter.name: parameter for parameter in declared}
    for name in given:
        if name not in by_name:
            has = "it has " + ", ".join(by_name) if by_name else "it has none"
            raise ValueError(f"{_shown(name, quote=False)} is not a parameter of {owner}: {has}.")
    return {
        name: parameter.check(given[name]) if name in given else parameter.default
        for name, parameter in by_name.items()
    }


def _shown(value: Any, *, quote: bool = True) -> str:
    """Any value as text that is short enough for a message."""
    if isinstance(value, int) and value.bit_length() > 200:
        # Python refuses to write out integers of more than 4,300 digits
        return f"an integer of {value.bit_length()} bits"
    if isinstance(value, list | tuple | dict | np.ndarray):
        return "several values"
    text = repr(value) if quote else str(value)
    return text if len(text) <= 60 else text[:57] + "..."
