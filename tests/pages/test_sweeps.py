"""Sweeps: the grid of the two chosen settings, its map, and the way to each run."""

from __future__ import annotations

import numpy as np
import pytest

from core.background import Background, Progress, done_at_once
from core.learning import (
    critical_learning_rate,
    get_experiment,
    grid_of_runs,
    resolve_settings,
    swept_settings,
)
from pages.parts.choose.sweep_picker import ChosenSweep, choices_of_cell
from tests.pages.conftest import figure_of, opened, reported, shown_errors

FEW = {"sweeps_count": "5"}


def query_of(app, label: str) -> dict[str, str]:
    link = next(each for each in app.get("page_link") if each.proto.label == label)
    return dict(each.split("=") for each in link.proto.query_string.lstrip("?").split("&"))


def test_the_page_shows_the_grid_of_the_chosen_settings():
    app = opened("sweeps", **FEW)
    assert not shown_errors(app)
    task = get_experiment("recover_kernel")
    settings = swept_settings(task, resolve_settings(task), 5)
    study = grid_of_runs("recover_kernel", {name: settings[name].values for name in ("momentum", "learning_rate")})
    _, grid = done_at_once(study)
    header, arrays = figure_of(app)
    assert (header["up"]["title"], header["across"]["title"]) == ("Momentum", "Learning rate")
    np.testing.assert_array_equal(arrays["diverged"].astype(bool), grid.diverged.ravel())
    assert header["steps"] == grid.steps.ravel().tolist()
    assert header["pin"] == int(np.nanargmin(arrays["level"]))
    assert len(arrays["line"]) == 5
    assert any("25 of 25 runs of *Imitate a designed kernel*." in each.value for each in app.caption)


@pytest.mark.parametrize(
    ("query", "cell"),
    [
        (FEW, 7),
        (FEW, 24),
        ({**FEW, "run_experiment": "find_peaks_two_layers", "sweeps_upwards": "hidden"}, 2),
        ({**FEW, "run_experiment": "find_peaks", "sweeps_across": "batch_size", "sweeps_upwards": "seed"}, 6),
        ({**FEW, "sweeps_across": "initial_scale", "sweeps_upwards": "steps", "sweeps_tolerance": "0.1"}, 3),
    ],
)
def test_the_link_of_a_cell_opens_the_very_run(query, cell):
    app = opened("sweeps", **query, sweeps_map_pin=str(cell))
    assert not shown_errors(app)
    header, arrays = figure_of(app)
    assert header["pin"] == cell
    loss = opened("sweeps", **query, sweeps_map_pin=str(cell), sweeps_shown="loss")
    _, losses = figure_of(loss)
    run = opened("converge", **query_of(app, "Open the marked run on Converge"))
    assert not shown_errors(run)
    _, frames = figure_of(run)
    if arrays["diverged"][cell]:
        assert figure_of(run)[0]["verdict"].startswith("The run diverged: ")
    else:
        expected = np.log10(max(losses["values"][cell], 10 ** figure_of(run)[0]["least_log"]))
        assert frames["log_loss"][-1] == pytest.approx(expected, abs=0.02)


SAME_RUN = (
    "Converge shows the same run, with the same steps. *Within the tolerance* on the map: the loss, above the smallest "
    "possible one, is at most {} of the first loss. The verdict on Converge has a measure of its own, which may be "
    "stricter."
)


def test_below_the_link_stands_what_converge_says_otherwise_of_the_run():
    rate = " The learning rate 0.274 is 0.283 times the critical rate there."
    app = opened("sweeps", **FEW, sweeps_map_pin="2")
    assert SAME_RUN.format("0.001") + rate in [each.value for each in app.caption]
    assert float(query_of(app, "Open the marked run on Converge")["run_recover_kernel_rate"]) == 0.283
    # a rate that is no share, and settings without a rate
    for query, tolerance in (
        ({"run_experiment": "find_peaks_two_layers"}, "0.001"),
        ({"sweeps_across": "initial_scale", "sweeps_tolerance": "1e-06"}, "1e-06"),
    ):
        app = opened("sweeps", **FEW, **query)
        assert SAME_RUN.format(tolerance) in [each.value for each in app.caption]


def test_the_page_says_that_a_cell_can_be_pressed():
    words = "How do two settings decide how a run ends? Each cell is a run: press a cell to mark its run."
    assert opened("sweeps", **FEW).caption[0].value == words


def test_the_rate_of_each_cell_is_carried_to_the_last_digit():
    task = get_experiment("recover_kernel")
    settings = swept_settings(task, resolve_settings(task), 20)
    axes = {name: settings[name].values for name in ("momentum", "learning_rate")}
    study = grid_of_runs("recover_kernel", axes)
    chosen = ChosenSweep(settings["momentum"], settings["learning_rate"], "steps", study)
    for number, cell in enumerate(study.cells):
        share = float(choices_of_cell(chosen, number)["run_recover_kernel_rate"])
        assert share * critical_learning_rate(task) == cell["learning_rate"]


def test_a_pinned_cell_is_in_the_address():
    app = reported(opened("sweeps", **FEW), "pin", 3)
    assert app.query_params["sweeps_map_pin"] == "3"
    assert figure_of(app)[0]["pin"] == 3
    assert (
        figure_of(opened("sweeps", **FEW, sweeps_map_pin="25"))[0]["pin"]
        == figure_of(opened("sweeps", **FEW))[0]["pin"]
    )


def test_a_grid_is_shown_as_far_as_it_is(monkeypatch):
    task = get_experiment("recover_kernel")
    settings = swept_settings(task, resolve_settings(task), 5)
    study = grid_of_runs("recover_kernel", {name: settings[name].values for name in ("momentum", "learning_rate")})
    part = study.work(study.pieces()[0])
    monkeypatch.setattr(Background, "look", lambda *_: Progress((part,), 5, None, "working", 100.0))
    app = opened("sweeps", **FEW)
    assert not shown_errors(app)
    assert len(figure_of(app)[1]["values"]) == 5
    assert app.get("progress")[0].proto.text == "5 of 25 runs of *Imitate a designed kernel*, about 2 minutes left"
    assert not app.get("page_link")


def test_a_task_of_which_one_run_takes_too_long_is_not_begun():
    app = opened("sweeps", run_experiment="describe_pictures", run_describe_pictures_steps="100000")
    assert not shown_errors(app)
    assert not app.get("bidi_component")
    assert not app.get("progress")
    assert app.info[0].value.startswith("A single run with these settings takes about ")
    assert app.info[0].value.endswith(
        " seconds, which is too long for so many runs. Choose fewer steps, or watch one run on Converge."
    )
