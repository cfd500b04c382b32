"""First numbers: their spread is that of their source, and the seed alone decides them."""

import numpy as np
import pytest

from core.learning import TrainingSettings, get_experiment
from core.learning.training.initial import first_parameters
from core.learning.training.resolving import resolve_settings

GRATINGS = get_experiment("classify_gratings", filters=16, size=9)


def drawn(**changes):
    return GRATINGS.model.split(first_parameters(GRATINGS, resolve_settings(GRATINGS, TrainingSettings(**changes))))


@pytest.mark.parametrize(
    ("initialisation", "spread", "second"),
    [
        ("normal", 2.0, 2.0),
        ("uniform", 2 / np.sqrt(3), 2 / np.sqrt(3)),
        ("kaiming", 2 * np.sqrt(2 / 81), 2 * np.sqrt(2 / 16)),
        ("xavier", 2 * np.sqrt(2 / (81 + 81 * 16)), 2 * np.sqrt(2 / (16 + 8))),
        ("zero", 0.0, 0.0),
    ],
)
def test_the_spread_of_both_layers(initialisation, spread, second):
    first = drawn(initialisation=initialisation, initial_scale=2.0)
    np.testing.assert_allclose(first["weights"].std(), spread, rtol=0.08)
    np.testing.assert_allclose(first["class_weights"].std(), second, rtol=0.2)
    assert not first["hidden_bias"].any()
    assert not first["class_bias"].any()


def test_the_designed_ones_are_those_of_a_person_times_the_scale():
    first = drawn(initialisation="designed", initial_scale=0.5)
    designed = GRATINGS.designed_parameters
    np.testing.assert_allclose(first["weights"], 0.5 * designed["weights"], rtol=1e-6)


def test_the_seed_decides():
    np.testing.assert_array_equal(drawn(seed=3)["weights"], drawn(seed=3)["weights"])
    assert not np.array_equal(drawn(seed=3)["weights"], drawn(seed=4)["weights"])
