"""Arrays as NPY, signals as CSV, kernels as JSON, each under a name that changes with its content.

A server that keeps files may tell large ones apart by length and a few bytes only, and browsers keep what they have
under a name: a digest in the name, of the content or of what it is made from, makes both harmless.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data import Image, Signal
from core.kernels import Kernel


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


def weights_file(kernel: Kernel) -> File:
    """A kernel's numbers as CSV, a line each row, with full precision.

    >>> from core.kernels import get_kernel
    >>> weights_file(get_kernel("sobel_x")).content
    b'-1.0,0.0,1.0\\n-2.0,0.0,2.0\\n-1.0,0.0,1.0\\n'
    """
    rows = np.atleast_2d(kernel.weights).tolist()
    content = "".join(",".join(map(repr, row)) + "\n" for row in rows).encode()
    return named(kernel.name, "csv", "text/csv", content)


def kernel_file(kernel: Kernel) -> File:
    """A kernel with its name, parameters and source as JSON; the weights are a correlation mask.

    >>> from core.kernels import get_kernel
    >>> json.loads(kernel_file(get_kernel("peak_detector")).content)["weights"]
    [-1.0, 1.0, -1.0]
    """
    content = {
        "name": kernel.name,
        "title": kernel.title,
        "parameters": dict(kernel.parameters),
        "weights": kernel.weights.tolist(),
        "convention": "correlation mask: applied as written, row 0 on top",
        "source": kernel.source,
    }
    return named(kernel.name, "json", "application/json", json.dumps(content, indent=2).encode())


def named(stem: str, ending: str, mime: str, content: bytes) -> File:
    """A file whose name carries a digest of its content."""
    digest = hashlib.blake2b(content, digest_size=4).hexdigest()
    return File(f"{stem}-{digest}.{ending}", mime, content)


def name_of(stem: str, ending: str, *made_from: object) -> str:
    """A name for a file that is made when it is asked for: it carries a digest of all that the content follows from.

    That may be arrays, data, kernels, settings and whatever holds them.

    >>> name_of("output", "csv", np.zeros(3)) == name_of("output", "csv", np.ones(3))
    False
    """
    digest = hashlib.blake2b(digest_size=4)
    for part in made_from:
        _add(digest, part)
    return f"{stem}-{digest.hexdigest()}.{ending}"


def _add(digest: Any, part: object) -> None:
    """Put the type and the content of something into a digest."""
    if isinstance(part, np.ndarray):
        digest.update(f"{part.dtype.str}{part.shape}".encode())
        digest.update(np.ascontiguousarray(part).data)
    elif isinstance(part, Signal | Image):
        _add(digest, (part.content_id, part.name, part.title, part.parameters))
    elif dataclasses.is_dataclass(part) and not isinstance(part, type):
        _add(digest, (type(part).__name__, *(getattr(part, field.name) for field in dataclasses.fields(part))))
    elif isinstance(part, Mapping):
        _add(digest, tuple(part.items()))
    elif isinstance(part, tuple | list):
        digest.update(f"{len(part)} parts;".encode())
        for each in part:
            _add(digest, each)
    else:
        digest.update(f"{part!r};".encode())
