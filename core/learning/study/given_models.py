"""Studies of models given by their numbers: scores and answers, what they are compared with, their layers' outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.background import AtOnce
from core.learning.experiment import Experiment
from core.learning.optimum import solve
from core.learning.study.contenders import Contender, compared, score_of

Held = tuple[tuple[str, str, tuple[int, ...], bytes], ...]


def held(parameters: Mapping[str, NDArray[Any]]) -> Held:
    """Parameters by value, so that equal ones are equal."""
    named = sorted(parameters.items())
    return tuple((name, each.dtype.str, each.shape, each.tobytes()) for name, each in named)


def released(parameters: Held) -> dict[str, NDArray[Any]]:
    """The parameters that are held by value, as arrays."""
    return {name: np.frombuffer(each, dtype).reshape(shape) for name, dtype, shape, each in parameters}


@dataclass(frozen=True, eq=False)
class Judged:
    """A model's `score`, and its `answer` on the shown input."""

    score: float
    answer: NDArray[Any]


@dataclass(frozen=True)
class Judging:
    """The study of the scores and the answers of several models on an experiment's held-out data.

    >>> from core.background import done_at_once
    >>> from core.learning import get_experiment
    >>> task = get_experiment("find_peaks")
    >>> _, (designed,) = done_at_once(Judging(task, (held(task.designed_parameters),)))
    >>> round(designed.score, 2)
    0.7
    """

    experiment: Experiment
    models: tuple[Held, ...]

    def pieces(self) -> Sequence[Held]:
        """The models."""
        return self.models

    def work(self, piece: Held) -> Judged:
        """The score and the answer of a model."""
        parameters = released(piece)
        return Judged(score_of(self.experiment, parameters), self.experiment.respond(parameters))

    def conclude(self, parts: Sequence[Judged]) -> tuple[Judged, ...]:
        """Those of all."""
        return tuple(parts)


@dataclass(frozen=True)
class Comparing(AtOnce):
    """The study of the models that a run which was trained before is compared with."""

    experiment: Experiment
    learned: Held

    def result(self) -> tuple[Contender, ...]:
        """The models, in the order in which they are shown."""
        return compared(self.experiment, released(self.learned), solve(self.experiment))


@dataclass(frozen=True)
class LayerOutputs(AtOnce):
    """The study of what each layer of a model makes of an experiment's shown input."""

    experiment: Experiment
    parameters: Held

    def result(self) -> dict[str, NDArray[Any]]:
        """The outputs by the name of their layer."""
        return self.experiment.activations(released(self.parameters))
