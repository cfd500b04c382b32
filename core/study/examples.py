"""Examples that work at once: a question on data that come along or are made here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.cache import cached
from core.convolution import correlate
from core.data import Image, Signal, get_image, get_signal, to_grey
from core.kernels import get_kernel
from core.study.before_after import BeforeAfter
from core.study.events import Events
from core.study.files import Data
from core.study.noisy import Noisy
from core.study.sums import Array

EVENTS, BEFORE_AFTER, NOISY = "events", "before_after", "noisy"
Task = Events | BeforeAfter | Noisy
# R waves of PyWavelets' record: SciPy's peaks with a prominence of 150, each looked at in a plot
BEATS, TOLERANCE = (190, 518, 848), 5
PULSES, APART, LENGTH = 60_000, 70, 24  # samples, between two pulses on average, of a pulse
NOISE, NOISE_IN_MOTION = 0.1, 0.01
CORNER, SIDE = (60, 120), 256  # of the part of the photograph that is used, in pixels


@dataclass(frozen=True)
class Example:
    """A question with its data: `make()` gives these and the task."""

    name: str
    title: str
    task: str
    description: str
    make: Callable[[], tuple[Data, Task]]


def examples(task: str) -> dict[str, Example]:
    """The examples of a task by name, in the order of menus.

    >>> list(examples("events"))
    ['pulses', 'heartbeats']
    """
    return {each.name: each for each in EXAMPLES if each.task == task}


@cached
def _pulses() -> tuple[Data, Task]:
    rng = np.random.default_rng(7)
    events = np.cumsum(rng.integers(APART // 2, 3 * APART // 2, PULSES // APART))
    events = events[events < PULSES - LENGTH]
    time = np.arange(LENGTH)
    shape = np.exp(-time / 7) * np.sin(time / 2.2)  # rises, swings back and dies away
    samples = _coloured(rng, PULSES, 0.9) * 0.3 + rng.normal(0.0, 0.15, PULSES)
    for event, height in zip(events, rng.uniform(1.2, 2.4, len(events)), strict=True):
        samples[event - 3 : event - 3 + LENGTH] += height * shape
    signal = Signal("pulses", "Pulses in noise", samples, sample_rate=1000.0)
    return signal, Events(tuple(int(each) for each in events), tolerance=4)


@cached
def _heartbeats() -> tuple[Data, Task]:
    return get_signal("ecg"), Events(BEATS, TOLERANCE)


@cached
def _steps() -> tuple[Data, Task]:
    rng = np.random.default_rng(11)
    clean = np.repeat(rng.normal(size=60), 50) + 0.6 * np.sin(np.arange(3000) / 40)
    noisy = clean + rng.normal(0.0, 0.5, len(clean))
    return Signal("steps", "Steps under noise", noisy), BeforeAfter((Signal("clean", "Without noise", clean),))


@cached
def _camera(change: str) -> tuple[Data, Task]:
    top, left = CORNER
    clean = Image("camera", "Photographer", to_grey(get_image("camera")).pixels[top : top + SIDE, left : left + SIDE])
    if change == "motion":
        pixels = correlate(clean.pixels, get_kernel("motion_blur"), boundary="mirror")
        return _under_noise(np.asarray(pixels, np.float64), NOISE_IN_MOTION, "Photographer in motion"), BeforeAfter(
            (clean,)
        )
    noisy = _under_noise(np.asarray(clean.pixels, np.float64), NOISE, "Photographer under noise")
    return noisy, BeforeAfter((_outlines(clean) if change == "outlines" else clean,))


def _alone(make: Callable[[], tuple[Data, Task]]) -> tuple[Data, Task]:
    """The noisy data of another example, as if nobody had the clean ones."""
    return make()[0], Noisy()


def _outlines(clean: Image) -> Image:
    """A mask: where Canny's detector finds an edge in the clean picture, one pixel to all sides."""
    from scipy.ndimage import binary_dilation
    from skimage.feature import canny

    found = binary_dilation(canny(clean.pixels, sigma=1.5))  # type: ignore[no-untyped-call]
    return Image("outlines", "Outlines", found.astype(np.float32))


def _under_noise(pixels: Array, noise: float, title: str) -> Image:
    noisy = pixels + np.random.default_rng(0).normal(0.0, noise, pixels.shape)
    return Image("changed", title, np.clip(noisy, 0.0, 1.0).astype(np.float32))


def _coloured(rng: np.random.Generator, count: int, memory: float) -> Array:
    from scipy.signal import lfilter

    return np.asarray(lfilter([1.0], [1.0, -memory], rng.normal(size=count)))


EXAMPLES = (
    Example("pulses", "Pulses in noise", EVENTS, "About 850 pulses of one shape, made here, in noise.", _pulses),
    Example(
        "heartbeats",
        "Heartbeats (ECG)",
        EVENTS,
        "PyWavelets' record with three heartbeats: too few to say anything.",
        _heartbeats,
    ),
    Example(
        "noise",
        "Photograph under noise",
        BEFORE_AFTER,
        "A part of the photographer under noise of 0.1, and the clean one.",
        partial(_camera, "noise"),
    ),
    Example(
        "motion",
        "Photograph in motion",
        BEFORE_AFTER,
        "The same part, blurred by motion, and the sharp one.",
        partial(_camera, "motion"),
    ),
    Example(
        "outlines",
        "Photograph and its outlines",
        BEFORE_AFTER,
        "The noisy part, and a mask of the outlines that Canny's detector finds in the clean one.",
        partial(_camera, "outlines"),
    ),
    Example("steps", "Signal with steps", BEFORE_AFTER, "Steps and a wave under noise, and without.", _steps),
    Example(
        "noise",
        "Photograph under noise",
        NOISY,
        "A part of the photographer under noise of 0.1. The clean one is not used.",
        partial(_alone, partial(_camera, "noise")),
    ),
    Example(
        "steps",
        "Signal with steps",
        NOISY,
        "Steps and a wave under noise. The clean signal is not used.",
        partial(_alone, _steps),
    ),
)
