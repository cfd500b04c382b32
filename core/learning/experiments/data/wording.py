"""How an experiment names its input in texts: samples by their names, one's own files by their titles."""

from __future__ import annotations

from collections.abc import Iterable

from core.data import Image, Signal, describe_sample


def name_of(given: str | Signal | Image) -> str:
    """The name that was given, or the title of a signal or an image of one's own.

    >>> import numpy as np
    >>> name_of("ecg"), name_of(Signal("upload", "probe.csv", np.ones(3)))
    ('ecg', 'probe.csv')
    """
    return given if isinstance(given, str) else given.title


def extent_of(shape: tuple[int, ...], unit: str) -> str:
    """A shape in words: the length of a signal, or the height and width of a picture.

    >>> extent_of((3,), "sample"), extent_of((1,), "sample"), extent_of((9, 1), "pixel")
    ('3 samples', '1 sample', '9 x 1 pixels')
    """
    return " x ".join(f"{length:,}" for length in shape) + f" {unit}" + ("" if shape == (1,) else "s")


def sample_titles(names: Iterable[str]) -> tuple[str, ...]:
    """The titles of samples.

    >>> sample_titles(["ecg"])
    ('Heartbeats (ECG)',)
    """
    return tuple(describe_sample(name).title for name in names)
