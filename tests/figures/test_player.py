"""The player gets the numbers of every moment of a run, as short as they can be."""

import dataclasses
import json

import numpy as np
import pytest

from core.figures import (
    player_data,
)
from core.learning import TrainingSettings, get_experiment, least_loss, solve, train

RUN = train(get_experiment("find_peaks"))


def test_the_player_gets_every_moment_of_the_run():
    data = json.loads(player_data(RUN, solve(RUN.experiment)))
    frames = data["frames"]
    assert [frame["step"] for frame in frames] == RUN.steps.tolist()
    np.testing.assert_allclose([frame["weights"] for frame in frames], RUN.weights, rtol=1e-5)
    np.testing.assert_allclose([frame["loss"] for frame in frames], RUN.loss, rtol=1e-5)
    np.testing.assert_allclose([frame["bias"] for frame in frames], RUN.bias, rtol=1e-5)
    np.testing.assert_allclose(frames[-1]["response"], RUN.experiment.respond(RUN.last), rtol=1e-5)
    assert data["response_title"] == "Probability of a peak (dashed: where they are)"
    assert data["unit"] == "sample"
    assert max(max(frame["response"]) for frame in frames) <= 1
    picture = json.loads(player_data(train(get_experiment("recover_kernel", kernel="sobel_x")), None))
    assert picture["shape"] == [1, 3, 3]
    assert picture["frames"][0]["bias"] is None
    assert picture["response_title"] == "Answer along one row (dashed: target)"
    assert picture["unit"] == "pixel"


def test_the_row_that_the_player_shows_of_a_picture_has_something_to_show():
    data = json.loads(player_data(train(get_experiment("find_edges"), TrainingSettings(steps=2)), None))
    answers = get_experiment("find_edges").data.shown_answer
    assert answers[len(answers) // 2].sum() == 0  # as it happens, the middle row has no edge at all
    assert sum(data["target"]) > 0
    assert np.var(data["target"]) == answers.var(axis=1).max()
    assert len(data["frames"][0]["response"]) == answers.shape[1]


def test_frames_that_are_known_are_not_made_again():
    known: dict[int, str] = {}
    first = player_data(RUN, None, most_frames=5, known=known)
    assert len(known) == 5
    known[0] = json.dumps(json.loads(known[0]) | {"loss": 7})
    again = json.loads(player_data(RUN, None, most_frames=5, known=known))
    assert again["frames"][0]["loss"] == 7
    assert again["frames"][1:] == json.loads(first)["frames"][1:]


def test_what_has_no_loss_yet_has_none_in_the_player():
    begun = dataclasses.replace(RUN, loss=np.r_[np.nan, RUN.loss[1:]])
    assert json.loads(player_data(begun, None))["frames"][0]["loss"] is None


def test_a_loss_that_is_nothing_but_rounding_is_zero_in_the_player():
    run = train(get_experiment("recover_kernel"))
    assert 0 < run.loss[-1] < 1e-28
    data = json.loads(player_data(run, solve(run.experiment)))
    assert data["frames"][-1]["loss"] == 0
    assert data["best_loss"] is None
    assert data["least_loss"] == least_loss(run.experiment)


@pytest.mark.parametrize("most", [2, 7, 1000])
def test_a_long_run_is_shown_by_moments_from_its_first_to_its_last(most):
    steps = [frame["step"] for frame in json.loads(player_data(RUN, None, most_frames=most))["frames"]]
    assert (steps[0], steps[-1]) == (0, RUN.steps[-1])
    assert len(steps) == min(most, len(RUN.steps))
    assert set(steps) <= set(RUN.steps.tolist())


def test_one_filter_is_compared_with_the_designed_and_several_with_their_beginning():
    one = json.loads(player_data(RUN, None))
    assert one["shape"] == [1, 1, 3]
    assert one["compared"] == [-1, 1, -1]
    assert one["comparison"] == "Difference from the designed kernel"
    run = train(get_experiment("find_peaks_two_layers", hidden=16), TrainingSettings(steps=3))
    several = json.loads(player_data(run, None))
    assert several["shape"] == [16, 1, 3]
    assert several["compared"] == several["frames"][0]["weights"]
    assert several["comparison"] == "Change since the first step shown"
    np.testing.assert_allclose(several["compared"], run.weights[0].ravel(), rtol=1e-5)
    assert several["frames"][0]["bias"] is None
    assert several["total"] == 3


def test_numbers_are_short_and_rounding_beside_larger_ones_is_zero():
    parameters = {"weights": np.array([[1 / 3, 1e-13, -2e5]]), "bias": np.array([1e9 / 7])}
    run = dataclasses.replace(RUN, steps=np.array([0]), loss=np.array([np.inf]), parameters=parameters)
    data = json.loads(player_data(run, None))
    (frame,) = data["frames"]
    assert frame["weights"] == [0.333333, 0, -200000]
    assert frame["bias"] == 142857000
    assert data["total"] == RUN.settings.steps
    assert frame["loss"] is None


def test_a_run_of_many_weights_has_fewer_frames_and_its_colours():
    task = get_experiment("describe_pictures", size=8, filters=64, colour=True)
    run = train(task, TrainingSettings(steps=60, snapshots=40))
    data = json.loads(player_data(run, None))
    assert len(data["frames"]) == 250_000 // (64 * 8 * 8 * 3)
    assert (data["shape"], data["colours"]) == ([64, 8, 8], 3)
    np.testing.assert_allclose(data["frames"][-1]["weights"], run.weights[-1].ravel(), rtol=1e-4, atol=1e-6)
    assert json.loads(player_data(RUN, None))["colours"] == 1
