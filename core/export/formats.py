"""The formats in which a kernel can be downloaded: one table, in which each writer registers itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from core.export.files import File, named
from core.kernels import Kernel


@dataclass(frozen=True)
class Format:
    """A format: `title` is its entry in menus, `ending` the ending of the file's name.

    `write` takes a kernel and a boundary; a program applies the boundary, files of weights ignore it. `language` is for
    highlighting a text that pages show, None for a file that people do not read.
    """

    name: str
    title: str
    ending: str
    write: Callable[[Kernel, str], File] = field(compare=False)
    is_program: bool = False
    language: str | None = None


FORMATS: dict[str, Format] = {}  # in the order of menus


def numbers(name: str, title: str) -> Callable[[Callable[[Kernel], File]], Callable[[Kernel], File]]:
    """Register the decorated function as the format whose ending is `name`.

    The function takes a kernel and returns a file of its weights.
    """

    def enter(write: Callable[[Kernel], File]) -> Callable[[Kernel], File]:
        _enter(Format(name, title, name, lambda kernel, _: write(kernel)))
        return write

    return enter


def program(
    name: str, title: str, *, ending: str, mime: str, language: str | None
) -> Callable[[Callable[[Kernel, str], str]], Callable[[Kernel, str], str]]:
    """Register the decorated function as a program for `title`.

    The function takes a kernel and the name of a boundary, and returns the text of a program that does what `correlate`
    does with both.
    """

    def enter(text: Callable[[Kernel, str], str]) -> Callable[[Kernel, str], str]:
        def write(kernel: Kernel, boundary: str) -> File:
            return named(f"{kernel.name}_{name}", ending, mime, text(kernel, boundary).encode())

        _enter(Format(name, f"program for {title}", ending, write, is_program=True, language=language))
        return text

    return enter


def _enter(entry: Format) -> None:
    if entry.name in FORMATS:
        raise ValueError(f"{entry.name!r} is already a format: choose another name.")
    FORMATS[entry.name] = entry
