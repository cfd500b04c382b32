"""The compiled pass against torch's automatic differentiation: every model, near and far, many seeds, mini-batches."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.learning import get_experiment
from core.learning.losses import Logistic
from core.learning.models import EnergyModel, LinearModel, TwoLayerModel
from core.learning.objectives import Backpropagation, LogisticLoops, objective_of
from core.learning.objectives.compiled.code import MODELS, code_for
from core.learning.windows import Windows

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
        for windows in (experiment.data.windows, None):
            losses, gradients = LogisticLoops(*parts_of(experiment), dtype, windows)(places)
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


@given(
    kind=st.sampled_from([LinearModel, EnergyModel, TwoLayerModel]),
    shape=st.lists(st.integers(1, 4), min_size=1, max_size=2).map(tuple),
    extent=st.lists(st.integers(0, 40), min_size=2, max_size=2),
    filters=st.integers(1, 3),
    seed=st.integers(0, 1000),
    cost=st.sampled_from([1.0, 0.01]),
)
def test_windows_of_any_array_are_read_in_place(kind, shape, extent, filters, seed, cost):
    rng = np.random.default_rng(seed)
    around = (1,) * (2 - len(shape)) + shape
    windows = Windows(rng.normal(size=tuple(a + b for a, b in zip(around, extent, strict=True))), shape)
    model = LinearModel(shape, bool(filters % 2)) if kind is LinearModel else kind(shape, filters)
    inputs = windows.patches()
    parts = model, Logistic(cost), inputs, rng.integers(0, 2, len(inputs)).astype(float)
    places = rng.normal(size=(2, model.size))
    losses, gradients = LogisticLoops(*parts, DOUBLE, windows)(places)
    true_losses, true_gradients = Backpropagation(*parts)(places)
    largest = max(1.0, np.abs(true_gradients).max())
    np.testing.assert_allclose(losses, true_losses, rtol=1e-12)
    np.testing.assert_allclose(gradients, true_gradients, rtol=1e-9, atol=1e-12 * largest)


@pytest.mark.parametrize("is_rough", [False, True])
def test_a_step_on_a_picture_holds_the_picture_and_not_its_patches(is_rough):
    experiment = get_experiment("find_edges", size=7)
    place, patches = np.ones(experiment.model.size), experiment.inputs.nbytes
    objective_of(experiment, is_rough=is_rough)(place)  # compiles the pass, which takes memory of its own
    objective = objective_of(experiment, is_rough=is_rough)
    tracemalloc.start()
    try:
        objective(place)
        held, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < patches / 10
    assert most < patches / 5


def test_a_batch_of_windows_is_those_rows():
    experiment = EXPERIMENTS[5]
    rows = np.random.default_rng(3).permutation(len(experiment.targets))[:70]
    place = np.random.default_rng(4).normal(size=experiment.model.size)
    loops = LogisticLoops(*parts_of(experiment), DOUBLE, experiment.data.windows)
    whole = loops(place)
    loss, gradient = loops(place, rows)
    true_loss, true_gradient = Backpropagation(*parts_of(experiment))(place, rows)
    np.testing.assert_allclose(loss, true_loss, rtol=1e-12)
    np.testing.assert_allclose(gradient, true_gradient, rtol=1e-9, atol=1e-13)
    again = loops(place)
    assert again[0] == whole[0]
    np.testing.assert_array_equal(again[1], whole[1])


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


@pytest.mark.parametrize("experiment", [EXPERIMENTS[3], EXPERIMENTS[5]])
def test_a_seed_among_many_has_the_bits_that_it_has_alone(experiment):
    places = np.random.default_rng(2).normal(size=(9, experiment.model.size))
    loops = LogisticLoops(*parts_of(experiment), DOUBLE, experiment.data.windows)
    losses, gradients = loops(places)
    for place, loss, gradient in zip(places, losses, gradients, strict=True):
        alone = loops(place)
        assert alone[0] == loss
        np.testing.assert_array_equal(alone[1], gradient)


def test_code_is_compiled_once():
    assert code_for("linear", (3, 1), DOUBLE) is code_for("linear", (3, 1), DOUBLE)
    assert set(MODELS) == {"linear", "energy", "rectified"}
