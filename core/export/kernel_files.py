"""A kernel's weights as files: as JSON with its name, parameters and source, in other formats alone."""

from __future__ import annotations

import json

import numpy as np

from core.export.files import File, arrays_file, named, tensors_file
from core.export.formats import numbers
from core.kernels import Kernel


@numbers("json", "JSON")
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


@numbers("csv", "CSV")
def weights_file(kernel: Kernel) -> File:
    """A kernel's weights as CSV, one line for each row, with full precision.

    >>> from core.kernels import get_kernel
    >>> weights_file(get_kernel("sobel_x")).content
    b'-1.0,0.0,1.0\\n-2.0,0.0,2.0\\n-1.0,0.0,1.0\\n'
    """
    rows = np.atleast_2d(kernel.weights).tolist()
    content = "".join(",".join(map(repr, row)) + "\n" for row in rows).encode()
    return named(kernel.name, "csv", "text/csv", content)


@numbers("npz", "NPZ")
def _npz(kernel: Kernel) -> File:
    return arrays_file(kernel.name, {"weights": kernel.weights})


@numbers("safetensors", "safetensors")
def _safetensors(kernel: Kernel) -> File:
    return tensors_file(kernel.name, {"weights": kernel.weights}, {"title": kernel.title})
