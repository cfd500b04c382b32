"""A kernel as a Jupyter notebook, which runs from its first cell to its last."""

from __future__ import annotations

import json
from typing import Any

from core.export.code import NUMPY, constants, python_function
from core.export.formats import program
from core.kernels import Kernel


@program("notebook", "Jupyter notebook", ending="ipynb", mime="application/x-ipynb+json", language=None)
def notebook(kernel: Kernel, boundary: str) -> str:
    """The text of the notebook: the kernel's description, its weights, the function `apply`, and an example."""
    shape = "32" if kernel.ndim == 1 else "(32, 32)"
    example = f"data = np.random.default_rng(0).random({shape})\noutput = apply(data)\noutput"
    described = f"# {kernel.title}\n\n{kernel.description}\n\nA correlation mask; beyond the edge: {boundary}."
    cells: list[dict[str, Any]] = [{"cell_type": "markdown", "id": "what", "metadata": {}, "source": described}]
    numbers = f"import numpy as np\n\n{constants(kernel)}"
    apply = python_function(NUMPY, kernel, boundary).strip()
    for name, source in (("numbers", numbers), ("apply", apply), ("use", example)):
        cells.append(
            {"cell_type": "code", "id": name, "metadata": {}, "source": source, "outputs": [], "execution_count": None}
        )
    kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {"cells": cells, "metadata": {"kernelspec": kernelspec}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1)
