"""Filters that start as random numbers and are moved by the gradient: one filter, and two layers with a ReLU."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.convolution import correlate
from core.learning.losses import Squared
from core.learning.models import TwoLayerModel
from core.learning.objectives.backpropagation import Backpropagation
from core.learning.update_rules import StepSize, adam, polyak
from core.study.sums import Array

STEPS = 500  # of one filter: plain products of second moments, whatever the number of patches
HIDDEN, BATCH, EPOCH, MOST_STEPS, PATIENCE = 8, 256, 100, 1500, 3
RATE = 0.005


@dataclass(frozen=True, eq=False)
class TwoLayers:
    """A trained network: what it subtracts from patches, what it divides by, and its parameters."""

    model: TwoLayerModel
    parameters: Mapping[str, NDArray[Any]]
    middle: float
    spread: float
    offset: float
    scale: float

    def answers(self, patches: Array) -> Array:
        """The answers (n,) to patches (n, k)."""
        answers = self.model.answers(self.parameters, (patches - self.middle) / self.spread)
        return np.asarray(answers * self.scale + self.offset)

    def apply(self, data: Array) -> Array:
        """The answers to data (n,) or (h, w), mirrored at the ends, in its shape; a filter at a time."""
        scaled = (data - self.middle) / self.spread
        named = self.parameters
        total = np.full(data.shape, float(named["bias"]))
        for weights, bias, output in zip(named["weights"], named["hidden_bias"], named["output_weights"], strict=True):
            total += output * np.maximum(correlate(scaled, weights, boundary="mirror") + bias, 0.0)
        return total * self.scale + self.offset

    def beside(self, share: float) -> TwoLayers:
        """The network whose answer is the sample itself by a `share`, and this one's by the rest.

        Two more filters have the sample and its negative: together, after the ReLU, they answer with the sample.
        """
        old, count = self.parameters, len(self.parameters["weights"])
        own = np.zeros((2, *old["weights"].shape[1:]))
        own[(slice(None), *(length // 2 for length in own.shape[1:]))] = 1.0, -1.0
        output = share * self.spread / self.scale
        parameters = {
            "weights": np.concatenate([old["weights"], own]),
            "hidden_bias": np.append(old["hidden_bias"], [0.0, 0.0]),
            "output_weights": np.append((1 - share) * old["output_weights"], [output, -output]),
            "bias": (1 - share) * old["bias"],
        }
        offset = (1 - share) * self.offset + share * self.middle
        model = TwoLayerModel(self.model.filter_shape, count + 2)
        return replace(self, model=model, parameters=parameters, offset=offset)


def one_filter(sums: Array, seed: int) -> Array:
    """Weights and offset (k + 1,) of a filter that begins as random numbers, moved by gradient descent with momentum.

    `sums` (k + 2, k + 2) are the training part's, as `patch_sums` gives them: the loss and its gradient follow from
    these alone. Rate and momentum are those that are best for the steepest and the flattest direction of the loss.

    >>> rows = np.vstack([np.random.default_rng(0).normal(size=(2, 50)), np.ones(50)])
    >>> rows = np.vstack([rows, rows[0] - 2 * rows[1] + 3])
    >>> one_filter(rows @ rows.T, seed=0).round(6).tolist()
    [1.0, -2.0, 3.0]
    """
    count = sums[-2, -2]
    hessian, slope = sums[:-1, :-1] / count, sums[:-1, -1] / count
    # around the mean of the patches the offset no longer depends on the weights
    mean, offset = hessian[:-1, -1], slope[-1]
    centred = hessian[:-1, :-1] - np.outer(mean, mean)
    target = slope[:-1] - mean * offset
    eigenvalues = np.linalg.eigvalsh(centred)
    steep, flat = eigenvalues[-1], max(eigenvalues[0], eigenvalues[-1] * 1e-4)
    if steep <= 0:
        return np.append(np.zeros(len(mean)), offset)
    ratio = (np.sqrt(steep) - np.sqrt(flat)) / (np.sqrt(steep) + np.sqrt(flat))
    size = StepSize(4 / (np.sqrt(steep) + np.sqrt(flat)) ** 2, ratio**2)
    weights = np.random.default_rng(seed).normal(0.0, 1 / np.sqrt(len(mean)), len(mean))
    memory: Mapping[str, Any] = {}
    for step in range(STEPS):
        weights, memory = polyak(weights, centred @ weights - target, memory, size, step)
    return np.append(weights, offset - weights @ mean)


def two_layers(
    patches: Array,
    targets: Array,
    shape: tuple[int, ...],
    linear: Array,
    error: Callable[[TwoLayers], float],
    seed: int,
    *,
    is_blind: bool = False,
) -> TwoLayers:
    """Convolution, ReLU, convolution, trained on patches (n, k) until the `error` elsewhere no longer falls.

    Two of its filters begin as the best `linear` filter (k + 1,) and its negative, which together answer as that does;
    the others begin as random numbers. Of all rounds of training the network with the smallest error is returned.
    One that `is_blind` has no weight for the middle of a patch; the `linear` filter has none there either.
    """
    model = TwoLayerModel(shape, HIDDEN)
    rng = np.random.default_rng(seed)
    middle, spread = float(patches.mean()), float(patches.std()) or 1.0
    offset, scale = float(targets.mean()), float(targets.std()) or 1.0
    first = linear[:-1] * spread / scale
    start = (linear[-1] + linear[:-1].sum() * middle - offset) / scale
    weights = rng.normal(0.0, 1 / np.sqrt(first.size), (HIDDEN, first.size))
    weights[0], weights[1] = first, -first
    scaled = (patches - middle) / spread
    if is_blind:
        # a weight of 0 whose input is always 0 has no gradient, and stays
        weights[:, first.size // 2] = scaled[:, first.size // 2] = 0.0
    output = rng.normal(0.0, 0.01, HIDDEN)
    output[:2] = 1.0, -1.0
    begun = {"weights": weights.reshape(HIDDEN, *shape), "hidden_bias": np.zeros(HIDDEN), "output_weights": output}
    theta = model.join({**begun, "bias": np.array(start)})
    objective = Backpropagation(model, Squared(), scaled, (targets - offset) / scale)

    def made(numbers: Array) -> TwoLayers:
        return TwoLayers(model, model.parameters(numbers), middle, spread, offset, scale)

    best, lowest, worse = made(theta), error(made(theta)), 0
    memory: Mapping[str, Any] = {}
    for step in range(MOST_STEPS):
        rows = rng.integers(0, len(targets), min(BATCH, len(targets)))
        gradient = objective(theta, rows)[1]
        rate = RATE * 0.5 * (1 + np.cos(np.pi * step / MOST_STEPS))
        theta, memory = adam(theta, gradient, memory, StepSize(rate, 0.9), step)
        if step % EPOCH == EPOCH - 1:
            now = made(theta)
            found = error(now)
            best, lowest, worse = (now, found, 0) if found < lowest else (best, lowest, worse + 1)
            if worse >= PATIENCE:
                break
    return best
