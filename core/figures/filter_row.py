"""The filters of several models for the browser, to be drawn beside one another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.figures.chart import number
from core.figures.kernels import shared_limit
from core.figures.shown_filters import colours_of, shown_filters, shown_scale, sides_of
from core.figures.wire import packed
from core.learning import Contender, Experiment

AS_IT_IS = 0.005  # a scale that is no further from 1 is none


def filter_row(experiment: Experiment, models: Sequence[Contender]) -> bytes:
    """Pack the filters of the models, single ones divided by their best common scale.

    The header has the title, the role and the `words` on scale and bias of each of `models`; the largest absolute
    number of single filters as `limit`; and what the colours say as `legend`. `filters0`, `filters1` and so on (n, ...)
    are numbers where there is a limit, else bytes, each filter on a scale of its own.

    >>> from core.learning import get_experiment
    >>> task = get_experiment("find_peaks")
    >>> len(filter_row(task, [Contender("designed", "Designed", task.designed_parameters)])) > 100
    True
    """
    is_single = experiment.model.filters == 1
    scales = [shown_scale(experiment, each.weights) for each in models]
    shown = [each.weights / scale for each, scale in zip(models, scales, strict=True)]
    limit = shared_limit(*shown) if is_single else None
    header = {
        "models": [
            {"title": each.title, "role": each.role, "words": _words(experiment, each, scale)}
            for each, scale in zip(models, scales, strict=True)
        ],
        "sides": sides_of(experiment),
        "colours": colours_of(experiment),
        "limit": limit,
        "legend": _legend(experiment, limit),
    }
    drawn = [np.asarray(each, np.float32)[None] if is_single else shown_filters(experiment, each) for each in shown]
    return packed(header, **{f"filters{index}": each for index, each in enumerate(drawn)})


def _words(experiment: Experiment, model: Contender, scale: float) -> str:
    """What a single filter is divided by, and its bias."""
    divided = f"÷ {number(scale)}" if abs(scale - 1) > AS_IT_IS else ""
    bias = f"bias {number(model.bias)}" if experiment.has_bias and experiment.model.filters == 1 else ""
    return ", ".join(filter(None, (divided, bias)))


def _legend(experiment: Experiment, limit: float | None) -> str:
    """What the colours of maps say; bars have none."""
    if limit is None:
        signs = (
            "in the colours that it answers to most"
            if colours_of(experiment) == 3
            else "purple below zero, green above"
        )
        return f"Each filter on a scale of its own, {signs}: the next layer decides on its strength."
    if len(experiment.filter_shape) == 1:
        return ""
    return f"One scale for all: purple is −{number(limit)}, white 0, green {number(limit)}."
