"""Every generated program in Python is run, and its output is that of `correlate`."""

import subprocess
import sys

import numpy as np
import pytest

from core.convolution import BOUNDARIES, correlate
from core.export import FORMATS, kernel_code
from core.kernels import get_kernel, kernel_names
from tests.export.programs import KERNELS, data_for, run_python

PROGRAMS = [name for name, each in FORMATS.items() if each.is_program]
PYTHON = [name for name in PROGRAMS if FORMATS[name].language == "python"]


@pytest.mark.parametrize("boundary", BOUNDARIES)
@pytest.mark.parametrize("language", PYTHON)
@pytest.mark.parametrize("kernel", KERNELS, ids=lambda each: each.name)
def test_a_python_program_does_what_correlate_does(kernel, language, boundary):
    data = data_for(kernel)
    source = kernel_code(kernel, language, boundary).content.decode()
    np.testing.assert_allclose(
        run_python(source, data), correlate(data, kernel, boundary=boundary), rtol=1e-9, atol=1e-9
    )


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
        (("fortran",), f"language='fortran' is not allowed: choose one of {', '.join(PROGRAMS)}."),
        (("numpy", "torn"), "boundary='torn' is not allowed: choose one of reflect, mirror, nearest, wrap, constant."),
    ],
)
def test_what_is_not_allowed_is_named(arguments, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        kernel_code(get_kernel("sobel_x"), *arguments)
    assert str(caught.value) == message
