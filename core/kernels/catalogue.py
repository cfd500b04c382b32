"""The catalogue of designed kernels: what there is, what may be chosen, and the making of one."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from core.kernels.families import family_of
from core.kernels.kernel import Kernel
from core.kernels.sources import Source, as_source
from core.kernels.weights import Weights
from core.names import unknown_name
from core.parameters import Parameter, Value, resolve

Design = Callable[..., Weights]
AnyDesign = TypeVar("AnyDesign", bound=Design)


@dataclass(frozen=True)
class KernelEntry:
    """What is known of a kernel before its numbers are computed: enough for a menu and its help text.

    `family` groups menus; `ndim` is 1 for signals and 2 for images; `citation` says who designed it and where, and how
    far that was checked. `use` and `avoid` say when it serves and when not; `words` are further words to search for.

    >>> entry = KernelEntry("dot", "Dot", "enhancement", 2, "Leaves the image as it is.", Source("Nobody, 2024."), ())
    >>> entry.source, entry.citation.is_checked
    ('Nobody, 2024.', False)
    """

    name: str
    title: str
    family: str
    ndim: int
    description: str
    citation: Source
    parameters: tuple[Parameter, ...]
    use: str = ""
    avoid: str = ""
    words: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """The citation as text."""
        return self.citation.text


_ENTRIES: dict[str, KernelEntry] = {}
_DESIGNS: dict[str, Design] = {}


def designed(
    title: str,
    source: Source | str,
    *parameters: Parameter,
    family: str,
    ndim: int,
    use: str = "",
    avoid: str = "",
    words: str = "",
) -> Callable[[AnyDesign], AnyDesign]:
    """Enter the decorated function, which takes the parameters and returns the weights, into the catalogue.

    The function's name becomes the kernel's, the first paragraph of its docstring the description. A source that is
    plain text counts as not checked. When to `use` the kernel and when to `avoid` it is what its family says, unless
    it is given; `words`, with commas between them, are further ones by which people look for it.
    """
    shared = family_of(family)

    def enter(design: AnyDesign) -> AnyDesign:
        name = design.__name__
        if name in _ENTRIES:
            raise ValueError(f"{name!r} is already a kernel: choose another name.")
        first_paragraph = inspect.cleandoc(design.__doc__ or "").partition("\n\n")[0]
        description = " ".join(first_paragraph.split())
        _ENTRIES[name] = KernelEntry(
            name,
            title,
            family,
            ndim,
            description,
            as_source(source),
            parameters,
            use or shared.use,
            avoid or shared.avoid,
            tuple(word.strip() for word in words.split(",") if word.strip()),
        )
        _DESIGNS[name] = design
        return design

    return enter


def kernel_names(ndim: int | None = None) -> tuple[str, ...]:
    """Return the names of all kernels in the order of menus, or only of those with `ndim` 1 or 2.

    Raises ValueError for another `ndim`.

    >>> kernel_names(1)[0], kernel_names(2)[0]
    ('peak_detector', 'sobel_x')
    """
    if isinstance(ndim, bool) or ndim not in (None, 1, 2):
        raise ValueError(f"ndim={ndim!r} is not allowed: give 1 for signals, 2 for images or None for both.")
    return tuple(name for name, entry in _ENTRIES.items() if ndim in (None, entry.ndim))


def describe_kernel(name: str) -> KernelEntry:
    """Return title, family, ndim, description, source and parameters of a kernel without computing its weights.

    Raises ValueError for an unknown name, naming the nearest, and TypeError for what is not text.

    >>> describe_kernel("sobel_x").title
    'Sobel x'
    """
    if not isinstance(name, str):
        raise TypeError(f"name must be text such as 'sobel_x', but {type(name).__name__} came: see kernel_names().")
    if name in _ENTRIES:
        return _ENTRIES[name]
    raise unknown_name(name, _ENTRIES, "a kernel", f"kernel_names() lists all {len(_ENTRIES)}.")


def kernel_parameters(name: str) -> tuple[Parameter, ...]:
    """Return what may be chosen for a kernel, with bounds and defaults; () where there is nothing to choose.

    Raises as `describe_kernel`.

    >>> [parameter.name for parameter in kernel_parameters("gaussian")]
    ['sigma', 'size']
    """
    return describe_kernel(name).parameters


def get_kernel(name: str, **parameters: object) -> Kernel:
    """Return the designed kernel `name`, weights (k,) or (h, w), made with `parameters`; defaults fill the rest.

    Kernels are immutable and many are kept, so asking again is cheap. Raises ValueError for an unknown name, an
    unknown parameter or a value outside its range, and TypeError for a name that is not text.

    >>> get_kernel("sobel_x").weights
    array([[-1.,  0.,  1.],
           [-2.,  0.,  2.],
           [-1.,  0.,  1.]])
    >>> get_kernel("box_1d", size=5).weights
    array([0.2, 0.2, 0.2, 0.2, 0.2])
    """
    values = resolve(name, describe_kernel(name).parameters, parameters)
    return _make(name, tuple(values.items()))


# The largest, 31 x 31, takes 8 kB.
@lru_cache(maxsize=512)
def _make(name: str, values: tuple[tuple[str, Value], ...]) -> Kernel:
    entry, parameters = _ENTRIES[name], dict(values)
    weights = _DESIGNS[name](**parameters)
    return Kernel(name, entry.title, entry.family, weights, parameters, entry.description, entry.source)
