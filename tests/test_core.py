"""The public names, and what importing them must not cost."""

import subprocess
import sys
import types

import pytest

import core


def test_what_is_offered_is_what_the_package_imports():
    offered = {name for name, value in vars(core).items() if name[0] != "_" and not isinstance(value, types.ModuleType)}
    assert set(core.__all__) == offered
    assert len(core.__all__) == len(offered)


@pytest.mark.parametrize("package", ["core", "core.learning", "core.study", "core.export"])
def test_importing_core_loads_neither_streamlit_nor_what_is_slow(package):
    code = f"import {package}, sys; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert package in loaded
    for slow in ("streamlit", "torch", "numba", "llvmlite", "pandas", "scipy", "plotly", "skimage", "pywt"):
        assert slow not in loaded, slow
