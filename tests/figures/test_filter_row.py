"""The filters of several models beside one another: on one scale, each with what it is divided by."""

import numpy as np
import pytest

from core.figures.chart import number
from core.figures.filter_row import filter_row
from core.figures.shown_filters import shown_scale
from core.learning import Contender, TrainingSettings, contenders, get_experiment, solve, train
from tests.messages import unpacked


def row_of(name, **options):
    run = train(get_experiment(name, **options), TrainingSettings(steps=200))
    models = contenders(run, solve(run.experiment))
    return run.experiment, models, unpacked(filter_row(run.experiment, models))


def test_filters_of_a_signal_are_divided_by_their_scale_which_is_said():
    task, models, found = row_of("find_peaks")
    assert [each["title"] for each in found["models"]] == [each.title for each in models]
    assert [each["role"] for each in found["models"]] == ["designed", "tuned", "learned", "best"]
    for index, each in enumerate(models):
        scale = shown_scale(task, each.weights)
        np.testing.assert_allclose(found[f"filters{index}"], each.weights[None] / scale, rtol=1e-6)
        divided = "" if scale == 1 else f"÷ {number(scale)}, "
        assert found["models"][index]["words"] == f"{divided}bias {number(each.bias)}"
    assert found["models"][0]["words"] == "bias 0"
    assert found["models"][3]["words"].startswith("÷ 1")
    assert found["limit"] == pytest.approx(max(np.abs(found[f"filters{index}"]).max() for index in range(4)))
    assert (found["sides"], found["colours"], found["legend"]) == ([1, 3], 1, "")


def test_the_colours_of_a_map_are_explained():
    _, models, found = row_of("denoise", size=3)
    assert found["filters0"].shape == (1, 3, 3)
    limit = number(found["limit"])
    assert found["legend"] == f"One scale for all: purple is −{limit}, white 0, green {limit}."
    assert not any("bias" in each["words"] for each in found["models"])
    assert len(found["models"]) == len(models) >= 3


def test_a_bank_is_sent_as_bytes_without_scale_or_bias():
    task, models, found = row_of("find_edges")
    assert found["filters1"].dtype == np.int8
    assert found["filters1"].shape == models[1].weights.shape
    assert {each["words"] for each in found["models"]} == {""}
    assert found["limit"] is None
    assert found["legend"] == (
        "Each filter on a scale of its own, purple below zero, green above: the next layer decides on its strength."
    )
    assert task.has_bias


def test_filters_for_colours_are_explained_by_them():
    task = get_experiment("describe_pictures", size=6, filters=16, colour=True)
    found = unpacked(filter_row(task, [Contender("designed", "Designed", task.designed_parameters)]))
    assert (found["filters0"].shape, found["colours"]) == ((16, 6, 6, 3), 3)
    assert found["legend"].startswith("Each filter on a scale of its own, in the colours that it answers to most:")
