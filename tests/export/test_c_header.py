"""Every generated header is compiled, and its output is that of `correlate`."""

import ctypes
import os
import shutil
import subprocess

import numpy as np
import pytest

from core.convolution import BOUNDARIES, correlate
from core.export import kernel_code
from tests.export.programs import KERNELS, data_for


def run_c(header, name, data, folder):
    rows = np.atleast_2d(data)
    (folder / "filter.h").write_text(header)
    (folder / "main.c").write_text(
        '#include "filter.h"\n'
        f"void run(const float *in, int h, int w, float *out) {{ filter_{name}_apply(in, h, w, out); }}\n"
    )
    command = ["cc", "-std=c99", "-Wall", "-Werror", "-O2", "-shared", "-fPIC", "main.c", "-o", "filter.so"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    values, out = rows.astype(np.float32), np.zeros(rows.shape, np.float32)
    library = ctypes.CDLL(str(folder / "filter.so"))
    pointer = ctypes.POINTER(ctypes.c_float)
    library.run(values.ctypes.data_as(pointer), rows.shape[0], rows.shape[1], out.ctypes.data_as(pointer))
    return out.reshape(data.shape)


@pytest.mark.parametrize("boundary", BOUNDARIES)
@pytest.mark.parametrize("kernel", KERNELS, ids=lambda each: each.name)
def test_a_c_header_does_what_correlate_does(kernel, boundary, tmp_path):
    if shutil.which("cc") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "no C compiler on this machine: install one (Debian: apt-get install gcc libc6-dev)"
        )
    data = data_for(kernel)
    header = kernel_code(kernel, "c", boundary).content.decode()
    expected = correlate(data, kernel, boundary=boundary)
    np.testing.assert_allclose(run_c(header, kernel.name, data, tmp_path), expected, rtol=1e-4, atol=1e-5)
