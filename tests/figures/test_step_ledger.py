"""The figure of one step gets the ledger's own numbers, in double precision."""

import numpy as np
import pytest

from core.figures import most_shown, step_ledger, windows_shown
from core.figures.wire import content_of
from core.learning import get_experiment, loss_along, numbers_after, one_step, safe_rate
from tests.messages import unpacked

EXPERIMENTS = [
    get_experiment("recover_kernel", input="thread"),
    get_experiment("find_peaks", false_positive_cost=10.0),
    get_experiment("find_edges", labels="signed", filters=1, size=5),
    get_experiment("denoise", size=3),
]


def packed_step(experiment, step=1, seed=0, share=0.5, **shown):
    safe = safe_rate(experiment)
    weights, bias = numbers_after(experiment, seed, share * safe, step - 1)
    ledger = one_step(experiment, weights, share * safe, bias)
    windows = windows_shown(experiment, ledger, **shown)
    message = step_ledger(experiment, ledger, windows, step=step, seed=seed, rate=share * safe, safe_rate=safe)
    return ledger, windows, message


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_its_numbers_are_those_of_the_ledger_to_the_last_digit(experiment):
    ledger, windows, message = packed_step(experiment, step=3)
    found = unpacked(message)
    for name in ("weights", "gradient", "update", "new_weights"):
        assert found[name] == getattr(ledger, name).ravel().tolist()
    for name in ("bias", "bias_gradient", "new_bias", "loss", "new_loss"):
        assert found[name] == getattr(ledger, name)
    assert found["bias_update"] == -found["rate"] * ledger.bias_gradient
    assert found["total"] == len(ledger.targets)
    names = {
        "patch": "patches", "products": "forward_products", "answer": "answers", "prediction": "predictions",
        "target": "targets", "loss": "losses", "error": "errors", "shares": "products", "new_answer": "new_answers",
        "new_loss": "new_losses",
    }  # fmt: skip
    assert [window["number"] for window in found["windows"]] == (windows + 1).tolist()
    for window, index in zip(found["windows"], windows, strict=True):
        for sent, name in names.items():
            assert window[sent] == getattr(ledger, name)[index].tolist()


def test_its_curve_is_the_loss_along_the_step():
    for experiment in EXPERIMENTS[:2]:
        ledger, _, message = packed_step(experiment)
        found = unpacked(message)
        along = loss_along(experiment, ledger)
        rates, losses = found["curve"]["rates"], found["curve"]["losses"]
        np.testing.assert_allclose(losses, along.at(rates), atol=1e-3 * np.ptp(losses))
        assert found["best_rate"] == along.best_rate
        assert rates[-1] >= found["most_share"] * found["safe_rate"]


def test_what_a_false_positive_costs_comes_with_its_windows():
    windows = unpacked(packed_step(EXPERIMENTS[1])[2])["windows"]
    assert {(window["target"], window["cost"]) for window in windows} == {(0.0, 10.0), (1.0, 1.0)}


@pytest.mark.parametrize(("experiment", "count"), list(zip(EXPERIMENTS, (8, 6, 2, 2), strict=True)))
def test_as_many_windows_as_have_room(experiment, count):
    assert most_shown(experiment) == count
    ledger, first, _ = packed_step(experiment)
    assert first.tolist() == list(range(count))
    total = len(ledger.targets)
    assert windows_shown(experiment, ledger, total + 5).tolist() == list(range(total - count, total))
    largest = windows_shown(experiment, ledger, by_error=True)
    assert largest.tolist() == np.argsort(-np.abs(ledger.errors), kind="stable")[:count].tolist()


def test_a_story_is_one_step_at_whatever_rate():
    def story(experiment=EXPERIMENTS[0], **chosen):
        return unpacked(packed_step(experiment, **chosen)[2])["story"]

    assert story(share=0.5) == story(share=0.9)
    others = [story(), story(step=2), story(seed=1), story(EXPERIMENTS[1])]
    assert len(set(others)) == len(others)
    assert content_of(packed_step(EXPERIMENTS[0])[2]) != content_of(packed_step(EXPERIMENTS[0], share=0.6)[2])
