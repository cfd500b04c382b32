"""What the package offers, and what importing it leaves alone."""

import subprocess
import sys

import core.kernels


def test_public_names() -> None:
    assert core.kernels.__all__ == [
        "Comparison",
        "Kernel",
        "KernelEntry",
        "Separability",
        "Spectrum",
        "best_cosines",
        "chance_cosines",
        "compare",
        "describe_kernel",
        "frequency_response",
        "get_kernel",
        "kernel_names",
        "kernel_parameters",
        "principal_cosines",
        "separability",
    ]
    assert all(hasattr(core.kernels, name) for name in core.kernels.__all__)


def test_import_loads_nothing_slow() -> None:
    code = (
        "import sys, core; before = set(sys.modules); import core.kernels; "
        "print(sorted({'pywt', 'scipy', 'torch', 'streamlit', 'skimage'} & (set(sys.modules) - before)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
