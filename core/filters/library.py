"""All designed filters as one library: the catalogue's kernels and the combined filters, each with what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from core.filters.combined import COMBINED, CombinedFilter
from core.kernels import KernelEntry, describe_kernel, kernel_names
from core.kernels.families import Family, family_of
from core.kernels.sources import Source, as_source
from core.names import unknown_name
from core.parameters import Parameter


@dataclass(frozen=True)
class LibraryEntry:
    """One filter: what it is, when to `use` and to `avoid` it, whom it is from, and further `words` to search for.

    `ndim` is 1 for signals and 2 for images; `combined` is the filter of several kernels, None for a single kernel.
    """

    name: str
    title: str
    family: Family
    ndim: int
    description: str
    use: str
    avoid: str
    words: tuple[str, ...]
    citation: Source
    parameters: tuple[Parameter, ...]
    combined: CombinedFilter | None = None


@cache
def library() -> dict[str, LibraryEntry]:
    """Return every entry by its name: kernels in the order of menus, then combined filters.

    >>> len(library()) > 70, list(library())[0]
    (True, 'peak_detector')
    """
    kernels = [_of_kernel(describe_kernel(name)) for name in kernel_names()]
    return {entry.name: entry for entry in (*kernels, *map(_of_combined, COMBINED.values()))}


def library_entry(name: str) -> LibraryEntry:
    """Return the entry of a kernel or a combined filter.

    Raises ValueError for an unknown name, naming the nearest.

    >>> library_entry("sobel_x").family.name, library_entry("sobel").family.name
    ('edges', 'combined')
    """
    if name in library():
        return library()[name]
    raise unknown_name(name, library(), "a filter of the library", f"The library has {len(library())}.")


def _of_kernel(entry: KernelEntry) -> LibraryEntry:
    return LibraryEntry(
        entry.name,
        entry.title,
        family_of(entry.family),
        entry.ndim,
        entry.description,
        entry.use,
        entry.avoid,
        entry.words,
        entry.citation,
        entry.parameters,
    )


def _of_combined(entry: CombinedFilter) -> LibraryEntry:
    family = family_of("combined")
    return LibraryEntry(
        entry.name,
        entry.title,
        family,
        2,
        entry.description,
        entry.use or family.use,
        entry.avoid or family.avoid,
        entry.words,
        as_source(entry.citation),
        entry.parameters,
        entry,
    )
