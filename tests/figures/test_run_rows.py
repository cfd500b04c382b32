"""The list of runs: what the browser gets of each run is what was recorded of it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures.run_rows import MOST_FILTERS, MOST_POINTS, NO_FILTERS, RunRow, drawn_filters, loss_levels, run_rows
from core.learning import get_experiment, resolve_settings
from core.learning.experiments.describe_pictures import DescribePictures
from core.learning.training.descent import first_snapshot
from tests.messages import unpacked


def row(name: str, losses=(), filters=NO_FILTERS) -> RunRow:
    words = "Peaks", "seed 1", "Peaks: seed 1", "finished", "9 steps", "F1 0.9", ""
    return RunRow(name, *words, ["a"], loss_levels(losses), filters)


def test_each_row_has_its_own_part_of_the_curves_and_pictures():
    bars = drawn_filters("find_peaks", {}, {"weights": [1.0, -2.0, 1.0]})
    squares = drawn_filters("find_edges", {}, {"weights": np.arange(-9.0, 9.0).reshape(2, 3, 3)})
    found = unpacked(run_rows([row("1", [4.0, 2.0, 1.0], bars), row("2"), row("3", [9.0, 9.0], squares)], ["3"]))
    assert [each["id"] for each in found["rows"]] == ["1", "2", "3"]
    assert found["rows"][0] == {
        "id": "1",
        "name": "Peaks",
        "differs": "seed 1",
        "whole": "Peaks: seed 1",
        "status": "finished",
        "step": "9 steps",
        "figure": "F1 0.9",
        "changed": "",
        "tags": ["a"],
    }
    assert (found["chosen"], found["undo"]) == (["3"], None)
    assert found["loss_at"].tolist() == [0, 3, 3, 5]
    assert found["losses"].tolist() == [255, 128, 0, 128, 128]
    assert found["filter_at"].tolist() == [0, 3, 3, 21]
    assert found["filters"][:3].tolist() == [64, -127, 64]
    assert found["sides"].tolist() == [[1, 1, 3, 1], [0, 0, 0, 1], [2, 3, 3, 1]]
    # each filter is on a scale of its own
    assert (found["filters"][3], found["filters"][20]) == (-127, 127)


def test_an_empty_list_can_offer_to_undo():
    found = unpacked(run_rows([], [], ("2 runs are deleted.", 7.5)))
    assert found["undo"] == {"text": "2 runs are deleted.", "seconds": 7.5}
    assert found["rows"] == []
    assert found["sides"].shape == (0, 4)


@given(st.lists(st.floats(0, 1e300), max_size=300))
def test_a_loss_lies_between_its_least_and_its_greatest(losses):
    levels = loss_levels(losses)
    assert len(levels) == (0 if len(losses) < 2 else min(len(losses), MOST_POINTS))
    if len(losses) >= 2 and max(losses) == min(losses):
        assert set(levels.tolist()) == {128}


def test_losses_that_are_no_numbers_are_left_out():
    assert loss_levels([10.0, np.nan, np.inf, 1.0]).tolist() == [255, 0]
    assert loss_levels([1.0, 0.0]).tolist() == [255, 0]


@pytest.mark.parametrize(
    ("name", "options", "shape"),
    [
        ("find_peaks", {"taps": 5}, (1, 1, 5)),
        ("find_edges", {"size": 5}, (2, 5, 5)),
        ("find_peaks_two_layers", {}, (MOST_FILTERS, 1, 3)),
        ("recover_kernel", {"kernel": "sobel_x", "input": "noise_image"}, (1, 3, 3)),
        ("denoise", {}, (1, 5, 5)),
    ],
)
def test_the_first_filters_of_a_run_are_drawn(name, options, shape):
    experiment = get_experiment(name, **options)
    snapshot = first_snapshot(experiment, resolve_settings(experiment, None))
    weights = snapshot.weights
    drawn = drawn_filters(name, dict(experiment.options), snapshot.parameters)
    assert drawn.shape == shape
    first = (weights if shape[0] == 1 else weights[0]).ravel()
    np.testing.assert_array_equal(drawn[0].ravel(), (first * 127 / np.abs(first).max()).round())


@pytest.mark.parametrize(
    ("name", "options", "weights"),
    [
        ("unknown", {}, [1.0]),
        ("find_peaks", {"taps": -1}, [1.0]),
        ("find_peaks", {}, 1.0),
        ("find_peaks", {}, []),
        ("find_peaks", {}, [np.nan]),
        ("find_peaks", {}, np.zeros((2, 2, 2, 2))),
    ],
)
def test_what_fits_no_experiment_is_not_drawn(name, options, weights):
    assert drawn_filters(name, options, {"weights": weights}).size == 0


def test_filters_of_textures_are_drawn_less_their_mean():
    raw = np.random.default_rng(0).normal(3.0, 1.0, (16, 9, 9))
    drawn = drawn_filters("name_textures", {}, {"raw_weights": raw})
    assert drawn.shape == (MOST_FILTERS, 9, 9)
    shown = raw[1] - raw[1].mean()
    np.testing.assert_array_equal(drawn[1], (shown * 127 / np.abs(shown).max()).round())


@pytest.mark.parametrize(("colour", "shape"), [(False, (8, 8)), (True, (8, 8, 3))])
def test_filters_of_patches_are_drawn_without_the_data(colour, shape, monkeypatch):
    monkeypatch.setattr(DescribePictures, "make_data", lambda _: pytest.fail("data were made"))
    monkeypatch.setattr("core.learning.experiments.describe_pictures.whitened_patches", lambda *_: pytest.fail("data"))
    whitened = np.random.default_rng(0).normal(size=(36, math.prod(shape)))
    options = {"size": 8, "filters": 36, "colour": colour}
    drawn = drawn_filters("describe_pictures", options, {"whitened_weights": whitened})
    assert drawn.shape == (MOST_FILTERS, *shape)
    first = whitened[0].reshape(shape)
    np.testing.assert_array_equal(drawn[0], (first * 127 / np.abs(first).max()).round())


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("find_peaks", {}),
        ("name_textures", {}),
        ("name_textures", {"raw_weights": 1.0}),
        ("name_textures", {"raw_weights": []}),
        ("describe_pictures", {"weights": np.zeros((64, 10, 10))}),
        ("describe_pictures", {"whitened_weights": np.zeros((64, 7))}),
        ("describe_pictures", {"whitened_weights": np.full((64, 100), np.inf)}),
    ],
)
def test_parameters_of_another_model_are_not_drawn(name, parameters):
    assert drawn_filters(name, {}, parameters).size == 0
