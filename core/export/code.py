"""A kernel as a program that does what `correlate` does with it: for NumPy, SciPy, OpenCV, PyTorch, C, or a notebook.

Each program is whole: it names its kernel, holds its numbers, pads the data as it was asked to, and has one function
`apply`. "same" of even sizes starts where `correlate` does. The tests run every one of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np

from core.export.files import File, named
from core.kernels import Kernel

# the names of np.pad for those of scipy.ndimage
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
C_INDEX = {
    "reflect": "while (i < 0 || i >= n) i = i < 0 ? -1 - i : 2 * n - 1 - i;",
    "mirror": "if (n == 1) return 0;\n    while (i < 0 || i >= n) i = i < 0 ? -i : 2 * n - 2 - i;",
    "nearest": "if (i < 0) i = 0;\n    if (i >= n) i = n - 1;",
    "wrap": "i %= n;\n    if (i < 0) i += n;",
    "constant": "if (i < 0 || i >= n) i = -1;",
}
C = """\
/* {title}: {description}
 * A correlation mask of {rows} x {columns} numbers; beyond the edge: {boundary}. */
#ifndef {guard}
#define {guard}

#define {guard}_ROWS {rows}
#define {guard}_COLUMNS {columns}

static const float {name}_weights[{rows} * {columns}] = {{
{numbers}
}};

static int {name}_index(int i, int n) {{
    {index}
    return i;
}}

/* Correlate an image of height x width numbers, a signal being one of height 1; out has the same shape. */
static void {name}_apply(const float *in, int height, int width, float *out) {{
    for (int row = 0; row < height; row++)
        for (int column = 0; column < width; column++) {{
            double sum = 0.0;
            for (int r = 0; r < {rows}; r++)
                for (int c = 0; c < {columns}; c++) {{
                    int i = {name}_index(row + r - {above}, height), j = {name}_index(column + c - {before}, width);
                    if (i >= 0 && j >= 0) sum += (double){name}_weights[r * {columns} + c] * in[i * width + j];
                }}
            out[row * width + column] = (float)sum;
        }}
}}

#endif
"""
IMPORTS = {
    "numpy": ("import numpy as np",),
    "scipy": ("import numpy as np", "from scipy import signal"),
    "opencv": ("import cv2", "import numpy as np"),
    "pytorch": ("import numpy as np", "import torch"),
}
BODIES = {"numpy": NUMPY, "scipy": SCIPY, "opencv": OPENCV, "pytorch": PYTORCH}
LANGUAGES = (*BODIES, "c", "notebook")
TITLES = {
    "numpy": "NumPy",
    "scipy": "SciPy",
    "opencv": "OpenCV",
    "pytorch": "PyTorch",
    "c": "C header",
    "notebook": "Jupyter notebook",
}


def kernel_code(kernel: Kernel, language: str, boundary: str = "reflect") -> File:
    """A program that applies a kernel as `correlate(data, kernel, boundary=boundary)` does.

    Raises ValueError for a language or a boundary that there is none of.

    >>> from core.kernels import get_kernel
    >>> program = kernel_code(get_kernel("peak_detector"), "numpy").content.decode()
    >>> scope = {}
    >>> exec(program, scope)
    >>> scope["apply"]([0.0, 1.0, 0.0]).tolist()
    [-1.0, 1.0, -1.0]
    """
    if language not in LANGUAGES:
        raise ValueError(f"language={language!r} is not allowed: choose one of {', '.join(LANGUAGES)}.")
    if boundary not in PADDING:
        raise ValueError(f"boundary={boundary!r} is not allowed: choose one of {', '.join(PADDING)}.")
    write: dict[str, Callable[[], tuple[str, str, str]]] = {
        "c": lambda: (_c(kernel, boundary), "h", "text/x-c"),
        "notebook": lambda: (_notebook(kernel, boundary), "ipynb", "application/x-ipynb+json"),
    }
    text, ending, mime = write.get(language, lambda: (_python(kernel, language, boundary), "py", "text/x-python"))()
    return named(f"{kernel.name}_{language}", ending, mime, text.encode())


def _python(kernel: Kernel, language: str, boundary: str) -> str:
    body = BODIES[language].format(
        shape="(n,)" if kernel.ndim == 1 else "(h, w)", mode=PADDING[boundary], ndim=kernel.ndim
    )
    return "\n".join([_heading(kernel, boundary), "", *IMPORTS[language], "", _constants(kernel), "", body])


def _heading(kernel: Kernel, boundary: str) -> str:
    described = " ".join(kernel.description.split()).replace('"""', "'''")
    title = kernel.title.replace('"""', "'''")
    return f'"""{title}, a correlation mask applied as written; beyond the edge: {boundary}.\n\n{described}\n"""'


def _constants(kernel: Kernel) -> str:
    before, after = zip(*(_reach(taps) for taps in kernel.shape), strict=True)
    padding = [list(each) for each in zip(before, after, strict=True)]
    numbers = json.dumps(kernel.weights.tolist())
    return f"WEIGHTS = np.array({numbers})\nPADDING = {padding}  # before and after, along each axis"


def _reach(taps: int) -> tuple[int, int]:
    """Samples that are read before and after the one that is answered; "same" of "full" begins at (taps - 1) // 2."""
    before = taps - 1 - (taps - 1) // 2
    return before, taps - 1 - before


def _c(kernel: Kernel, boundary: str) -> str:
    weights = np.atleast_2d(kernel.weights)
    rows = ["    " + ", ".join(f"{value:.9g}f" if value % 1 else f"{value:.1f}f" for value in row) for row in weights]
    name = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in kernel.name) or "kernel"
    above = 0 if kernel.ndim == 1 else _reach(weights.shape[0])[0]
    safe = {"title": kernel.title, "description": " ".join(kernel.description.split())}
    return C.format(
        **{key: text.replace("*/", "* /") for key, text in safe.items()},
        rows=weights.shape[0],
        columns=weights.shape[1],
        boundary=boundary,
        guard=f"{name.upper()}_FILTER",
        name=f"filter_{name}",
        numbers=",\n".join(rows),
        index=C_INDEX[boundary],
        above=above,
        before=_reach(weights.shape[1])[0],
    )


def _notebook(kernel: Kernel, boundary: str) -> str:
    shape = "32" if kernel.ndim == 1 else "(32, 32)"
    example = f"data = np.random.default_rng(0).random({shape})\noutput = apply(data)\noutput"
    body = NUMPY.format(shape="(n,)" if kernel.ndim == 1 else "(h, w)", mode=PADDING[boundary]).strip()
    described = f"# {kernel.title}\n\n{kernel.description}\n\nA correlation mask; beyond the edge: {boundary}."
    cells: list[dict[str, Any]] = [{"cell_type": "markdown", "id": "what", "metadata": {}, "source": described}]
    for name, source in (("numbers", f"import numpy as np\n\n{_constants(kernel)}"), ("apply", body), ("use", example)):
        cells.append(
            {"cell_type": "code", "id": name, "metadata": {}, "source": source, "outputs": [], "execution_count": None}
        )
    kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {"cells": cells, "metadata": {"kernelspec": kernelspec}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1)
