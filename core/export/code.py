"""A kernel as a Python program that does what `correlate` does; C and notebooks are in the files beside this one.

Each program is complete: it names its kernel, holds its weights, pads the data for its boundary, and has one function
`apply`. For even sizes its output starts where that of `correlate` does. The tests run every program.
"""

from __future__ import annotations

import json

from core.export.files import File
from core.export.formats import FORMATS, program
from core.kernels import Kernel

# the boundaries of scipy.ndimage under the names that np.pad gives them
PADDING = {"reflect": "symmetric", "mirror": "reflect", "nearest": "edge", "wrap": "wrap", "constant": "constant"}

NUMPY = '''
def apply(data):
    """Correlate data {shape} with the kernel; the result has the same shape."""
    padded = np.pad(np.asarray(data, dtype=float), PADDING, mode="{mode}")
    windows = np.lib.stride_tricks.sliding_window_view(padded, WEIGHTS.shape)
    return np.tensordot(windows, WEIGHTS, axes=WEIGHTS.ndim)
'''
SCIPY = '''
def apply(data):
    """Correlate data {shape} with the kernel; the result has the same shape."""
    padded = np.pad(np.asarray(data, dtype=float), PADDING, mode="{mode}")
    return signal.correlate(padded, WEIGHTS, mode="valid", method="direct")
'''
OPENCV = '''
def apply(data):
    """Correlate data {shape} with the kernel; the result has the same shape."""
    padded = np.pad(np.asarray(data, dtype=float), PADDING, mode="{mode}")
    rows, mask = np.atleast_2d(padded), np.atleast_2d(WEIGHTS)
    # filter2D correlates; with the anchor at the first number the first rows and columns are those without an edge
    answer = cv2.filter2D(rows, cv2.CV_64F, mask, anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
    answer = answer[: rows.shape[0] - mask.shape[0] + 1, : rows.shape[1] - mask.shape[1] + 1]
    return answer.reshape(np.shape(data))
'''
PYTORCH = '''
class Filter(torch.nn.Module):
    """A convolutional layer of one fixed filter; networks correlate, so the numbers stand as they are."""

    def __init__(self):
        super().__init__()
        self.register_buffer("weights", torch.tensor(WEIGHTS)[None, None])

    def forward(self, padded):
        convolve = torch.nn.functional.conv{ndim}d
        return convolve(padded[None, None], self.weights)[0, 0]


def apply(data):
    """Correlate data {shape} with the kernel; the result has the same shape."""
    padded = np.pad(np.asarray(data, dtype=float), PADDING, mode="{mode}")
    return Filter()(torch.tensor(padded)).numpy()
'''


def kernel_code(kernel: Kernel, language: str, boundary: str = "reflect") -> File:
    """A program that applies a kernel as `correlate(data, kernel, boundary=boundary)` does.

    Raises ValueError for an unknown language or boundary.

    >>> from core.kernels import get_kernel
    >>> program = kernel_code(get_kernel("peak_detector"), "numpy").content.decode()
    >>> scope = {}
    >>> exec(program, scope)
    >>> scope["apply"]([0.0, 1.0, 0.0]).tolist()
    [-1.0, 1.0, -1.0]
    """
    languages = [name for name, entry in FORMATS.items() if entry.is_program]
    for what, given, allowed in (("language", language, languages), ("boundary", boundary, PADDING)):
        if given not in allowed:
            raise ValueError(f"{what}={given!r} is not allowed: choose one of {', '.join(allowed)}.")
    return FORMATS[language].write(kernel, boundary)


def _python(name: str, title: str, template: str, *imports: str) -> None:
    """Register a format for a Python program, made of a template for `apply` and of imports."""

    @program(name, title, ending="py", mime="text/x-python", language="python")
    def write(kernel: Kernel, boundary: str) -> str:
        function = python_function(template, kernel, boundary)
        return "\n".join([_heading(kernel, boundary), "", *imports, "", constants(kernel), "", function])


_python("numpy", "NumPy", NUMPY, "import numpy as np")
_python("scipy", "SciPy", SCIPY, "import numpy as np", "from scipy import signal")
_python("opencv", "OpenCV", OPENCV, "import cv2", "import numpy as np")
_python("pytorch", "PyTorch", PYTORCH, "import numpy as np", "import torch")


def python_function(template: str, kernel: Kernel, boundary: str) -> str:
    """The function `apply` of a template, for this kernel."""
    shape = "(n,)" if kernel.ndim == 1 else "(h, w)"
    return template.format(shape=shape, mode=PADDING[boundary], ndim=kernel.ndim)


def constants(kernel: Kernel) -> str:
    """The lines of Python with the kernel's weights and the padding of the data."""
    before, after = zip(*(reach(taps) for taps in kernel.shape), strict=True)
    padding = [list(each) for each in zip(before, after, strict=True)]
    numbers = json.dumps(kernel.weights.tolist())
    return f"WEIGHTS = np.array({numbers})\nPADDING = {padding}  # before and after, along each axis"


def reach(taps: int) -> tuple[int, int]:
    """Samples that an output reads before and after its own; "same" begins at (taps - 1) // 2 of "full"."""
    before = taps - 1 - (taps - 1) // 2
    return before, taps - 1 - before


def _heading(kernel: Kernel, boundary: str) -> str:
    described = " ".join(kernel.description.split()).replace('"""', "'''")
    title = kernel.title.replace('"""', "'''")
    return f'"""{title}, a correlation mask applied as written; beyond the edge: {boundary}.\n\n{described}\n"""'
