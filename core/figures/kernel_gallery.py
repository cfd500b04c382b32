"""All designed kernels of one kind as small pictures in their families, for the browser."""

from __future__ import annotations

from functools import cache

import numpy as np

from core.figures.wire import in_bytes, packed
from core.kernels import describe_kernel, get_kernel, kernel_names


@cache
def kernel_gallery(ndim: int) -> bytes:
    """Pack the catalogue's kernels of this many dimensions, made with their defaults.

    The header's `families` have a title and `kernels`, each with its name, title, description, rows, columns, and the
    place `at` which its numbers begin among the `levels`, which are from -127 to 127, the largest of each kernel 127.

    >>> len(kernel_gallery(1)) > 1000
    True
    """
    families: dict[str, list[dict[str, object]]] = {}
    levels: list[np.ndarray] = []
    at = 0
    for name in kernel_names(ndim):
        entry, weights = describe_kernel(name), np.atleast_2d(get_kernel(name).weights)
        families.setdefault(entry.family, []).append(
            {
                "name": name,
                "title": entry.title,
                "description": entry.description,
                "rows": weights.shape[0],
                "columns": weights.shape[1],
                "at": at,
            }
        )
        levels.append(in_bytes(weights)[0].ravel())
        at += weights.size
    shown = [{"title": family.capitalize(), "kernels": kernels} for family, kernels in families.items()]
    return packed({"families": shown, "is_signal": ndim == 1}, levels=np.concatenate(levels))
