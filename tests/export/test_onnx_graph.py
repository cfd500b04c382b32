"""ONNX files, run by onnxruntime, answer what our models answer."""

import numpy as np
import onnxruntime
import pytest

from core.convolution import correlate
from core.data import get_image
from core.export import kernel_onnx, model_code, model_onnx
from core.kernels import get_kernel, kernel_names
from core.learning import TrainingSettings, get_experiment, train
from tests.export.models import EXPERIMENTS, answers_of_patches, called, data_and_answers


def run(file, data):
    session = onnxruntime.InferenceSession(file.content, providers=["CPUExecutionProvider"])
    names = [each.name for each in session.get_outputs()]
    return dict(zip(names, session.run(None, {"data": data.astype(np.float32)}), strict=True))


@pytest.mark.parametrize("name", kernel_names())
def test_a_kernel_answers_alike(name):
    kernel = get_kernel(name)
    data = np.random.default_rng(0).random((40, 44) if kernel.ndim == 2 else 60)
    answer = run(kernel_onnx(kernel), data[None, None])["answer"][0, 0]
    np.testing.assert_allclose(answer, correlate(data, kernel, mode="valid"), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("colour", [False, True])
def test_a_sparse_code_answers_to_each_patch_by_its_contrast(colour):
    experiment = get_experiment("describe_pictures", size=6, filters=16, colour=colour)
    parameters = train(experiment, TrainingSettings(steps=5, snapshots=2)).last
    picture = get_image("coffee" if colour else "camera").pixels[100:120, 100:125]
    data = np.moveaxis(picture, 2, 0) if colour else picture[None]
    found = run(model_onnx(experiment, parameters), data[None])["answer"][0]
    assert found.shape == (16, 15, 20)
    np.testing.assert_allclose(found, answers_of_patches(experiment, parameters, picture), rtol=1e-3, atol=2e-3)


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=called)
def test_a_model_answers_alike(experiment):
    parameters = train(experiment, TrainingSettings(steps=30, snapshots=2)).last
    data, expected = data_and_answers(experiment, parameters)
    found = run(model_onnx(experiment, parameters), data)
    expected = expected.reshape(found["answer"].shape)
    np.testing.assert_allclose(found["answer"], expected, rtol=1e-4, atol=1e-4)
    if experiment.loss.name == "logistic":
        np.testing.assert_allclose(found["probability"], 1 / (1 + np.exp(-expected)), rtol=1e-3, atol=1e-5)
    if experiment.loss.name == "cross_entropy":
        np.testing.assert_allclose(found["probability"].sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize(
    "picture", [np.zeros((40, 40)), np.ones((40, 40)), 0.3 + 1e-7 * np.eye(40)], ids=["black", "white", "faint"]
)
@pytest.mark.parametrize("depth", [1, 2])
def test_a_flat_picture_has_an_answer_and_both_exports_the_same(depth, picture):
    experiment = get_experiment("name_textures", patches=2, filters=4, depth=depth)
    parameters = train(experiment, TrainingSettings(steps=5, snapshots=2)).last
    scope = {}
    exec(model_code(experiment, parameters).content.decode(), scope)  # noqa: S102 - what is generated must run
    theirs = scope["answer"](picture[None, None]).numpy()
    found = run(model_onnx(experiment, parameters), picture[None, None])["answer"]
    assert np.isfinite(found).all()
    np.testing.assert_allclose(found, theirs, rtol=0.2, atol=0.2)
