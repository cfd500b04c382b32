"""The numbers that a run starts from."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from core.learning.experiment import Array, Experiment
from core.learning.settings import TrainingSettings


def first_place(experiment: Experiment, settings: TrainingSettings) -> Array:
    """Draw the first parameters as one vector; biases are zero, and what is drawn depends on the seed alone.

    Sources: He et al., Delving deep into rectifiers, 2015, equation 10 ("kaiming"); Glorot and Bengio, Understanding
    the difficulty of training deep feedforward neural networks, 2010, equation 12, as a normal one ("xavier").
    """
    return first_places(experiment, settings, [settings.seed], [_scale(settings)])[0]


def first_places(
    experiment: Experiment, settings: TrainingSettings, seeds: Sequence[int], scales: Sequence[float] | None = None
) -> Array:
    """What `first_place` draws for each of these seeds, at a scale of its own if given, shape (seeds, size)."""
    model, initialisation = experiment.model, settings.initialisation or "normal"
    chosen = np.full(len(seeds), _scale(settings)) if scales is None else np.asarray(scales)
    if initialisation == "designed":
        named = {name: np.asarray(value) for name, value in experiment.designed_parameters.items()}
        place = model.join({name: named[name] for name in model.shapes})
        return (chosen[:, None] * place).astype(model.dtype)
    places = np.zeros((len(seeds), model.size))
    drawn = [(model.slices[name][0], fans) for name, fans in model.fans.items()]
    for place, seed, scale in zip(places, seeds, chosen, strict=True):
        rng = np.random.default_rng(seed)
        for part, fans in drawn:
            place[part] = _drawn(rng, initialisation, float(scale), part.stop - part.start, fans)
    return places.astype(model.dtype)


def _scale(settings: TrainingSettings) -> float:
    return 1.0 if settings.initial_scale is None else settings.initial_scale


def _drawn(
    rng: np.random.Generator, initialisation: str, scale: float, count: int, fans: tuple[int, int]
) -> Array | float:
    inputs, outputs = fans
    if initialisation == "zero":
        return 0.0
    if initialisation == "uniform":
        return rng.uniform(-scale, scale, count)
    spread = {
        "normal": scale,
        "kaiming": scale * math.sqrt(2 / inputs),
        "xavier": scale * math.sqrt(2 / (inputs + outputs)),
    }[initialisation]
    return rng.normal(0.0, spread, count)
