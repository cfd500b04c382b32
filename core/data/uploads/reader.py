"""What tables of file formats are made of: how a file is known, and what reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from numpy.typing import NDArray

Read = TypeVar("Read")


class Row(NamedTuple):
    """The samples (n,) of a file, their rate in Hz, their unit, and what was done to them, in sentences or ""."""

    samples: NDArray[Any]
    rate: float | None = None
    unit: str = ""
    note: str = ""


class Pixels(NamedTuple):
    """The pixels (h, w) or (h, w, 3) of a file, and what was left out of them, in sentences or ""."""

    pixels: NDArray[Any]
    note: str = ""


@dataclass(frozen=True)
class Reader(Generic[Read]):
    """One format: its `name` and `article` in sentences, the `endings` of files, and how these are known and read.

    `knows` looks at the first bytes. `read` takes all of them and the file's name; it raises UnreadableUpload, or what
    its decoder raises.
    """

    name: str
    endings: tuple[str, ...]
    knows: Callable[[bytes], bool]
    read: Callable[[bytes, str], Read]
    article: str = "a"


def begins_with(*magic: bytes) -> Callable[[bytes], bool]:
    """Whether a file begins with one of these.

    >>> begins_with(b"RIFF", b"RIFX")(b"RIFX....WAVE")
    True
    """
    return lambda data: data.startswith(magic)


def reader_of(readers: Iterable[Reader[Read]], data: bytes) -> Reader[Read] | None:
    """The first of the readers that knows the file, None where none does."""
    return next((each for each in readers if each.knows(data)), None)


def endings_of(readers: Iterable[Reader[Any]]) -> tuple[str, ...]:
    """The endings of all their files.

    >>> endings_of([Reader("TIFF", ("tif", "tiff"), begins_with(b"II"), bytes.decode)])
    ('tif', 'tiff')
    """
    return tuple(ending for each in readers for ending in each.endings)


def ending_of(filename: str) -> str:
    """What stands behind the last point of a name, in small letters.

    >>> ending_of("a.b.WAV")
    'wav'
    """
    return str(filename).lower().rpartition(".")[2]
