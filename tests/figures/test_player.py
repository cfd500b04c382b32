"""The player gets the numbers of every moment of a run, as short as they can be."""

import dataclasses

import numpy as np
import pytest

from core.figures import player_data
from core.figures.answers import answer_form
from core.figures.player import Frame
from core.kernels import compare
from core.learning import (
    TrainingSettings,
    experiment_names,
    get_experiment,
    least_loss,
    most_moved,
    predicted_losses,
    solve,
    train,
    verdict,
)
from tests.messages import unpacked

RUN = train(get_experiment("find_peaks"))
BEST = solve(RUN.experiment)
FEW = TrainingSettings(steps=3)


def test_the_player_gets_every_moment_of_the_run():
    found = unpacked(player_data(RUN, BEST))
    assert found["steps"].tolist() == RUN.steps.tolist()
    np.testing.assert_allclose(found["weights"][:, 0], RUN.weights, rtol=1e-5)
    np.testing.assert_allclose(10 ** found["log_loss"].astype(float), RUN.loss, rtol=1e-5)
    np.testing.assert_allclose(found["bias"], RUN.bias, rtol=1e-5)
    np.testing.assert_allclose(found["answers"][-1], RUN.experiment.respond(RUN.last), rtol=1e-5)
    np.testing.assert_allclose(found["target"], RUN.experiment.data.shown_answer)
    np.testing.assert_allclose(found["input"], RUN.experiment.data.shown_input, rtol=1e-6)
    assert (found["answer_title"], found["unit"], found["form"]) == ("Probability of a peak", "sample", "stems")
    assert found["best_log"] == pytest.approx(np.log10(BEST.loss))
    assert found["verdict"] == "No: the random numbers became a filter that is better at finding peaks than [−1 1 −1]."
    assert verdict(RUN, BEST).startswith(found["verdict"])
    assert (found["has_bias"], found["is_numbers"], found["total"]) == (True, True, 600)


def test_a_picture_is_sent_as_levels_on_the_scale_of_the_right_answer():
    run = train(get_experiment("recover_kernel", kernel="sobel_x", input="camera"), FEW)
    found = unpacked(player_data(run, None))
    assert (found["shape"], found["form"], found["unit"]) == ([1, 3, 3], "signed", "pixel")
    assert not found["has_bias"]
    right, form = run.experiment.data.shown_answer, answer_form(run.experiment)
    assert found["target"].dtype == np.int8
    inside = np.abs(right) < form.high
    np.testing.assert_allclose(found["target"][inside] * form.high / 127, right[inside], atol=form.high / 127)
    assert inside.mean() > 0.98
    assert found["answers"].shape == (4, *right.shape)


def test_a_noisy_picture_is_shown_on_the_scale_of_the_clean_one():
    found = unpacked(player_data(train(get_experiment("denoise"), FEW), None))
    data = get_experiment("denoise").data
    low, high = np.percentile(data.shown_answer, [1, 99])
    for name, values in (("input", data.shown_input), ("target", data.shown_answer)):
        levels = (np.clip((values - low) / (high - low), 0, 1) * 255).round()
        np.testing.assert_array_equal(found[name], levels)


@pytest.mark.parametrize("name", experiment_names())
def test_every_experiment_has_answers_in_a_form_that_the_player_draws(name):
    run = train(get_experiment(name), FEW)
    found = unpacked(player_data(run, None))
    assert found["form"] in ("curve", "stems", "bars", "rosette", "grey", "signed")
    assert found["answers"].shape[1:] == found["target"].shape
    assert (found["form"] in ("grey", "signed")) == (found["target"].ndim == 2)
    assert len(found["names"]) in (0, len(found["target"]))
    assert found["steps"].tolist() == [0, 1, 2, 3]


def test_frames_that_are_known_are_not_made_again():
    known: dict[int, Frame] = {}
    first = unpacked(player_data(RUN, None, most_frames=5, known=known))
    assert len(known) == 5
    known[0] = dataclasses.replace(known[0], bias=7.0)
    again = unpacked(player_data(RUN, None, most_frames=5, known=known))
    assert again["bias"][0] == 7
    np.testing.assert_array_equal(again["weights"], first["weights"])


def test_what_has_no_loss_yet_has_none_in_the_player():
    begun = dataclasses.replace(RUN, loss=np.r_[np.nan, RUN.loss[1:]])
    logs = unpacked(player_data(begun, None))["log_loss"]
    assert np.isnan(logs[0])
    assert np.isfinite(logs[1:]).all()


def test_a_loss_that_is_nothing_but_rounding_lies_at_the_least_loss():
    run = train(get_experiment("recover_kernel"))
    assert 0 < run.loss[-1] < 1e-28
    found = unpacked(player_data(run, solve(run.experiment)))
    assert found["log_loss"][-1] == pytest.approx(np.log10(least_loss(run.experiment)))
    assert found["least_log"] == pytest.approx(np.log10(least_loss(run.experiment)))
    assert found["best_log"] is None


@pytest.mark.parametrize("most", [2, 7, 1000])
def test_a_long_run_is_shown_by_moments_from_its_first_to_its_last(most):
    steps = unpacked(player_data(RUN, None, most_frames=most))["steps"].tolist()
    assert (steps[0], steps[-1]) == (0, RUN.steps[-1])
    assert len(steps) == min(most, len(RUN.steps))
    assert set(steps) <= set(RUN.steps.tolist())


def test_a_filter_is_drawn_at_the_best_common_scale_once_it_is_like_the_designed_one():
    found = unpacked(player_data(RUN, BEST))
    assert found["scale"][0] == 1  # random numbers are shown as they are
    assert found["scale"][-1] == pytest.approx(compare(RUN.experiment.designed, RUN.weights[-1]).scale)


def test_a_run_that_grows_without_end_has_a_scale_at_each_step_so_that_no_number_is_cut():
    run = train(get_experiment("recover_kernel"), TrainingSettings(learning_rate=1.5))
    found = unpacked(player_data(run, None))
    assert found["verdict"].startswith("The run diverged")
    np.testing.assert_allclose(found["weights"][:, 0], run.weights, rtol=1e-5)
    sizes = np.abs(found["weights"]).max(axis=(1, 2))
    assert sizes[-1] > 50
    assert found["scale"][0] == 1
    assert (found["scale"][1:] > 2).all()
    assert (sizes / found["scale"] <= found["limit"] * 1.000001).all()
    # the designed filter is still seen beside them
    assert found["limit"] < 2.2


def test_a_bank_has_no_largest_number():
    assert unpacked(player_data(train(get_experiment("find_edges"), FEW), None))["limit"] is None


def test_a_bank_is_sent_as_bytes_each_filter_on_its_own_scale():
    run = train(get_experiment("find_peaks_two_layers", hidden=16), FEW)
    found = unpacked(player_data(run, None))
    assert (found["shape"], found["is_numbers"]) == ([16, 1, 3], False)
    assert found["weights"].dtype == np.int8
    last = run.weights[-1]
    expected = last / np.abs(last).max(axis=1, keepdims=True) * 127
    np.testing.assert_allclose(found["weights"][-1], expected, atol=0.5001)
    assert not found["has_bias"]


def test_rounding_beside_larger_numbers_is_zero_and_infinity_has_no_loss():
    parameters = {"weights": np.array([[1 / 3, 1e-13, -2e5]]), "bias": np.array([1e9 / 7])}
    run = dataclasses.replace(RUN, steps=np.array([0]), loss=np.array([np.inf]), parameters=parameters)
    found = unpacked(player_data(run, None))
    np.testing.assert_allclose(found["weights"][0, 0], [1 / 3, 0, -2e5], rtol=1e-6)
    assert found["weights"][0, 0, 1] == 0
    assert found["bias"].item() == pytest.approx(1e9 / 7)
    assert np.isnan(found["log_loss"]).all()


def test_a_run_of_many_weights_has_fewer_frames_and_its_colours():
    task = get_experiment("describe_pictures", size=8, filters=64, colour=True)
    run = train(task, TrainingSettings(steps=160, snapshots=100))
    found = unpacked(player_data(run, None))
    assert len(found["steps"]) == 1_000_000 // (64 * 8 * 8 * 3) < len(run.steps)
    assert (found["shape"], found["colours"]) == ([64, 8, 8], 3)
    assert found["weights"].shape[1:] == (64, 8, 8, 3)
    assert unpacked(player_data(RUN, None))["colours"] == 1


def test_without_answers_nothing_of_them_is_sent_and_nothing_is_computed(monkeypatch):
    monkeypatch.setattr(type(RUN.experiment), "respond", None)
    found = unpacked(player_data(RUN, None, with_answers=False))
    assert not {"answers", "target", "input"} & set(found["arrays"])
    assert found["weights"].shape == (len(RUN.steps), 1, 3)


def test_a_run_that_goes_on_or_has_no_metrics_has_no_verdict():
    assert unpacked(player_data(dataclasses.replace(RUN, status="running"), BEST))["verdict"] == ""
    assert unpacked(player_data(dataclasses.replace(RUN, metrics={}), BEST))["verdict"] == ""


def test_the_path_lies_on_the_loss_and_ends_at_the_best_filter():
    found = unpacked(player_data(RUN, BEST, axes=most_moved(RUN)))
    first, second = most_moved(RUN)
    assert found["axes"] == [first, second]
    np.testing.assert_allclose(found["path"], RUN.weights[:, [first, second]], rtol=1e-5)
    designed = RUN.experiment.designed.weights
    np.testing.assert_allclose(found["ends"], [designed[[first, second]], BEST.weights[[first, second]]], rtol=1e-4)
    left, right, bottom, top = found["corners"]
    assert left < found["path"][:, 0].min() < found["path"][:, 0].max() < right
    assert bottom < found["path"][:, 1].min() < found["path"][:, 1].max() < top
    assert found["plane"].shape == (33, 33)
    assert found["plane"].max() == 255
    assert found["plane"].min() < 40  # near the best filter


def test_the_predicted_loss_is_sent_where_the_curvature_decides_it():
    run = train(get_experiment("recover_kernel", input="camera"))
    best = solve(run.experiment)
    found = unpacked(player_data(run, best))
    expected = np.log10(np.maximum(predicted_losses(run, best), least_loss(run.experiment)))
    chosen = np.isin(run.steps, found["steps"])
    np.testing.assert_allclose(found["predicted"], expected[chosen], rtol=1e-5)
    assert "predicted" not in unpacked(player_data(RUN, BEST))["arrays"]


def test_a_run_that_trains_is_shown_without_controls():
    assert [unpacked(player_data(RUN, None, is_live=live))["is_live"] for live in (False, True)] == [False, True]
