"""A winner of every kind answers what its exported numbers say."""

import pickle

import numpy as np
import pytest

from core.convolution import correlate
from core.study.designed import designed_methods, noise_of
from core.study.event_designs import EVENT_METHODS
from tests.study.winners import (
    DESIGNED,
    DETECTORS,
    LEARNED,
    data_of,
    designed_winner,
    learned_winner,
    side_of,
    study_of,
)

LINEAR = {(each.dimensions[0], each.name) for ndim in (1, 2) for each in designed_methods(ndim) if each.kernel}


@pytest.mark.parametrize(("ndim", "name"), DESIGNED)
def test_a_designed_method_is_its_kernel_or_its_settings_times_gain_plus_offset(ndim, name):
    task = "signal" if ndim == 1 else "picture"
    winner, data = designed_winner(task, name), data_of(task)
    method = next(each for each in designed_methods(ndim) if each.name == name)
    plain = method.apply(data, noise_of(data), **winner.chosen)
    np.testing.assert_allclose(winner.apply(data), winner.gain * plain + winner.offset, atol=1e-12)
    assert (winner.name, winner.ndim, winner.threshold, winner.tolerance) == (name, ndim, None, None)
    assert winner.settings == {**winner.chosen, "gain": winner.gain, "offset": winner.offset}
    assert (winner.kernel is not None) == ((ndim, name) in LINEAR)
    if winner.kernel is not None:
        np.testing.assert_allclose(correlate(data, winner.kernel, boundary="mirror"), plain, atol=1e-12)


def test_what_nothing_is_done_to_comes_back_as_it_was():
    winner = designed_winner("signal", "identity")
    assert (winner.gain, winner.offset) == (1.0, 0.0)
    np.testing.assert_array_equal(winner.apply(data_of("signal")), data_of("signal"))


@pytest.mark.parametrize("name", DETECTORS)
def test_a_designed_detector_is_its_kernel_its_sign_and_its_threshold(name):
    winner, data = designed_winner("events", name), data_of("events")
    method = next(each for each in EVENT_METHODS if each.name == name)
    weights = {"weights": winner.kernel.weights} if method.from_events else {}
    plain = method.apply(data, noise_of(data), **winner.chosen, **weights)
    np.testing.assert_allclose(winner.apply(data), plain, atol=1e-12)
    assert winner.gain == winner.chosen.get("sign", 1.0)
    assert (winner.offset, winner.tolerance) == (0.0, 4)
    assert winner.threshold == winner.settings["threshold"]
    if winner.kernel is not None:
        by_hand = winner.gain * correlate(data, winner.kernel, boundary="mirror")
        np.testing.assert_allclose(winner.apply(data), by_hand, atol=1e-12)


@pytest.mark.parametrize(("task", "title"), LEARNED)
def test_a_learned_filter_is_its_kernel_plus_an_offset_or_its_network(task, title):
    winner, data = learned_winner(task, title), data_of(task)
    assert winner.title == title
    if title == "One filter":
        sizes = [pick.size for pick in side_of(task, "one_filter").picks]
        assert winner.kernel.shape == (max(sizes, key=sizes.count),) * winner.ndim
        expected = correlate(data, winner.kernel, boundary="mirror") + winner.offset
        assert winner.settings["bias"] == winner.offset
    else:
        expected = winner.network.apply(data)
    np.testing.assert_allclose(winner.apply(data), expected, atol=1e-12)
    assert (winner.gain, winner.threshold is None, winner.tolerance) == (
        1.0, task != "events", 4 if task == "events" else None,
    )  # fmt: skip


@pytest.mark.parametrize("task", ["signal", "picture", "events"])
def test_the_outcome_brings_the_better_sides_winner_and_the_designed_one_where_nothing_is_decided(task):
    _, _, outcome = study_of(task)
    learned = outcome.verdict.kind == "learned"
    assert outcome.winner.title == (outcome.learned if learned else outcome.designed).title


def test_a_threshold_finds_what_happened():
    study, _, _ = study_of("events")
    for name in ("signal", "matched"):
        winner = designed_winner("events", name)
        found = np.flatnonzero(winner.apply(study.data.inputs[0]) > winner.threshold)
        near = np.abs(found[:, np.newaxis] - study.data.events[0]).min(axis=1)
        assert np.mean(near <= winner.tolerance) > 0.9


def test_a_winner_is_plain_and_may_be_sent_to_another_process():
    winner = learned_winner("picture", "Two layers")
    again = pickle.loads(pickle.dumps(winner))  # noqa: S301 - what was made here
    np.testing.assert_array_equal(again.apply(data_of("picture")), winner.apply(data_of("picture")))
