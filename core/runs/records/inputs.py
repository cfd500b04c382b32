"""Kernels, signals and pictures of one's own as bytes, and back, with the checks of what a file claims them to be."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from core.data import Image, Signal, plain_text
from core.data.uploads.limits import MAX_PIXELS, MAX_SAMPLES
from core.data.uploads.read import LARGEST_VALUE
from core.kernels import Kernel
from core.kernels.written import LARGEST_SIDE, LARGEST_WEIGHT
from core.runs.records.numbers import DamagedRun, arrays_of

ARRAYS: dict[type, tuple[str, str]] = {
    Kernel: ("kernel", "weights"),
    Signal: ("signal", "samples"),
    Image: ("image", "pixels"),
}
FACTS = ("name", "title", "family", "sample_rate", "unit")
LONGEST_WORD, LONGEST_TITLE, LONGEST_UNIT = 60, 200, 40
BAD_INPUT = "The experiment of this run cannot be read: an input of it is {why}."


def encode_input(value: Kernel | Signal | Image) -> tuple[dict[str, Any], bytes]:
    """The description of an input as JSON, and its array as bytes."""
    kind, array = ARRAYS[type(value)]
    facts = {fact: getattr(value, fact) for fact in FACTS if getattr(value, fact, None) is not None}
    return {"object": kind, **facts}, save({"array": np.ascontiguousarray(getattr(value, array))})


def decode_input(facts: Mapping[str, Any], content: bytes) -> Kernel | Signal | Image:
    """The input that `encode_input` described; raises DamagedRun where no page would accept it."""
    array = arrays_of(content).get("array")
    name, title, unit, family = (facts.get(fact, "") for fact in ("name", "title", "unit", "family"))
    rate = facts.get("sample_rate")
    if array is None or not all(isinstance(each, str) for each in (name, title, unit, family)):
        raise DamagedRun(BAD_INPUT.format(why="incomplete"))
    _check_shape(facts.get("object"), array)
    name, title = plain_text(name, LONGEST_WORD), plain_text(title, LONGEST_TITLE)
    match facts["object"]:
        case "kernel":
            return Kernel(name, title, plain_text(family, LONGEST_WORD), array)
        case "signal":
            if rate is not None and (type(rate) not in (int, float) or not 0 < rate < 1e300):
                raise DamagedRun(BAD_INPUT.format(why="a signal without a valid sample rate"))
            return Signal(name, title, array, rate, plain_text(unit, LONGEST_UNIT))
        case _:
            return Image(name, title, array)


def _check_shape(kind: Any, array: NDArray[Any]) -> None:
    """Raise DamagedRun unless this is a kernel, signal or picture, no larger than a page would accept."""
    shape = " x ".join(f"{length:,}" for length in array.shape) or "no"
    most = MAX_PIXELS // 10**6
    allowed: dict[Any, tuple[bool, str, float]] = {
        "kernel": (array.ndim in (1, 2) and max(array.shape) <= LARGEST_SIDE,
                   f"kernels of up to {LARGEST_SIDE} x {LARGEST_SIDE}", LARGEST_WEIGHT),
        "signal": (array.ndim == 1 and array.size <= MAX_SAMPLES,
                   f"signals of one row of up to {MAX_SAMPLES:,}", LARGEST_VALUE),
        "image": (array.shape[2:] in ((), (3,)) and array.ndim in (2, 3) and math.prod(array.shape[:2]) <= MAX_PIXELS,
                  f"pictures of up to {most} megapixels, grey or in three colours,", 1.0),
    }  # fmt: skip
    if not isinstance(kind, str) or kind not in allowed or array.dtype.kind not in "fiu":
        raise DamagedRun(BAD_INPUT.format(why="neither a kernel nor a signal nor a picture"))
    fits, words, largest = allowed[kind]
    if not fits or array.size == 0:
        raise DamagedRun(f"This run cannot be used: an input of it has {shape} numbers: {words} can be taken.")
    lowest, highest = float(array.min()), float(array.max())
    # NaN fails every comparison
    if not (max(-lowest, highest) <= largest and (kind != "image" or lowest >= 0)):
        bounds = "0 to 1" if kind == "image" else f"-{largest:.0e} to {largest:.0e}"
        raise DamagedRun(
            f"This run cannot be used: an input of it has numbers outside {bounds}, which are all that can be taken."
        )
