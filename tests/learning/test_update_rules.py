"""Every rule takes the steps that torch's optimiser of that name takes."""

import numpy as np
import pytest
import torch

from core.learning import Descent, TrainingSettings, get_experiment, resolve_settings
from core.learning.update_rules import OPTIMISERS, StepSize

PLAIN = [name for name, each in OPTIMISERS.items() if not each.follows_curvature]


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("name", [name for name in PLAIN if name != "polyak"])
def test_rules_are_those_of_torch(name, momentum):
    rng = np.random.default_rng(0)
    curvature, place, memory = rng.random(5) + 0.5, rng.normal(size=5), {}
    leaf = torch.tensor(place, requires_grad=True)
    peer = {
        "sgd": lambda: torch.optim.SGD([leaf], lr=0.05, momentum=momentum),
        "nesterov": lambda: torch.optim.SGD([leaf], lr=0.05, momentum=momentum, nesterov=momentum > 0),
        "rmsprop": lambda: torch.optim.RMSprop([leaf], lr=0.05, momentum=momentum),
        "adam": lambda: torch.optim.Adam([leaf], lr=0.05, betas=(momentum, 0.999)),
        "adamw": lambda: torch.optim.AdamW([leaf], lr=0.05, betas=(momentum, 0.999), weight_decay=0.01),
    }[name]()
    for step in range(50):
        place, memory = OPTIMISERS[name].rule(place, curvature * place, memory, StepSize(0.05, momentum), step)
        peer.zero_grad()
        (0.5 * torch.tensor(curvature) * leaf**2).sum().backward()
        peer.step()
    np.testing.assert_allclose(place, leaf.detach().numpy(), rtol=1e-9)


class Bowl:
    """loss = w.Hw / 2 of a known matrix."""

    def __init__(self, size, seeds=None):
        rng = np.random.default_rng(0)
        half = rng.normal(size=(size, size))
        self.hessian = half @ half.T + 0.1 * np.eye(size)
        self.start = rng.normal(size=(size,) if seeds is None else (seeds, size))

    def gradient(self, place):
        return place @ self.hessian

    def curvature_along(self, direction):
        return ((direction @ self.hessian) * direction).sum(axis=-1)


@pytest.mark.parametrize("seeds", [None, 4])
def test_conjugate_gradient_is_done_after_as_many_steps_as_numbers(seeds):
    bowl = Bowl(7, seeds)
    rule, place, memory = OPTIMISERS["conjugate_gradient"].rule_for(bowl), bowl.start, {}
    for step in range(7):
        place, memory = rule(place, bowl.gradient(place), memory, StepSize(0.0, 0.0), step)
    assert np.abs(place).max() < 1e-8
    # and stays there
    for step in range(20):
        place, memory = rule(place, bowl.gradient(place), memory, StepSize(0.0, 0.0), step)
    assert np.isfinite(place).all()


def test_conjugate_gradient_takes_the_steps_of_scipys():
    from scipy.sparse.linalg import cg

    bowl = Bowl(9)
    kept = []
    cg(bowl.hessian, np.zeros(9), x0=bowl.start, maxiter=5, rtol=0.0, callback=lambda x: kept.append(x.copy()))
    rule, place, memory = OPTIMISERS["conjugate_gradient"].rule_for(bowl), bowl.start, {}
    for step, expected in enumerate(kept):
        place, memory = rule(place, bowl.gradient(place), memory, StepSize(0.0, 0.0), step)
        np.testing.assert_allclose(place, expected, rtol=1e-8)


def test_a_line_search_ends_where_the_slope_along_the_gradient_is_zero():
    bowl = Bowl(5, 3)
    gradient = bowl.gradient(bowl.start)
    place, _ = OPTIMISERS["line_search"].rule_for(bowl)(bowl.start, gradient, {}, StepSize(0.0, 0.0), 0)
    np.testing.assert_allclose((bowl.gradient(place) * gradient).sum(axis=-1), 0, atol=1e-9)
    still, _ = OPTIMISERS["line_search"].rule_for(bowl)(0 * bowl.start, 0 * gradient, {}, StepSize(0.0, 0.0), 0)
    assert not still.any()


def test_every_seed_can_have_a_rate_of_its_own():
    gradients = np.ones((3, 2))
    rates = np.array([[0.1], [0.2], [0.0]])
    for name in PLAIN:
        moved, _ = OPTIMISERS[name].rule(np.zeros((3, 2)), gradients, {}, StepSize(rates, np.full((3, 1), 0.5)), 0)
        np.testing.assert_allclose(moved[1], 2 * moved[0])
        assert not moved[2].any()


def test_polyaks_best_pace_shrinks_as_fast_as_promised_and_never_leads_uphill():
    scales = np.array([1.0, 30.0, 10_000.0])
    low, high = np.sqrt(scales.min()), np.sqrt(scales.max())
    share = (high - low) / (high + low)
    pace = StepSize(4 / (low + high) ** 2, share**2)
    place, memory = np.ones(3), {}
    for step in range(2000):
        place, memory = OPTIMISERS["polyak"].rule(place, scales * place, memory, pace, step)
        bound = share ** (step + 1) * (1 + (step + 1) * (1 - share**2) / (1 + share**2))
        assert np.abs(place).max() <= bound * (1 + 1e-9)


def test_polyaks_later_steps_are_those_of_the_three_term_recurrence():
    rng = np.random.default_rng(0)
    before, rate, share = rng.normal(size=4), 0.1, 0.6
    scales = rng.random(4)
    place, memory = OPTIMISERS["polyak"].rule(before, scales * before, {}, StepSize(rate, share), 0)
    for step in range(1, 9):
        expected = place - rate * scales * place + share * (place - before)
        moved, memory = OPTIMISERS["polyak"].rule(place, scales * place, memory, StepSize(rate, share), step)
        np.testing.assert_allclose(moved, expected, rtol=1e-12)
        before, place = place, moved


@pytest.mark.parametrize("optimizer", OPTIMISERS)
def test_each_rule_remembers_what_is_said_of_it(optimizer):
    task = get_experiment("recover_kernel")
    run = Descent(task, resolve_settings(task, TrainingSettings(steps=3, optimizer=optimizer)))
    assert OPTIMISERS[optimizer].can_go_on_with(run.memory)
    for step in (1, 2):
        run.advance(step)
        assert frozenset(run.memory) == OPTIMISERS[optimizer].memory
        assert OPTIMISERS[optimizer].can_go_on_with(run.memory)
        others = {name for name in OPTIMISERS if OPTIMISERS[name].memory != OPTIMISERS[optimizer].memory}
        assert not run.memory or not any(OPTIMISERS[name].can_go_on_with(run.memory) for name in others)


def test_names_are_written_as_people_write_them():
    assert [each.title for each in OPTIMISERS.values()] == [
        "SGD", "Nesterov", "RMSprop", "Adam", "AdamW", "Polyak", "line search", "conjugate gradient",
    ]  # fmt: skip
