"""Files hold what was shown, and another content has another name."""

import io
from hashlib import blake2b

import numpy as np
from safetensors import safe_open

from core.export import array_file, arrays_file, name_of, signal_file, tensors_file


def test_arrays_come_back_bit_for_bit():
    values = np.random.default_rng(0).normal(size=(30, 40, 3)).astype(np.float32)
    np.testing.assert_array_equal(np.load(io.BytesIO(array_file("output", values).content)), values)


def test_signals_come_back_bit_for_bit():
    values = np.random.default_rng(0).normal(size=50)
    content = signal_file("output", {"sample": np.arange(50), "value": values}).content
    np.testing.assert_array_equal(np.loadtxt(io.BytesIO(content), delimiter=",", skiprows=1)[:, 1], values)
    assert content.startswith(b"sample,value\n0,")


def test_one_changed_number_deep_in_a_large_file_changes_its_name():
    values = np.zeros(1_000_000, np.float32)
    first = array_file("output", values)
    values[500_123] = 1
    assert array_file("output", values).name != first.name
    assert first.name.startswith("output-")
    assert first.name.endswith(".npy")


def test_arrays_by_name_come_back_bit_for_bit(tmp_path):
    arrays = {"weights": np.random.default_rng(0).normal(size=(3, 5)), "bias": np.float32([0.1])}
    with np.load(io.BytesIO(arrays_file("model", arrays).content)) as found:
        assert {name: found[name].tobytes() for name in found} == {name: arrays[name].tobytes() for name in arrays}
    path = tmp_path / "model.safetensors"
    path.write_bytes(tensors_file("model", arrays, {"title": "Mine"}).content)
    with safe_open(path, "numpy") as opened:
        assert opened.metadata() == {"title": "Mine"}
        assert {name: opened.get_tensor(name).tobytes() for name in opened.keys()} == {  # noqa: SIM118
            name: arrays[name].tobytes() for name in arrays
        }


def test_a_name_of_what_is_yet_to_be_made_follows_all_that_it_is_made_from():
    digest = blake2b(b"<f8(3,)" + np.ones(3).tobytes() + b"2;", digest_size=4).hexdigest()
    assert name_of("output", "csv", np.ones(3), 2) == f"output-{digest}.csv"
    assert name_of("output", "csv", np.ones(3), 2) != name_of("output", "csv", np.ones(3), 3)
