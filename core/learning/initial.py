"""The numbers that a run starts from."""

from __future__ import annotations

import math

import numpy as np

from core.learning.experiment import Array, Experiment
from core.learning.settings import TrainingSettings


def first_place(experiment: Experiment, settings: TrainingSettings) -> Array:
    """Draw the first parameters as one vector; biases are zero, and what is drawn depends on the seed alone.

    Sources: He et al., Delving deep into rectifiers, 2015, equation 10 ("kaiming"); Glorot and Bengio, Understanding
    the difficulty of training deep feedforward neural networks, 2010, equation 12, as a normal one ("xavier").
    """
    rng = np.random.default_rng(settings.seed)
    model = experiment.model
    scale = 1.0 if settings.initial_scale is None else settings.initial_scale
    if settings.initialisation == "designed":
        named = {name: scale * np.asarray(value) for name, value in experiment.designed_parameters.items()}
        return model.join({name: named[name] for name in model.shapes})
    first = {name: np.zeros(shape) for name, shape in model.shapes.items()}
    for name, fans in model.fans.items():
        first[name] = _drawn(rng, settings.initialisation or "normal", scale, model.shapes[name], fans)
    return model.join(first)


def _drawn(
    rng: np.random.Generator, initialisation: str, scale: float, shape: tuple[int, ...], fans: tuple[int, int]
) -> Array:
    inputs, outputs = fans
    if initialisation == "zero":
        return np.zeros(shape)
    if initialisation == "uniform":
        return rng.uniform(-scale, scale, shape)
    spread = {
        "normal": scale,
        "kaiming": scale * math.sqrt(2 / inputs),
        "xavier": scale * math.sqrt(2 / (inputs + outputs)),
    }[initialisation]
    return rng.normal(0.0, spread, shape)
