"""The pieces that excite a filter most: found again by applying the network to each piece alone."""

import numpy as np
import pytest

from core.learning import TrainingSettings, get_experiment, strongest_patches, train

TASK = get_experiment("name_textures", patches=2, filters=4, size=5, depth=2)
PARAMETERS = train(TASK, TrainingSettings(steps=20, snapshots=2)).last


@pytest.mark.parametrize(("layer", "units", "side"), [("maps", 4, 5), ("second_maps", 16, 9)])
def test_pieces_give_their_answers_and_no_picture_has_a_stronger_one(layer, units, side):
    found = strongest_patches(TASK, PARAMETERS, layer, count=3)
    assert found.pieces.shape == (units, 3, side, side)
    maps = TASK.model.layers(PARAMETERS, TASK.data.test_inputs)[layer]
    for unit in range(units):
        largest = np.sort(maps[:, unit].reshape(len(maps), -1).max(axis=1))[::-1]
        np.testing.assert_allclose(found.answers[unit], largest[:3], rtol=1e-6)
        if layer == "maps":
            alone = (found.pieces[unit] * PARAMETERS["weights"][unit]).sum(axis=(1, 2)) + PARAMETERS["hidden_bias"][
                unit
            ]
        else:
            alone = TASK.model.layers(PARAMETERS, found.pieces[unit])[layer][:, unit, 0, 0]
        np.testing.assert_allclose(alone, found.answers[unit], rtol=1e-3, atol=1e-4)
    for piece, picture, row, column in zip(
        found.pieces[0], found.patches[0], found.rows[0], found.columns[0], strict=True
    ):
        np.testing.assert_array_equal(piece, TASK.data.test_inputs[picture, row : row + side, column : column + side])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((get_experiment("find_peaks"), {}), "experiment='find_peaks' has no network of textures: give name_textures."),
        ((TASK, PARAMETERS, "means"), "layer='means' is not a layer of filters here: choose one of maps, second_maps."),
        (
            (get_experiment("name_textures"), {}, "second_maps"),
            "layer='second_maps' is not a layer of filters here: choose one of maps.",
        ),
        ((TASK, PARAMETERS, "maps", 0), "count=0 is not allowed: give 1 to 1200, the number of held-out patches."),
    ],
)
def test_wrong_arguments_are_named(arguments, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        strongest_patches(*arguments)
    assert str(caught.value) == message
