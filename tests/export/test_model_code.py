"""Generated programs of whole models are run, and answer what our models answer."""

import subprocess
import sys

import numpy as np
import pytest

from core.data import get_image
from core.export import model_code
from core.learning import TrainingSettings, get_experiment, train
from tests.export.models import EXPERIMENTS, answers_of_patches, called, data_and_answers

FEW = TrainingSettings(steps=5, snapshots=2)


def run(file, data):
    scope = {"__name__": "exported"}
    exec(compile(file.content.decode(), file.name, "exec"), scope)  # noqa: S102 - what is generated must run
    return np.asarray(scope["answer"](data))


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=called)
def test_a_program_answers_alike(experiment):
    parameters = train(experiment, FEW).last
    data, expected = data_and_answers(experiment, parameters)
    # programs for signals and pictures take one without leading axes
    found = run(model_code(experiment, parameters), data if len(data) > 1 else data[0, 0])
    expected = expected.reshape(found.shape)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("colour", [False, True])
def test_a_sparse_code_answers_to_each_patch_by_its_contrast(colour):
    experiment = get_experiment("describe_pictures", size=6, filters=16, colour=colour)
    parameters = train(experiment, FEW).last
    picture = get_image("coffee" if colour else "camera").pixels[100:120, 100:125]
    data = np.moveaxis(picture, 2, 0) if colour else picture[None]
    found = run(model_code(experiment, parameters), data[None])[0]
    np.testing.assert_allclose(found, answers_of_patches(experiment, parameters, picture), rtol=1e-3, atol=2e-3)


def test_numbers_are_written_so_that_float32_comes_back_exactly():
    experiment = get_experiment("find_peaks")
    weights = np.float32([0.1, 1 / 3, -1e-20])
    scope = {}
    exec(model_code(experiment, {"weights": weights, "bias": np.float32(2)}).content.decode(), scope)  # noqa: S102
    np.testing.assert_array_equal(scope["WEIGHTS"].numpy().ravel(), weights)


def test_a_program_runs_by_itself(tmp_path):
    experiment = get_experiment("find_edges")
    path = tmp_path / "edges.py"
    path.write_bytes(
        model_code(experiment, train(experiment, FEW).last).content + b"\nprint(answer([[1.0] * 6] * 5).shape)\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", path], capture_output=True, text=True, check=True)
    assert done.stdout == "torch.Size([3, 4])\n"
