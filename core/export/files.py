"""Arrays as NPY, signals as CSV, kernels as JSON, each under a name that changes with its content.

A server that keeps files may tell large ones apart by length and a few bytes only, and browsers keep what they have
under a name: the content's digest in the name makes both harmless.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
    return _named(stem, "npy", "application/octet-stream", buffer.getvalue())


def signal_file(stem: str, columns: dict[str, NDArray[Any]]) -> File:
    """Columns of equal length (n,) as CSV with a header and full precision.

    >>> signal_file("output", {"sample": np.arange(2), "value": np.array([0.5, 0.1])}).content
    b'sample,value\\n0,0.5\\n1,0.1\\n'
    """
    rows = zip(*(values.tolist() for values in columns.values()), strict=True)
    lines = [",".join(columns), *(",".join(map(repr, row)) for row in rows)]
    return _named(stem, "csv", "text/csv", ("\n".join(lines) + "\n").encode())


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
    return _named(kernel.name, "json", "application/json", json.dumps(content, indent=2).encode())


def _named(stem: str, ending: str, mime: str, content: bytes) -> File:
    digest = hashlib.blake2b(content, digest_size=4).hexdigest()
    return File(f"{stem}-{digest}.{ending}", mime, content)
