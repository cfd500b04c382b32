"""ONNX files, run by onnxruntime, answer what our models answer."""

import numpy as np
import onnxruntime
import pytest

from core.convolution import correlate
from core.export import kernel_onnx, model_onnx
from core.kernels import get_kernel, kernel_names
from core.learning import TrainingSettings, experiment_names, get_experiment, train
from core.learning.experiment import patches_of


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


@pytest.mark.parametrize(
    "experiment",
    [
        *(get_experiment(name) for name in experiment_names()),
        get_experiment("find_peaks", bias=False, taps=5),
        get_experiment("find_edges", labels="signed", filters=1),
    ],
    ids=lambda each: f"{each.name}-{each.model.kind}",
)
def test_a_model_answers_alike(experiment):
    parameters = train(experiment, TrainingSettings(steps=30, snapshots=2)).last
    rng = np.random.default_rng(0)
    if experiment.loss.name == "cross_entropy":
        pictures = rng.normal(size=(3, 16, 16))
        found = run(model_onnx(experiment, parameters), pictures[:, None])
        expected = experiment.model.answers(parameters, pictures)
    else:
        data = rng.normal(size=(20,) if len(experiment.filter_shape) == 1 else (20, 21))
        found = run(model_onnx(experiment, parameters), data[None, None])
        expected = experiment.model.answers(parameters, patches_of(data, experiment.filter_shape))
        expected = expected.reshape(found["answer"].shape)
    np.testing.assert_allclose(found["answer"], expected, rtol=1e-4, atol=1e-4)
    if experiment.loss.name == "logistic":
        np.testing.assert_allclose(found["probability"], 1 / (1 + np.exp(-expected)), rtol=1e-3, atol=1e-5)
    if experiment.loss.name == "cross_entropy":
        np.testing.assert_allclose(found["probability"].sum(axis=1), 1, rtol=1e-5)
