"""What the package offers, and what importing it leaves alone."""

import subprocess
import sys
import types

import core.kernels


def test_what_is_offered_is_what_the_package_imports() -> None:
    modules = vars(core.kernels).items()
    offered = {name for name, value in modules if name[0] != "_" and not isinstance(value, types.ModuleType)}
    assert set(core.kernels.__all__) == offered


def test_import_loads_nothing_slow() -> None:
    code = (
        "import sys, core; before = set(sys.modules); import core.kernels; "
        "print(sorted({'pywt', 'scipy', 'torch', 'streamlit', 'skimage'} & (set(sys.modules) - before)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
