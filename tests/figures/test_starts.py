"""What the figure of many starts gets: losses, places in the plane, and the filters of the pinned run."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.background import done_at_once
from core.figures.starts import pinned_run, starts_figure
from core.learning import TrainingSettings, get_experiment, joined, many_starts
from tests.messages import read_message

FEW = TrainingSettings(steps=80)


@pytest.fixture(scope="module")
def peaks():
    parts, ends = done_at_once(many_starts(get_experiment("find_peaks"), FEW, count=24))
    return joined(parts), ends


def test_two_numbers_of_each_filter_are_its_place(peaks):
    runs, ends = peaks
    header, arrays = read_message(starts_figure(runs, ends, (0, 2)))
    np.testing.assert_allclose(arrays["points"][:, :, 0], np.swapaxes(runs.weights, 0, 1)[..., [0, 2]], rtol=1e-6)
    np.testing.assert_allclose(arrays["designed"], [[-1, -1]])
    np.testing.assert_allclose(arrays["best"], [ends.best[[0, 2]]], rtol=1e-6)
    np.testing.assert_allclose(10 ** arrays["log_loss"], runs.loss, rtol=1e-5)
    assert header["axes"] == [1, 3]
    assert header["seeds"] == list(range(24))
    assert header["verdict"] == ends.said()
    left, right, bottom, top = arrays["corners"]
    inside = (arrays["points"] > [left, bottom]) & (arrays["points"] < [right, top])
    assert inside.all(axis=-1).mean() > 0.98
    assert arrays["times"][0] == 0
    assert (np.diff(arrays["times"]) >= 0).all()


def test_principal_directions_are_those_in_which_the_last_filters_differ_most():
    parts, ends = done_at_once(many_starts(get_experiment("find_peaks_two_layers"), FEW, count=12))
    runs = joined(parts)
    header, arrays = read_message(starts_figure(runs, ends, None))
    last = runs.weights[:, -1].reshape(-1, 3).astype(float)
    centred = last - last.mean(axis=0)
    _, sizes, directions = np.linalg.svd(centred, full_matrices=False)
    expected = centred @ directions[:2].T
    expected *= np.sign(np.take_along_axis(directions[:2], np.abs(directions[:2]).argmax(1)[:, None], 1)).T
    np.testing.assert_allclose(arrays["points"][-1].reshape(-1, 2), expected, atol=1e-4)
    assert header["axes"] is None
    assert arrays["points"].shape == (len(runs.steps), 12, 8, 2)
    assert sizes[0] >= sizes[1]


def test_before_all_runs_are_there_no_run_is_called_worse(peaks):
    runs, _ = peaks
    header, arrays = read_message(starts_figure(runs, None, (0, 1)))
    assert not header["is_whole"]
    assert header["verdict"] == ""
    assert (arrays["group"] == -1).all()
    assert arrays["likeness"].size == 0


def test_the_pinned_run_comes_with_its_filter_at_each_step_at_the_scale_that_is_said(peaks):
    runs, _ = peaks
    pinned = pinned_run(runs, 7)
    assert pinned["seed"] == 7
    drawn = np.array(pinned["filters"]) * np.array(pinned["scale"])[:, None]
    np.testing.assert_allclose(drawn, runs.weights[7], rtol=1e-4, atol=1e-5)
    assert pinned["limit"] == pytest.approx(max(np.abs(pinned["filters"]).max(), 1.0), rel=1e-5)


def test_a_pinned_run_that_diverges_leaves_the_designed_filter_in_sight():
    study = many_starts(get_experiment("recover_kernel"), TrainingSettings(learning_rate=1.5, momentum=0.0), count=2)
    pinned = pinned_run(joined(done_at_once(study)[0]), 0)
    assert max(pinned["scale"]) > 20
    assert pinned["limit"] < 2.2
    assert np.abs(pinned["filters"]).max() == pytest.approx(pinned["limit"], rel=1e-5)


def test_all_first_filters_lie_in_the_plane():
    parts, ends = done_at_once(many_starts(get_experiment("recover_kernel"), count=250))
    _, arrays = read_message(starts_figure(joined(parts), ends, (0, 1)))
    left, right, bottom, top = arrays["corners"]
    assert ((arrays["points"][0] > [left, bottom]) & (arrays["points"][0] < [right, top])).all()


def test_groups_are_spoken_of_where_there_are_several_with_gaps_between_them(peaks):
    runs, ends = peaks
    assert not read_message(starts_figure(runs, ends, (0, 1)))[0]["has_groups"]
    groups = dataclasses.replace(ends.groups, sizes=np.array([20, 4]))
    several = dataclasses.replace(ends, groups=groups)
    assert read_message(starts_figure(runs, several, (0, 1)))[0]["has_groups"]
    continuum = dataclasses.replace(ends, groups=dataclasses.replace(groups, is_continuum=True))
    assert not read_message(starts_figure(runs, continuum, (0, 1)))[0]["has_groups"]


def test_a_diverged_run_is_drawn_without_its_infinite_numbers():
    study = many_starts(
        get_experiment("recover_kernel"), TrainingSettings(steps=100, learning_rate=50.0, momentum=0.0), count=4
    )
    parts, ends = done_at_once(study)
    _, arrays = read_message(starts_figure(joined(parts), ends, (0, 1)))
    assert np.isfinite(arrays["corners"]).all()
    assert arrays["diverged"].all()
    assert not arrays["is_best"].any()
