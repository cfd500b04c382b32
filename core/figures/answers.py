"""A model's answers on the shown input, in the task's own form: a curve, stems, bars, a rosette or a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.cache import cached
from core.figures.picture_scale import signed_limit
from core.learning import Experiment

LONGEST_SIDE = 112  # pixels of a picture that moves
CUT_OFF = 1.0  # per cent of a grey picture's values that are shown as black, and as white
FULL = 127


@dataclass(frozen=True, eq=False)
class AnswerForm:
    """How answers are drawn: the `kind`, and the values that pictures show as black and white, or as full colour."""

    kind: str
    low: float
    high: float

    def drawn(self, values: NDArray[Any]) -> NDArray[Any]:
        """Answers (n,) as float32, or (h, w) as levels: 0 to 255 of grey, -127 to 127 of a sign's colours."""
        if values.ndim == 1:
            return np.asarray(values, np.float32)
        finite = np.nan_to_num(thinned_picture(values))
        if self.kind == "signed":
            return (np.clip(finite / self.high, -1, 1) * FULL).round().astype(np.int8)
        return (np.clip((finite - self.low) / (self.high - self.low), 0, 1) * 255).round().astype(np.uint8)


@cached
def answer_form(experiment: Experiment) -> AnswerForm:
    """The form of an experiment's answers, on a scale that its right answer decides, so that it does not move."""
    kind, right = experiment.answer_form, experiment.data.shown_answer
    if right.ndim == 1:
        return AnswerForm(kind, 0.0, 1.0)
    if kind == "signed":
        return AnswerForm(kind, 0.0, signed_limit(right))
    low, high = np.percentile(right, [CUT_OFF, 100 - CUT_OFF])
    return AnswerForm(kind, float(low), float(high) if high > low else float(low) + 1.0)


def thinned_picture(values: NDArray[Any]) -> NDArray[Any]:
    """Every second, third, ... pixel of a picture (h, w) that is longer than what can be moved."""
    every = -(-max(values.shape[:2]) // LONGEST_SIDE)
    return values[::every, ::every]
