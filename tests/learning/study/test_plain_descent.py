"""The numbers after a few plain steps, against training and against single steps."""

import numpy as np
import pytest

from core.data import Signal
from core.learning import TrainingSettings, get_experiment, numbers_after, one_step, safe_rate, train

EXPERIMENTS = [
    get_experiment("recover_kernel", input="thread"),
    get_experiment("find_peaks"),
    get_experiment("find_edges", labels="signed", filters=1),
    get_experiment("denoise", size=3),
]


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_it_is_what_training_gives_without_momentum(experiment):
    rate = 0.5 * safe_rate(experiment)
    settings = TrainingSettings(steps=7, optimizer="sgd", learning_rate=rate, momentum=0.0, schedule="constant", seed=3)
    run = train(experiment, settings)
    for step in (0, 7):
        weights, bias = numbers_after(experiment, 3, rate, step)
        np.testing.assert_allclose(weights, run.weights[run.steps == step][0], rtol=1e-11, atol=1e-13)
        assert bias == pytest.approx(float(np.asarray(run.bias)[run.steps == step][0]), rel=1e-11, abs=1e-13)


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_each_step_begins_where_the_one_before_ended(experiment):
    rate = 0.9 * safe_rate(experiment)
    for step in range(3):
        ledger = one_step(experiment, *_arguments(experiment, rate, step))
        weights, bias = numbers_after(experiment, 0, rate, step + 1)
        np.testing.assert_allclose(ledger.new_weights, weights, atol=1e-12 * np.abs(weights).max())
        assert ledger.new_bias == pytest.approx(bias, rel=1e-12, abs=1e-14)


def _arguments(experiment, rate, step):
    weights, bias = numbers_after(experiment, 0, rate, step)
    return weights, rate, bias


def test_above_the_critical_rate_all_steps_are_done_all_the_same():
    experiment = EXPERIMENTS[0]
    rate = 1.5 * safe_rate(experiment)
    sizes = [np.abs(numbers_after(experiment, 0, rate, steps)[0]).max() for steps in (0, 10, 20)]
    assert sizes[0] < sizes[1] < sizes[2] < np.inf


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_below_the_safe_rate_every_step_lowers_the_loss(experiment):
    rate = 0.99 * safe_rate(experiment)
    for step in (0, 1, 5):
        weights, bias = numbers_after(experiment, 5, rate, step)
        ledger = one_step(experiment, weights, rate, bias)
        assert ledger.new_loss < ledger.loss


@pytest.mark.parametrize("size", [1e-160, 1e-148, 1e160])
def test_an_input_whose_squares_are_no_numbers_gets_a_sentence(size):
    samples = np.random.default_rng(0).normal(size=99) * size
    with pytest.raises(ValueError) as caught, np.errstate(over="ignore"):  # noqa: PT011 - the whole message is compared
        safe_rate(get_experiment("recover_kernel", input=Signal("mine", "Mine", samples)))
    assert str(caught.value) == (
        "The numbers of this input are too large or too small for their squares to be computed: divide or multiply them "
        "by a power of ten."
    )
