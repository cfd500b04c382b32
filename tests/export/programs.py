"""Kernels that are written as programs in the tests, and the data that the programs are given."""

import numpy as np

from core.kernels import Kernel, get_kernel

RNG = np.random.default_rng(0)
KERNELS = [
    get_kernel("peak_detector"),
    get_kernel("sobel_x"),
    get_kernel("gaussian", size=7),
    Kernel("even", "Even", "mine", [1.0, 2.0, -4.0, 0.5]),
    Kernel("oblong", 'A """ quoted */ title', "mine", RNG.normal(size=(2, 5)), description="Two rows */ and five."),
    Kernel("long", "Longer than the data", "mine", RNG.normal(size=15)),
]


def data_for(kernel):
    return np.random.default_rng(1).random((9, 11) if kernel.ndim == 2 else 12)


def run_python(source, data):
    """What the function of a generated program answers."""
    scope = {"__name__": "exported"}
    exec(compile(source, "exported", "exec"), scope)  # noqa: S102 - what is generated must run
    return scope["apply"](data)
