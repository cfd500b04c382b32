"""Every generated program is run, and its output is that of `correlate`."""

import ctypes
import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pytest

from core.convolution import correlate
from core.export import LANGUAGES, kernel_code
from core.kernels import Kernel, get_kernel, kernel_names

BOUNDARIES = ("reflect", "mirror", "nearest", "wrap", "constant")
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
    scope = {"__name__": "exported"}
    exec(compile(source, "exported", "exec"), scope)  # noqa: S102 - what is generated must run
    return scope["apply"](data)


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
@pytest.mark.parametrize("language", ["numpy", "scipy", "opencv", "pytorch"])
@pytest.mark.parametrize("kernel", KERNELS, ids=lambda each: each.name)
def test_a_python_program_does_what_correlate_does(kernel, language, boundary):
    data = data_for(kernel)
    source = kernel_code(kernel, language, boundary).content.decode()
    np.testing.assert_allclose(
        run_python(source, data), correlate(data, kernel, boundary=boundary), rtol=1e-9, atol=1e-9
    )


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


@pytest.mark.parametrize("kernel", KERNELS[:2], ids=lambda each: each.name)
def test_a_notebook_runs_from_its_first_cell_to_its_last(kernel):
    notebook = json.loads(kernel_code(kernel, "notebook").content)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    code = "\n".join(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    scope = {}
    exec(compile(code, "notebook", "exec"), scope)  # noqa: S102 - what is generated must run
    np.testing.assert_allclose(scope["output"], correlate(scope["data"], kernel), atol=1e-12)


@pytest.mark.parametrize("name", kernel_names())
def test_every_kernel_has_a_program(name):
    kernel = get_kernel(name)
    data = np.random.default_rng(2).random((40, 40) if kernel.ndim == 2 else 60)
    source = kernel_code(kernel, "numpy").content.decode()
    np.testing.assert_allclose(run_python(source, data), correlate(data, kernel), rtol=1e-9, atol=1e-9)


def test_a_program_needs_nothing_of_this_project(tmp_path):
    path = tmp_path / "filter.py"
    path.write_bytes(kernel_code(get_kernel("sobel_x"), "scipy").content)
    code = "import numpy as np, filter; print(filter.apply(np.eye(4)).shape)"
    printed = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "(4, 4)"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("fortran",), f"language='fortran' is not allowed: choose one of {', '.join(LANGUAGES)}."),
        (("numpy", "torn"), "boundary='torn' is not allowed: choose one of reflect, mirror, nearest, wrap, constant."),
    ],
)
def test_what_is_not_allowed_is_named(arguments, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        kernel_code(get_kernel("sobel_x"), *arguments)
    assert str(caught.value) == message
