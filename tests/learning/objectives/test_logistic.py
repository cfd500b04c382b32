"""The compiled pass against torch's automatic differentiation: every model, near and far, many seeds, mini-batches."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.learning import get_experiment
from core.learning.losses import Logistic
from core.learning.models import EnergyModel, LinearModel, TwoLayerModel
from core.learning.objectives import Backpropagation, LogisticLoops
from core.learning.objectives.compiled.code import MODELS, code_for

DOUBLE, SINGLE = np.dtype(np.float64), np.dtype(np.float32)
EXPERIMENTS = [
    get_experiment("find_peaks"),
    get_experiment("find_peaks", taps=11, signal="ecg"),
    get_experiment("find_peaks", bias=False, false_positive_cost=10.0),
    get_experiment("find_peaks_two_layers", hidden=2),
    get_experiment("find_peaks_two_layers", hidden=16, noise=0.2),
    get_experiment("find_edges", image="cell"),
    get_experiment("find_edges", filters=1, size=7, image="coins"),
    get_experiment("find_edges", filters=4, size=5, labels="canny"),
]


def parts_of(experiment):
    """What an objective is made of."""
    return experiment.model, experiment.loss, experiment.inputs, experiment.targets


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda each: f"{each.name}-{each.model.kind}-{each.model.taps}")
@pytest.mark.parametrize("scale", [0.1, 1.0, 30.0])
def test_loss_and_gradient_are_those_of_backpropagation(experiment, scale):
    places = np.random.default_rng(0).normal(0.0, scale, (3, experiment.model.size))
    exact = [Backpropagation(*parts_of(experiment))(place) for place in places]
    for dtype, tolerance in ((DOUBLE, 1e-12), (SINGLE, 3e-5)):
        losses, gradients = LogisticLoops(*parts_of(experiment), dtype)(places)
        for loss, gradient, (true_loss, true_gradient) in zip(losses, gradients, exact, strict=True):
            np.testing.assert_allclose(loss, true_loss, rtol=tolerance)
            np.testing.assert_allclose(gradient, true_gradient, atol=tolerance * np.abs(true_gradient).max())


@given(
    kind=st.sampled_from([LinearModel, EnergyModel, TwoLayerModel]),
    count=st.integers(1, 90),
    taps=st.integers(1, 9),
    filters=st.integers(1, 5),
    seed=st.integers(0, 1000),
    cost=st.sampled_from([1.0, 0.01, 100.0]),
)
def test_any_number_of_patches_taps_and_filters(kind, count, taps, filters, seed, cost):
    rng = np.random.default_rng(seed)
    model = LinearModel((taps,), bool(filters % 2)) if kind is LinearModel else kind((taps,), filters)
    targets = rng.integers(0, 2, count).astype(float)
    parts = model, Logistic(cost), rng.normal(size=(count, taps)), targets
    place = rng.normal(size=model.size)
    loss, gradient = LogisticLoops(*parts, DOUBLE)(place)
    true_loss, true_gradient = Backpropagation(*parts)(place)
    np.testing.assert_allclose(loss, true_loss, rtol=1e-12)
    np.testing.assert_allclose(gradient, true_gradient, rtol=1e-9, atol=1e-12 * max(1.0, np.abs(true_gradient).max()))


@pytest.mark.parametrize("answer", [0.0, 1e-9, -0.3, 0.3, 5.0, -36.0, 80.0, -80.0, 600.0, -690.0, 1e5, -1e5])
@pytest.mark.parametrize("target", [0.0, 1.0])
def test_the_loss_of_one_answer_is_right_however_far_it_is(answer, target):
    parts = LinearModel((1,)), Logistic(), np.array([[answer]]), np.array([target])
    loss, gradient = LogisticLoops(*parts, DOUBLE)(np.ones(1))
    np.testing.assert_allclose(loss, np.logaddexp(0, answer) - target * answer, rtol=1e-14, atol=3e-16)
    probability = np.exp(-np.logaddexp(0, -answer))
    np.testing.assert_allclose(gradient, [(probability - target) * answer], rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("experiment", EXPERIMENTS[::3])
def test_numbers_that_are_none_give_a_loss_that_is_none(experiment):
    for number in (np.nan, np.inf):
        place = np.ones(experiment.model.size)
        place[0] = number
        loss, _ = LogisticLoops(*parts_of(experiment), DOUBLE)(place)
        assert not np.isfinite(loss)


@pytest.mark.parametrize("experiment", [EXPERIMENTS[0], EXPERIMENTS[3], EXPERIMENTS[5]])
def test_batches_are_those_rows_and_each_seed_has_its_own(experiment):
    rng = np.random.default_rng(1)
    places = rng.normal(size=(2, experiment.model.size))
    rows = rng.integers(0, len(experiment.targets), (2, 50))
    loops, torch = LogisticLoops(*parts_of(experiment), DOUBLE), Backpropagation(*parts_of(experiment))
    losses, gradients = loops(places, rows)
    true_losses, true_gradients = torch(places, rows)
    np.testing.assert_allclose(losses, true_losses, rtol=1e-12)
    np.testing.assert_allclose(gradients, true_gradients, rtol=1e-9, atol=1e-13)
    one_loss, one_gradient = loops(places[0], rows[0])
    assert one_loss == losses[0]
    np.testing.assert_array_equal(one_gradient, gradients[0])


def test_a_seed_among_many_has_the_bits_that_it_has_alone():
    experiment = EXPERIMENTS[3]
    places = np.random.default_rng(2).normal(size=(9, experiment.model.size))
    loops = LogisticLoops(*parts_of(experiment), DOUBLE)
    losses, gradients = loops(places)
    for place, loss, gradient in zip(places, losses, gradients, strict=True):
        alone = loops(place)
        assert alone[0] == loss
        np.testing.assert_array_equal(alone[1], gradient)


def test_code_is_compiled_once():
    assert code_for("linear", 3, DOUBLE) is code_for("linear", 3, DOUBLE)
    assert set(MODELS) == {"linear", "energy", "rectified"}
