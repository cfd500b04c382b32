"""Arrays as NPY, NPZ and safetensors, signals as CSV, each under a name that changes with its content.

Streamlit may compare large files by length and a few bytes only, and browsers cache a file under its name. A digest in
the name, of the content or of what the content is made from, makes both harmless.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.digest import digest_of


@dataclass(frozen=True)
class File:
    """A file to hand out: `name`, `mime` type and content."""

    name: str
    mime: str
    content: bytes


def array_file(stem: str, values: NDArray[Any]) -> File:
    """An array (any shape) as NPY, to be read by numpy.load.

    >>> array_file("output", np.zeros(3)).name == array_file("output", np.ones(3)).name
    False
    """
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(values), allow_pickle=False)
    return named(stem, "npy", "application/octet-stream", buffer.getvalue())


def signal_file(stem: str, columns: dict[str, NDArray[Any]]) -> File:
    """Columns of equal length (n,) as CSV with a header and full precision.

    >>> signal_file("output", {"sample": np.arange(2), "value": np.array([0.5, 0.1])}).content
    b'sample,value\\n0,0.5\\n1,0.1\\n'
    """
    rows = zip(*(values.tolist() for values in columns.values()), strict=True)
    lines = [",".join(columns), *(",".join(map(repr, row)) for row in rows)]
    return named(stem, "csv", "text/csv", ("\n".join(lines) + "\n").encode())


def arrays_file(stem: str, arrays: Mapping[str, NDArray[Any]]) -> File:
    """Arrays by name as NPZ, to be read by numpy.load.

    >>> np.load(io.BytesIO(arrays_file("kernel", {"weights": np.ones(3)}).content))["weights"]
    array([1., 1., 1.])
    """
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **{name: np.ascontiguousarray(value) for name, value in arrays.items()})
    return named(stem, "npz", "application/octet-stream", buffer.getvalue())


def tensors_file(stem: str, arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, str] | None = None) -> File:
    """Arrays by name as safetensors, with facts about them.

    >>> from safetensors.numpy import load
    >>> load(tensors_file("kernel", {"weights": np.ones(3)}).content)["weights"]
    array([1., 1., 1.])
    """
    from safetensors.numpy import save

    content = save({name: np.ascontiguousarray(value) for name, value in arrays.items()}, dict(facts or {}))
    return named(stem, "safetensors", "application/octet-stream", content)


def named(stem: str, ending: str, mime: str, content: bytes) -> File:
    """A file whose name carries a digest of its content."""
    digest = hashlib.blake2b(content, digest_size=4).hexdigest()
    return File(f"{stem}-{digest}.{ending}", mime, content)


def name_of(stem: str, ending: str, *made_from: object) -> str:
    """The name of a file that is made on demand, with a digest of all that its content follows from.

    `made_from` may be arrays, data, kernels, settings and containers of these.

    >>> name_of("output", "csv", np.zeros(3)) == name_of("output", "csv", np.ones(3))
    False
    """
    return f"{stem}-{digest_of(*made_from, size=4)}.{ending}"
