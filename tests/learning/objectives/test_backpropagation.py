"""Automatic differentiation against closed forms and finite differences."""

import numpy as np

from core.learning import get_experiment
from core.learning.objectives import Backpropagation

GRATINGS = get_experiment("classify_gratings")


def test_the_gradient_is_the_slope_of_the_loss():
    rng = np.random.default_rng(0)
    loss_of = Backpropagation(GRATINGS.model, GRATINGS.loss, GRATINGS.inputs, GRATINGS.targets)
    place = rng.normal(0.0, 0.3, GRATINGS.model.size).astype(np.float32)
    direction = rng.normal(size=place.size).astype(np.float32)
    direction /= np.linalg.norm(direction)
    _, gradient = loss_of(place)
    step = np.float32(1e-2)
    slope = (loss_of(place + step * direction)[0] - loss_of(place - step * direction)[0]) / (2 * step)
    np.testing.assert_allclose(gradient @ direction, slope, rtol=0.02)
