"""Four first layers trained on the same examples: the same networks as `train`, and their answers to a picture."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.background import done_at_once
from core.data import get_image
from core.learning import TrainingSettings, get_experiment, strongest_patches, train
from core.learning.study.first_layers import AnswersOnPicture, FirstLayers, shown_picture

TASK = get_experiment("name_textures", patches=2, filters=4, size=5, depth=2)


@pytest.fixture(scope="module")
def networks():
    parts, _ = done_at_once(FirstLayers(TASK))
    return {each.way: each for each in parts}


def test_each_network_is_the_run_of_its_first_layer(networks):
    assert list(networks) == ["learned", "designed", "tuned", "random"]
    for way, network in networks.items():
        run = train(dataclasses.replace(TASK, first_layer=way), TrainingSettings(snapshots=2))
        assert dict(network.metrics) == dict(run.metrics)
        for name, values in run.last.items():
            np.testing.assert_array_equal(network.parameters[name], values)
        found = strongest_patches(run.experiment, run.last, "second_maps")
        np.testing.assert_array_equal(network.strongest["second_maps"].pieces, found.pieces)
    np.testing.assert_array_equal(networks["designed"].parameters["raw_weights"], TASK.designed_filters.astype("f4"))


def test_the_answers_to_a_patch_are_those_of_the_layers(networks):
    (learned, *_), _ = done_at_once(AnswersOnPicture(TASK, 3))
    patch = TASK.data.test_inputs[3]
    layers = TASK.model.layers(networks["learned"].parameters, patch[None])
    assert list(learned) == list(layers)
    for name, output in layers.items():
        np.testing.assert_allclose(learned[name], output[0], rtol=1e-4, atol=1e-5)


def test_a_picture_is_made_grey_and_small():
    shown = shown_picture(TASK, get_image("astronaut"))
    assert shown.ndim == 2
    assert max(shown.shape) == 128
    part = AnswersOnPicture(TASK, get_image("camera")).work("designed")
    assert part["maps"].shape == (4, 62, 62)


@pytest.mark.parametrize("number", [-1, 100_000])
def test_refuses_a_patch_that_is_not_held_out(number):
    last = len(TASK.data.test_inputs) - 1
    message = f"^picture={number} is not a held-out patch: give 0 to {last}, or an image.$"
    with pytest.raises(ValueError, match=message):
        shown_picture(TASK, number)
