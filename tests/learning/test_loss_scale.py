"""By what a loss is measured: it follows the data's unit, and below it there is only rounding."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.data import Signal
from core.learning import experiment_names, get_experiment
from core.learning.loss_scale import LEAST, least_loss, loss_at, loss_unit, without_rounding

NOISE = np.random.default_rng(0).normal(size=500)


@pytest.mark.parametrize("name", experiment_names())
def test_the_loss_of_any_model_is_that_of_torch(name):
    experiment = get_experiment(name)
    rng = np.random.default_rng(1)
    theta = rng.normal(0.0, 0.3, experiment.model.size).astype(experiment.model.dtype)
    parameters = experiment.model.split(theta)
    tensors = {part: torch.tensor(values) for part, values in parameters.items()}
    answers = experiment.model.answers(tensors, torch.tensor(experiment.inputs))
    expected = experiment.loss.torch_mean(answers, torch.tensor(experiment.targets)) + experiment.model.penalty(tensors)
    np.testing.assert_allclose(loss_at(experiment, parameters), float(expected), rtol=1e-5)


@given(st.integers(-40, 40))
def test_the_unit_has_the_square_of_the_datas_unit(decade):
    one, other = (
        get_experiment("recover_kernel", input=Signal("own", "Own", scale * NOISE)) for scale in (1.0, 10.0**decade)
    )
    np.testing.assert_allclose(loss_unit(other), loss_unit(one) * 10.0 ** (2 * decade), rtol=1e-9)
    # what answering 0 everywhere costs
    np.testing.assert_allclose(loss_unit(other), loss_at(other, {"weights": np.zeros(3)}), rtol=1e-12)


def test_other_losses_and_silence_are_measured_by_one():
    silence = get_experiment("recover_kernel", input=Signal("silence", "Silence", np.zeros(99)))
    assert [loss_unit(each) for each in (silence, get_experiment("find_peaks"))] == [1.0, 1.0]


def test_only_what_is_rounding_becomes_nought():
    experiment = get_experiment("recover_kernel", input=Signal("own", "Own", 1e-6 * NOISE))
    least = least_loss(experiment)
    assert least == LEAST * loss_unit(experiment)
    losses = [[0.0, least], [np.nextafter(least, 1), 1.0], [np.inf, np.nan]]
    found = without_rounding(experiment, losses)
    np.testing.assert_array_equal(found, [[0.0, 0.0], losses[1], losses[2]])
