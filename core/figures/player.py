"""A run for the player in the browser: every frame, ready to be drawn."""

from __future__ import annotations

import math
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.answers import AnswerForm, answer_form
from core.figures.bank import MOST_FILTERS
from core.figures.loss_map import loss_map
from core.figures.pace import moments
from core.figures.shown_filters import are_numbers, colours_of, fitted_scales, shown_filters, shown_scale, sides_of
from core.figures.wire import packed
from core.learning import Experiment, Optimum, Trajectory, least_loss, predicted_losses, verdict, without_rounding
from core.learning.wording import headline

MOST_FRAMES = 120
MOST_BYTES = 1_000_000  # of all frames' filters, and as many of their answers
ROUNDING = 1e-12  # of the largest weight: smaller weights are rounding


@dataclass(frozen=True, eq=False)
class Frame:
    """One recorded step: filters, the scale at which they are like the designed ones, the bias, and the answer."""

    step: int
    loss: float
    weights: NDArray[Any]
    scale: float
    bias: float
    answer: NDArray[Any]


def player_data(
    trajectory: Trajectory,
    optimum: Optimum | None,
    *,
    most_frames: int = MOST_FRAMES,
    known: MutableMapping[int, Frame] | None = None,
    axes: tuple[int, int] | None = None,
    with_answers: bool = True,
    is_live: bool = False,
) -> bytes:
    """Pack a run for the browser: what all frames share in the header, the frames as arrays.

    `steps` (s,), `times` (s,) in seconds, `log_loss` (s,) to the base of 10 (NaN where there is none), and
    `predicted` (s,) like it where the curvature predicts the loss. `weights` (s, filters, rows, columns[, 3]) are the
    numbers of one small filter, which are drawn divided by `scale` (s,), so that their shape is comparable with the
    `designed` and none is larger than `limit`; of other models they are bytes, each filter on a scale of its own.
    `answers` (s, ...), the right answer `target` and the `input` are in the form that `answer_form` says. `plane`,
    `path` and `corners` show the path of two weights over the loss: number `axes`, by default none. Without answers,
    all that belongs to them is left out. A caller that draws a growing run again and again passes the frames that are
    `known` by their step: missing ones are added there. A run that `is_live`, which grows while it is watched, gets no
    controls: it is shown at its end.
    """
    experiment, form = trajectory.experiment, answer_form(trajectory.experiment)
    known = {} if known is None else known
    chosen = _frames(len(trajectory.steps), _most(experiment, form, most_frames))
    for index in chosen.tolist():
        step = int(trajectory.steps[index])
        if step not in known:
            known[step] = _frame(trajectory, index, form if with_answers else None)
    frames = [known[int(trajectory.steps[index])] for index in chosen]
    designed = experiment.designed_parameters["weights"]
    smallest = None if optimum is None else float(without_rounding(experiment, optimum.loss))
    predicted = predicted_losses(trajectory, optimum)
    weights = np.stack([frame.weights for frame in frames])
    scales, limit = np.array([frame.scale for frame in frames]), None
    if are_numbers(experiment):
        scales, limit = fitted_scales(experiment, weights, scales)
    arrays: dict[str, NDArray[Any]] = {
        "steps": np.array([frame.step for frame in frames], np.int32),
        "times": moments(trajectory.weights[chosen]),
        "log_loss": _logs(experiment, np.array([frame.loss for frame in frames])),
        "weights": weights,
        "scale": scales,
        "bias": np.array([frame.bias for frame in frames]),
        "designed": shown_filters(experiment, designed),
    }
    if with_answers:
        arrays["answers"] = np.stack([frame.answer for frame in frames])
        arrays["input"] = _input(experiment, form)
        arrays["target"] = form.drawn(experiment.data.shown_answer)
    if predicted is not None:
        arrays["predicted"] = _logs(experiment, predicted[chosen])
    if axes is not None:
        arrays |= loss_map(trajectory, optimum, *axes, chosen)
    header = _header(trajectory, optimum, form, smallest, axes)
    return packed({**header, "limit": limit, "is_live": is_live}, **arrays)


def _header(
    run: Trajectory, optimum: Optimum | None, form: AnswerForm, smallest: float | None, axes: tuple[int, int] | None
) -> dict[str, Any]:
    experiment = run.experiment
    # a run that still goes on has no verdict
    outcome = headline(verdict(run, optimum))[0] if run.metrics and run.status != "running" else ""
    return {
        "total": run.settings.steps,
        "least_log": math.log10(least_loss(experiment)),
        "best_log": None if not smallest else math.log10(smallest),
        "shape": [min(experiment.model.filters, MOST_FILTERS), *sides_of(experiment)],
        "colours": colours_of(experiment),
        "is_numbers": are_numbers(experiment),
        "has_bias": experiment.model.filters == 1 and experiment.has_bias,
        "designed_title": experiment.designed_title,
        "form": form.kind,
        "answer_title": experiment.answer_title,
        "reference": experiment.reference_title.lower(),
        "names": experiment.answer_names,
        "unit": experiment.answer_unit,
        "verdict": outcome,
        "axes": None if axes is None else list(axes),
    }


def _frame(run: Trajectory, index: int, form: AnswerForm | None) -> Frame:
    experiment = run.experiment
    parameters = {name: values[index] for name, values in run.parameters.items()}
    weights = np.asarray(parameters["weights"], np.float64)
    weights = np.where(np.abs(weights) < ROUNDING * np.abs(weights).max(), 0.0, weights)
    return Frame(
        step=int(run.steps[index]),
        loss=float(run.loss[index]),
        weights=shown_filters(experiment, weights),
        scale=shown_scale(experiment, weights),
        bias=float(run.bias[index]) if experiment.model.filters == 1 and experiment.has_bias else 0.0,
        answer=np.zeros(0) if form is None else form.drawn(experiment.respond(parameters)),
    )


def _input(experiment: Experiment, form: AnswerForm) -> NDArray[Any]:
    """The shown input: as a curve, or as grey levels over its own range."""
    shown = experiment.data.shown_input
    if shown.ndim == 1:
        return np.asarray(shown, np.float32)
    grey = shown if shown.ndim == 2 else shown.mean(axis=-1)
    # the noisy picture is shown on the scale of the clean one
    same = form if form.kind == "grey" and experiment.data.shown_answer.shape == grey.shape and form.low < 0 else None
    low, high = float(grey.min()), float(grey.max())
    return (same or AnswerForm("grey", low, high if high > low else low + 1)).drawn(grey)


def _logs(experiment: Experiment, losses: NDArray[Any]) -> NDArray[np.float64]:
    """Logarithms of losses, those of rounding alone at the least loss; NaN for a loss that is not finite."""
    with np.errstate(invalid="ignore"):
        logs = np.log10(np.maximum(losses, least_loss(experiment)))
    return np.where(np.isfinite(losses), logs, np.nan)


def _most(experiment: Experiment, form: AnswerForm, most_frames: int) -> int:
    filters = min(experiment.model.filters, MOST_FILTERS) * experiment.model.taps
    answer = form.drawn(experiment.data.shown_answer).nbytes
    return min(most_frames, max(2, MOST_BYTES // max(filters, answer)))


def _frames(count: int, most: int) -> NDArray[np.intp]:
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.intp))
