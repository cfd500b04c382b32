"""The numbers of a kernel leave exactly, whatever the kind of file."""

import csv
import io
import json

import numpy as np
import pytest
from safetensors.numpy import load

from core.export import FORMATS, kernel_file
from core.kernels import Kernel, get_kernel

READ = {
    "json": lambda content: json.loads(content)["weights"],
    "csv": lambda content: [[float(cell) for cell in row] for row in csv.reader(io.StringIO(content.decode()))],
    "npz": lambda content: np.load(io.BytesIO(content))["weights"],
    "safetensors": lambda content: load(content)["weights"],
}


def test_kernels_carry_their_numbers_and_their_source():
    kernel = get_kernel("gaussian", sigma=1.3)
    content = json.loads(kernel_file(kernel).content)
    np.testing.assert_array_equal(content["weights"], kernel.weights)
    assert content["parameters"] == {"sigma": 1.3, "size": 7}
    assert content["source"] == kernel.source


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("shape", [(4,), (3, 5)])
def test_the_numbers_come_back_bit_for_bit(name, shape):
    kernel = Kernel("mine", "Mine", "mine", np.random.default_rng(0).normal(size=shape))
    found = np.array(READ[name](FORMATS[name].write(kernel, "reflect").content))
    np.testing.assert_array_equal(found.reshape(shape), kernel.weights)
