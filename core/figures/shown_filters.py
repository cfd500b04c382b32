"""The filters of a model as they are drawn: their shape, their scale, and their numbers or bytes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.bank import MOST_FILTERS
from core.figures.wire import in_bytes
from core.kernels import compare
from core.learning import Experiment

MOST_NUMBERS = 100  # of a filter whose numbers are sent as they are: others are seen as colours
ALIKE_FROM, ALIKE = 0.5, 0.8  # cosines between which a filter's scale goes from its own to the designed one's


def shown_scale(experiment: Experiment, weights: NDArray[Any]) -> float:
    """The number by which one filter is divided to be drawn beside the designed one.

    It is the best common scale where the two are alike, and 1 where they are not: random numbers are shown as they are.

    >>> from core.learning import get_experiment
    >>> task = get_experiment("find_peaks")
    >>> round(shown_scale(task, np.array([-8.0, 15.0, -8.0])), 2), shown_scale(task, np.array([1.0, 2.0, 3.0]))
    (10.33, 1.0)
    """
    if experiment.model.filters > 1 or experiment.filter_shape != experiment.designed.weights.shape:
        return 1.0
    if not np.isfinite(weights).all():
        return 1.0
    comparison = compare(experiment.designed, weights)
    share = min(1.0, max(0.0, (comparison.cosine - ALIKE_FROM) / (ALIKE - ALIKE_FROM)))
    return 1.0 + share * (comparison.scale - 1.0)


def shown_filters(experiment: Experiment, weights: NDArray[Any]) -> NDArray[Any]:
    """Weights as filters (n, ...): the numbers of one small filter, or bytes, each filter on a scale of its own.

    >>> from core.learning import get_experiment
    >>> shown_filters(get_experiment("find_edges"), np.full((2, 3, 3), 0.5))[0, 0].tolist()
    [127, 127, 127]
    """
    filters = np.asarray(weights).reshape(-1, *experiment.filter_shape)[:MOST_FILTERS]
    if are_numbers(experiment):
        return np.asarray(filters, np.float32)
    return np.stack([in_bytes(each)[0] for each in filters])


def are_numbers(experiment: Experiment) -> bool:
    """Whether the model has one filter, so small that its numbers can be read."""
    return experiment.model.filters == 1 and experiment.model.taps <= MOST_NUMBERS


def sides_of(experiment: Experiment) -> tuple[int, int]:
    """The rows and columns of a filter as it is drawn: that of a signal has one row.

    >>> from core.learning import get_experiment
    >>> sides_of(get_experiment("find_peaks")), sides_of(get_experiment("find_edges"))
    ((1, 3), (3, 3))
    """
    rows, columns = (1, *experiment.filter_shape[:2])[-2:]
    return rows, columns


def colours_of(experiment: Experiment) -> int:
    """How many numbers a place of a filter has: 3 where it sees red, green and blue, else 1."""
    return 3 if len(experiment.filter_shape) == 3 else 1
