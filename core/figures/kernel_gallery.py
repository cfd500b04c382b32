"""Designed filters as small pictures in their families, for the browser: kernels of one kind, or the whole library."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.wire import in_bytes, packed
from core.filters import LibraryEntry, apply_filter, library
from core.kernels import get_kernel

DOT = 9  # pixels a side of the picture with one bright dot


@cache
def kernel_gallery(ndim: int | None = None) -> bytes:
    """Pack the catalogue's kernels of this many dimensions, or all filters of the library, made with their defaults.

    The header's `families` have a title and `kernels`, each with its name, title, description, `words` to search for,
    rows, columns, whether it `is_signal`, and the place `at` which its numbers begin among the `levels`, which are from
    -127 to 127, the largest of each kernel 127. A filter of several kernels is shown by its answer to one bright dot.

    >>> len(kernel_gallery(1)) > 1000
    True
    """
    families: dict[str, list[dict[str, object]]] = {}
    levels: list[np.ndarray] = []
    at = 0
    for entry in library().values():
        if ndim is not None and (entry.ndim != ndim or entry.combined):
            continue
        weights = np.atleast_2d(_picture(entry))
        families.setdefault(entry.family.title, []).append(
            {
                "name": entry.name,
                "title": entry.title,
                "description": entry.description,
                "words": " ".join((*entry.words, *entry.family.words)),
                "rows": weights.shape[0],
                "columns": weights.shape[1],
                "is_signal": entry.ndim == 1,
                "at": at,
            }
        )
        levels.append(in_bytes(weights)[0].ravel())
        at += weights.size
    shown = [{"title": title, "kernels": kernels} for title, kernels in families.items()]
    return packed({"families": shown}, levels=np.concatenate(levels))


def _picture(entry: LibraryEntry) -> NDArray[Any]:
    if entry.combined is None:
        return get_kernel(entry.name).weights
    dot = np.zeros((DOT, DOT))
    dot[DOT // 2, DOT // 2] = 1.0
    return apply_filter(entry.name, dot, boundary="constant")
