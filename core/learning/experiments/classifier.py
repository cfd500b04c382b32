"""What experiments share in which a network names pictures: the loss, probabilities, and how many are named rightly."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning.experiment import Array, Experiment
from core.learning.losses import CrossEntropy


@dataclass(frozen=True)
class Classifier(Experiment, ABC):
    """A network answers to a whole picture with one number for each class; the shown input is one held-out picture."""

    @property
    def loss(self) -> CrossEntropy:
        """The cross-entropy of the classes."""
        return CrossEntropy()

    def accuracy(self, parameters: Mapping[str, Any]) -> float:
        """The share of held-out pictures that a model with these parameters names rightly."""
        answers = self.model.answers(parameters, self.data.test_inputs)
        return float((answers.argmax(axis=1) == self.data.test_targets).mean())

    def respond(self, parameters: Mapping[str, Any]) -> Array:
        """The probability of each class for the shown picture."""
        answer = self.model.answers(parameters, self.data.shown_input[None])[0].astype(np.float64)
        return np.asarray(self.loss.prediction(answer))

    def activations(self, parameters: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
        """The output of every layer on the shown picture."""
        outputs = self.model.layers(parameters, self.data.shown_input[None])
        return {name: output[0] for name, output in outputs.items()}
