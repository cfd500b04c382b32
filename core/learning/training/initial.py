"""The parameters that a run starts from."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from core.learning.experiment import Array, Experiment
from core.learning.settings import ResolvedSettings


def first_parameters(experiment: Experiment, settings: ResolvedSettings) -> Array:
    """The first parameters as one vector: weights that the experiment gives or that follow from the seed, no biases.

    Sources: He et al., Delving deep into rectifiers, 2015, equation 10 ("kaiming"); Glorot and Bengio, Understanding
    the difficulty of training deep feedforward neural networks, 2010, equation 12, as a normal distribution ("xavier").
    """
    return first_parameters_of_seeds(experiment, settings, [settings.seed])[0]


def first_parameters_of_seeds(
    experiment: Experiment, settings: ResolvedSettings, seeds: Sequence[int], scales: Sequence[float] | None = None
) -> Array:
    """The `first_parameters` of each seed, at `scales` in place of the initial scale if given, shape (seeds, size)."""
    model, initialisation = experiment.model, settings.initialisation
    chosen = np.full(len(seeds), settings.initial_scale) if scales is None else np.asarray(scales)
    if initialisation == "designed":
        named = {name: np.asarray(value) for name, value in experiment.designed_parameters.items()}
        theta = model.join(named)
        return (chosen[:, None] * theta).astype(model.dtype)
    thetas = np.zeros((len(seeds), model.size))
    drawn = [(model.slices[name][0], fans) for name, fans in model.fans.items()]
    for theta, seed, scale in zip(thetas, seeds, chosen, strict=True):
        rng = np.random.default_rng(seed)
        for part, fans in drawn:
            theta[part] = _draw(rng, initialisation, float(scale), part.stop - part.start, fans)
    for name, values in experiment.given_parameters.items():
        thetas[:, model.slices[name][0]] = values.ravel()
    return thetas.astype(model.dtype)


def _draw(
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
