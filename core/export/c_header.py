"""A kernel as a C header that needs no library: its numbers, and one function that applies them."""

from __future__ import annotations

import numpy as np

from core.export.code import reach
from core.export.formats import program
from core.kernels import Kernel

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


@program("c", "C header", ending="h", mime="text/x-c", language="c")
def c_header(kernel: Kernel, boundary: str) -> str:
    """The text of the header; all names in it begin with the kernel's name."""
    weights = np.atleast_2d(kernel.weights)
    rows = ["    " + ", ".join(f"{value:.9g}f" if value % 1 else f"{value:.1f}f" for value in row) for row in weights]
    name = "".join(each if each.isascii() and each.isalnum() else "_" for each in kernel.name) or "kernel"
    above = 0 if kernel.ndim == 1 else reach(weights.shape[0])[0]
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
        before=reach(weights.shape[1])[0],
    )
