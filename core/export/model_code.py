"""A learned model of several filters as a PyTorch program with all its numbers: one function from data to answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from core.export.files import File, named
from core.learning import Experiment
from core.learning.experiments.data.contrast_patches import DAMPING
from core.learning.models import (
    SMALLEST_ENERGY,
    EnergyModel,
    GratingsNetwork,
    LinearModel,
    Model,
    SparseCode,
    TextureNetwork,
    TwoLayerModel,
)
from core.learning.models.textures import LEAST_DEVIATION, STRIDE

HEADING = '''"""{title}: a model learned from data, with its numbers.

{described}
"""

import numpy as np
import torch
from torch.nn import functional

{parameters}

{function}
'''
CONVOLUTION = '''
def answer(data):
    """{what} for data {shape}; the edges, which the filters do not cover, have none."""
    data = torch.from_numpy(np.array(data, np.float32))[None, None]
    {lines}
'''
PICTURES = '''
def answer(pictures):
    """{what} for pictures (n, {shape})."""
    pictures = torch.from_numpy(np.array(pictures, np.float32))
    {lines}
'''


def model_code(experiment: Experiment, parameters: Mapping[str, Any]) -> File:
    """A PyTorch program whose function `answer` does what the experiment's model does with these parameters.

    The answers of a detector and of a classifier are those before they become probabilities.
    """
    model = experiment.model
    written = {name: np.asarray(value, np.float32) for name, value in parameters.items()}
    written["weights"] = channels_first(model, written["weights"])
    for name in ("whitened_weights", "raw_weights"):  # `weights` follow from them
        written.pop(name, None)
    lines = [f"{name.upper()} = torch.tensor({_numbers(value)})" for name, value in written.items()]
    text = HEADING.format(
        title=experiment.title,
        described=experiment.description,
        parameters="\n".join(lines),
        function=_function(model),
    )
    return named(f"{experiment.name}_pytorch", "py", "text/x-python", text.encode())


def channels_first(model: Model, weights: Any) -> Any:
    """Filters (filters, channels, ...) as a convolutional layer takes them; ours have their colours last."""
    if len(model.filter_shape) == 3:
        return np.moveaxis(weights, -1, 1)
    return weights.reshape(model.filters, 1, *model.filter_shape)


def _function(model: Model) -> str:
    ndim = min(2, len(model.filter_shape))
    convolve, shape = f"functional.conv{ndim}d", "(n,)" if ndim == 1 else "(h, w)"
    each = "sample" if ndim == 1 else "pixel"
    match model:
        case LinearModel():
            bias = ", BIAS.reshape(1)" if model.has_bias else ""
            lines = [f"return {convolve}(data, WEIGHTS{bias})[0, 0]"]
        case EnergyModel():
            lines = [
                f"responses = {convolve}(data, WEIGHTS)[0]",
                f"return (responses.square().sum(0) + {SMALLEST_ENERGY}).sqrt() + BIAS",
            ]
        case TwoLayerModel():
            lines = [
                f"rectified = torch.relu({convolve}(data, WEIGHTS, HIDDEN_BIAS))[0]",
                "return torch.tensordot(OUTPUT_WEIGHTS, rectified, dims=1) + BIAS",
            ]
        case SparseCode():
            return PICTURES.format(
                what="Each filter's answer (n, filters, h', w') to the patch at each pixel, divided by its contrast,",
                shape="3, h, w" if len(model.filter_shape) == 3 else "1, h, w",
                lines=_lines([
                    f"size = {tuple(model.filter_shape[:2])}",
                    "mean = functional.avg_pool2d(pictures.mean(1, keepdim=True), size, stride=1)",
                    "power = functional.avg_pool2d(pictures.square().mean(1, keepdim=True), size, stride=1)",
                    "# the filters sum to zero, so that the mean need not be taken away",
                    f"return functional.conv2d(pictures, WEIGHTS) / (power - mean.square() + {DAMPING}).sqrt()",
                ]),
            )  # fmt: skip
        case TextureNetwork():
            second = [
                "both_signs = torch.cat((torch.relu(maps), torch.relu(-maps)), 1)",
                "maps = functional.conv2d(both_signs, SECOND_WEIGHTS, SECOND_BIAS)",
            ]
            return PICTURES.format(
                what="An answer to each class (n, classes), the largest for the likeliest,",
                shape="1, h, w",
                lines=_lines([
                    "pictures = pictures - pictures.mean((1, 2, 3), keepdim=True)",
                    "variance = pictures.square().mean((1, 2, 3), keepdim=True)",
                    f"pictures = pictures / variance.sqrt().clamp(min={LEAST_DEVIATION})",
                    f"maps = functional.conv2d(pictures, WEIGHTS, HIDDEN_BIAS, stride={STRIDE})",
                    *(second if model.depth == 2 else []),
                    f"means = {model.gain} * torch.cat((torch.relu(maps), torch.relu(-maps)), 1).mean((2, 3))",
                    "return functional.linear(means, CLASS_WEIGHTS, CLASS_BIAS)",
                ]),
            )  # fmt: skip
        case GratingsNetwork():
            return PICTURES.format(
                what="An answer to each class (n, classes), the largest for the likeliest,",
                shape="1, h, w",
                lines=_lines([
                    "means = torch.relu(functional.conv2d(pictures, WEIGHTS, HIDDEN_BIAS)).mean((2, 3))",
                    "return functional.linear(means, CLASS_WEIGHTS, CLASS_BIAS)",
                ]),
            )  # fmt: skip
        case _:
            raise TypeError(f"model has the kind {model.kind!r}, which no program is written for.")
    return CONVOLUTION.format(what=f"The answer at each {each}", shape=shape, lines=_lines(lines))


def _lines(lines: list[str]) -> str:
    return "\n    ".join(lines)


def _numbers(values: Any) -> str:
    """Numbers with the nine digits that tell each float32 from every other."""
    return json.dumps(
        json.loads(json.dumps(values.astype(np.float64).tolist()), parse_float=lambda text: float(f"{float(text):.9g}"))
    )
