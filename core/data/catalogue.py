"""The catalogue of samples: what there is, what may be chosen, and the making of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.cache import cached
from core.data.image import Image
from core.data.signal import Signal
from core.names import unknown_name
from core.parameters import Parameter, Value, resolve

Make = Callable[..., NDArray[Any]]


@dataclass(frozen=True)
class SampleInfo:
    """What is known of a sample before it is loaded: enough for a menu and its help text.

    `family` groups menus; `ndim` is 1 for signals and 2 for images; `sample_rate` in Hz or None.

    >>> SampleInfo("dot", "Dot", "made", 2, "One white pixel.", "Made here.").parameters
    ()
    """

    name: str
    title: str
    family: str
    ndim: int
    description: str
    source: str
    parameters: tuple[Parameter, ...] = ()
    sample_rate: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class _Sample:
    info: SampleInfo
    make: Make = field(compare=False)


_SAMPLES: dict[str, _Sample] = {}


def register(info: SampleInfo) -> Callable[[Make], Make]:
    """Enter the decorated function into the catalogue; it takes the parameters and returns the array."""

    def enter(make: Make) -> Make:
        if info.name in _SAMPLES:
            raise ValueError(f"{info.name!r} is already a sample: choose another name.")
        _SAMPLES[info.name] = _Sample(info, make)
        return make

    return enter


def sample_names(ndim: int | None = None) -> tuple[str, ...]:
    """Return the names of all samples in the order of menus, or only of those with `ndim` 1 or 2.

    >>> sample_names(1)[0], sample_names(2)[0]
    ('thread', 'camera')
    """
    return tuple(name for name, sample in _SAMPLES.items() if ndim in (None, sample.info.ndim))


def describe_sample(name: str) -> SampleInfo:
    """Return title, family, ndim, description, source and parameters of a sample without loading it.

    Raises ValueError for an unknown name, naming its nearest neighbours.

    >>> describe_sample("camera").title
    'Photographer'
    >>> describe_sample("camra")
    Traceback (most recent call last):
    ...
    ValueError: 'camra' is not a sample: did you mean camera? sample_names() lists all.
    """
    return _find(name).info


def sample_parameters(name: str) -> tuple[Parameter, ...]:
    """Return what may be chosen for a sample, with bounds and defaults; () where there is nothing to choose.

    >>> [parameter.name for parameter in sample_parameters("iid")]
    ['length', 'seed']
    """
    return _find(name).info.parameters


def get_sample(name: str, **parameters: object) -> Signal | Image:
    """Return the sample `name`, a Signal (n,) or an Image (h, w) or (h, w, 3), made with `parameters`.

    Samples are immutable and the last few are kept, so asking again is cheap. Raises ValueError for an
    unknown name, an unknown parameter or a value outside its range.

    >>> get_sample("sine", length=16, period=8).samples.round(2)[:5]
    array([0.  , 0.71, 1.  , 0.71, 0.  ])
    """
    values = resolve(name, _find(name).info.parameters, parameters)
    return _make(name, tuple(values.items()))


def get_signal(name: str, **parameters: object) -> Signal:
    """Return the sample `name` as `get_sample` does, and raise ValueError where it is an image.

    >>> get_signal("thread").samples.size
    10
    """
    sample = get_sample(name, **parameters) if _find(name).info.ndim == 1 else None
    if not isinstance(sample, Signal):
        raise ValueError(f"{name!r} is an image, not a signal: use get_image, or a name of sample_names(1).")
    return sample


def get_image(name: str, **parameters: object) -> Image:
    """Return the sample `name` as `get_sample` does, and raise ValueError where it is a signal.

    >>> get_image("checkerboard", size=8, square=1).pixels[:2, :2]
    array([[0., 1.],
           [1., 0.]], dtype=float32)
    """
    sample = get_sample(name, **parameters) if _find(name).info.ndim == 2 else None
    if not isinstance(sample, Image):
        raise ValueError(f"{name!r} is a signal, not an image: use get_signal, or a name of sample_names(2).")
    return sample


def _find(name: str) -> _Sample:
    if name in _SAMPLES:
        return _SAMPLES[name]
    raise unknown_name(name, _SAMPLES, "a sample", "sample_names() lists all.")


@cached
def _make(name: str, values: tuple[tuple[str, Value], ...]) -> Signal | Image:
    sample = _SAMPLES[name]
    info, parameters = sample.info, dict(values)
    array = sample.make(**parameters)
    if info.ndim == 2:
        pixels = array.astype(np.float32)
        return Image(name, info.title, pixels, info.description, info.source, parameters)
    return Signal(name, info.title, array, info.sample_rate, info.unit, info.description, info.source, parameters)
