"""Files hold what was shown, and another content has another name."""

import io
import json

import numpy as np

from core.export import array_file, kernel_file, signal_file
from core.kernels import get_kernel


def test_arrays_come_back_bit_for_bit():
    values = np.random.default_rng(0).normal(size=(30, 40, 3)).astype(np.float32)
    np.testing.assert_array_equal(np.load(io.BytesIO(array_file("output", values).content)), values)


def test_signals_come_back_bit_for_bit():
    values = np.random.default_rng(0).normal(size=50)
    content = signal_file("output", {"sample": np.arange(50), "value": values}).content
    np.testing.assert_array_equal(np.loadtxt(io.BytesIO(content), delimiter=",", skiprows=1)[:, 1], values)
    assert content.startswith(b"sample,value\n0,")


def test_kernels_carry_their_numbers_and_their_source():
    kernel = get_kernel("gaussian", sigma=1.3)
    content = json.loads(kernel_file(kernel).content)
    np.testing.assert_array_equal(content["weights"], kernel.weights)
    assert content["parameters"] == {"sigma": 1.3, "size": 7}
    assert content["source"] == kernel.source


def test_one_changed_number_deep_in_a_large_file_changes_its_name():
    values = np.zeros(1_000_000, np.float32)
    first = array_file("output", values)
    values[500_123] = 1
    assert array_file("output", values).name != first.name
    assert first.name.startswith("output-")
    assert first.name.endswith(".npy")
