"""The loss along a step, against steps of other rates."""

import numpy as np
import pytest

from core.data import Signal
from core.learning import get_experiment, loss_along, numbers_after, one_step, safe_rate

EXPERIMENTS = [
    get_experiment("recover_kernel", input="thread"),
    get_experiment("recover_kernel", kernel="sobel_x", input="camera"),
    get_experiment("denoise", size=3),
    get_experiment("find_peaks"),
    get_experiment("find_peaks", bias=False, false_positive_cost=10.0),
    get_experiment("find_edges", labels="signed", filters=1),
]


def step_of(experiment, share=0.5):
    rate = share * safe_rate(experiment)
    weights, bias = numbers_after(experiment, 1, rate, 1)
    return one_step(experiment, weights, rate, bias)


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_it_is_the_loss_after_a_step_at_each_rate(experiment):
    ledger = step_of(experiment)
    along = loss_along(experiment, ledger)
    rates = np.array([0.0, 0.3, 1.0, 1.6]) * safe_rate(experiment)
    stepped = [one_step(experiment, ledger.weights, rate, ledger.bias).new_loss for rate in rates]
    np.testing.assert_allclose(along.at(rates), stepped, rtol=1e-10, atol=1e-12 * ledger.loss)


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_what_is_drawn_is_the_loss(experiment):
    ledger = step_of(experiment)
    along = loss_along(experiment, ledger)
    rates, losses = along.curve(3 * safe_rate(experiment), 25)
    assert rates[0] == 0
    np.testing.assert_allclose(losses, along.at(rates), atol=1e-3 * np.ptp(losses))


def test_a_parabolas_lowest_point_and_where_it_comes_back():
    experiment = EXPERIMENTS[1]
    ledger = step_of(experiment)
    along = loss_along(experiment, ledger)
    least, back = along.at([along.best_rate, along.return_rate])
    assert back == pytest.approx(ledger.loss, rel=1e-9)
    assert (along.at(np.linspace(0, 2 * along.best_rate, 101)) >= least - 1e-12 * ledger.loss).all()
    # no direction is steeper than the steepest
    assert along.return_rate >= safe_rate(experiment) * (1 - 1e-9)


def test_a_logistic_loss_has_no_such_points():
    along = loss_along(EXPERIMENTS[3], step_of(EXPERIMENTS[3]))
    assert (along.best_rate, along.return_rate) == (None, None)


def test_without_a_gradient_there_is_no_best_rate():
    silent = get_experiment("recover_kernel", input=Signal("flat", "Flat", np.zeros(99)))
    along = loss_along(silent, one_step(silent, np.ones(3), 0.1))
    assert (along.best_rate, along.return_rate) == (None, None)
    assert along.at([0.0, 1.0]).tolist() == [0.0, 0.0]


def test_large_data_leave_the_loss_finite():
    loud = Signal("loud", "Loud", 1e60 * np.random.default_rng(0).normal(size=500))
    task = get_experiment("recover_kernel", input=loud)
    ledger = one_step(task, np.zeros(3), safe_rate(task) / 2)
    along = loss_along(task, ledger)
    assert along.at([0.0, safe_rate(task) / 2]) == pytest.approx([ledger.loss, ledger.new_loss])
    assert along.best_rate > 0
