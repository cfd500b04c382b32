"""What the map of runs gets: what is drawn of each cell, which is best, and where the critical rate lies."""

from __future__ import annotations

import numpy as np
import pytest

from core.background import done_at_once
from core.figures.sweep_map import best_cell, critical_line, sweep_map
from core.learning import (
    TrainingSettings,
    critical_learning_rate,
    get_experiment,
    grid_of_runs,
    resolve_settings,
    swept_settings,
)
from core.learning.study.sweep import Cells
from tests.messages import read_message

TASK = get_experiment("recover_kernel")
SETTINGS = swept_settings(TASK, resolve_settings(TASK), 6)
UP, ACROSS = SETTINGS["momentum"], SETTINGS["learning_rate"]


@pytest.fixture(scope="module")
def grid():
    study = grid_of_runs("recover_kernel", {UP.name: UP.values, ACROSS.name: ACROSS.values})
    return done_at_once(study)


def test_steps_are_drawn_where_a_run_converged_and_the_fewest_are_best(grid):
    parts, whole = grid
    header, arrays = read_message(sweep_map(TASK, UP, ACROSS, parts, whole, "steps"))
    steps = whole.steps.ravel()
    np.testing.assert_array_equal(arrays["values"], np.where((steps >= 0) & ~whole.diverged.ravel(), steps, np.nan))
    np.testing.assert_array_equal(arrays["diverged"].astype(bool), whole.diverged.ravel())
    assert np.nanargmin(arrays["level"]) == np.nanargmin(arrays["values"]) == best_cell(TASK, parts, "steps")
    assert np.nanmax(arrays["level"]) == 1
    assert header["steps"] == steps.tolist()
    assert header["up"]["values"] == [UP.written(value) for value in UP.values]
    assert header["written"][best_cell(TASK, parts, "steps")] == str(int(np.nanmin(arrays["values"])))


def test_a_score_of_which_less_is_better_is_dark_where_it_is_low(grid):
    parts, whole = grid
    header, arrays = read_message(sweep_map(TASK, UP, ACROSS, parts, whole, "score"))
    assert not header["is_better_above"]
    assert np.nanargmin(arrays["level"]) == np.nanargmin(arrays["values"])
    edges = get_experiment("find_edges")
    cells = [Cells((1, 1), (0.2, 0.1), (False, False), ({"auc": 0.7}, {"auc": 0.9}))]
    header, arrays = read_message(sweep_map(edges, UP, ACROSS, cells, None, "score"))
    assert header["is_better_above"]
    assert arrays["level"].tolist() == [1, 0]


def test_settings_that_do_not_go_together_are_told_from_runs_that_diverged():
    cells = [Cells((-1, -1, 3), (np.nan, np.nan, 0.1), (False, True, False), ({}, {}, {}))]
    _, arrays = read_message(sweep_map(TASK, UP, ACROSS, cells, None, "steps"))
    assert arrays["trained"].astype(bool).tolist() == [False, True, True]


def test_the_line_lies_where_the_axis_reaches_the_critical_rate(grid):
    _, whole = grid
    places, on = critical_line(UP, ACROSS, whole)
    assert on == "across"
    expected = critical_learning_rate(TASK) * (1 + np.array(UP.values))
    rates = np.array(ACROSS.values)
    for place, rate in zip(places, expected, strict=True):
        below, share = int(place), place - int(place)
        assert np.exp(np.log(rates[below]) * (1 - share) + np.log(rates[below + 1]) * share) == pytest.approx(rate)
    # what lies beyond the line diverges, what lies before it does not
    columns = np.arange(len(rates))
    assert (whole.diverged == (columns > places[:, None])).all()
    assert critical_line(ACROSS, UP, whole)[1] == "up"


def test_there_is_no_line_before_the_grid_is_whole_or_without_a_rate(grid):
    parts, _ = grid
    assert read_message(sweep_map(TASK, UP, ACROSS, parts[:2], None, "steps"))[1]["line"].size == 0
    scale = SETTINGS["initial_scale"]
    other = done_at_once(grid_of_runs("recover_kernel", {"momentum": UP.values, "initial_scale": scale.values}))[1]
    assert critical_line(UP, scale, other)[0].size == 0


def test_of_runs_that_all_diverged_nothing_is_best():
    cells = [Cells((-1, -1), (9.0, 8.0), (True, True), ({}, {}))]
    _, arrays = read_message(sweep_map(TASK, UP, ACROSS, cells, None, "loss"))
    assert np.isnan(arrays["values"]).all()
    assert best_cell(TASK, cells, "loss") == 0


def test_the_settings_of_the_study_are_those_that_were_chosen():
    plain = TrainingSettings(steps=7)
    study = grid_of_runs("recover_kernel", {UP.name: UP.values, ACROSS.name: ACROSS.values}, settings=plain)
    assert {study.resolved(cell)[1].steps for cell in study.cells} == {7}
