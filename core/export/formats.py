"""The kinds of file as which a kernel can be taken away: one table, into which each is entered where it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from core.export.files import File, named
from core.kernels import Kernel


@dataclass(frozen=True)
class Format:
    """A kind of file: `title` is that of a menu, `ending` that of the file's name.

    `write` takes a kernel and what lies beyond the edge, which a program does and numbers leave to whoever uses them.
    `language` is that of a text to be shown, None where a file is not to be read by people.
    """

    name: str
    title: str
    ending: str
    write: Callable[[Kernel, str], File] = field(compare=False)
    is_program: bool = False
    language: str | None = None


FORMATS: dict[str, Format] = {}  # in the order of menus


def numbers(name: str, title: str) -> Callable[[Callable[[Kernel], File]], Callable[[Kernel], File]]:
    """Enter the decorated function into the table as the kind of file whose ending is `name`.

    It takes a kernel and returns a file of its numbers.
    """

    def enter(write: Callable[[Kernel], File]) -> Callable[[Kernel], File]:
        _enter(Format(name, title, name, lambda kernel, _: write(kernel)))
        return write

    return enter


def program(
    name: str, title: str, *, ending: str, mime: str, language: str | None
) -> Callable[[Callable[[Kernel, str], str]], Callable[[Kernel, str], str]]:
    """Enter the decorated function into the table as a program for `title`.

    It takes a kernel and the name of what lies beyond the edge, and returns the text of a program that does what
    `correlate` does with both.
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
