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


def fitted_scales(
    experiment: Experiment, weights: NDArray[Any], scales: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """The scales (s,) of one run's filters (s, ...) with which all fit into one figure, and the largest number drawn.

    The figure goes as far as the designed filter, the first and the last one at their `scales`, or as any filter that
    is like the designed one: a run that grows without end would leave nothing to see of the others. What is still
    larger has a scale that makes it fit.

    >>> from core.learning import get_experiment
    >>> task, run = get_experiment("find_peaks"), np.array([[0.0, 0.5, -0.5], [30.0, 60.0, -30.0]])
    >>> scales, limit = fitted_scales(task, run, np.ones(2))
    >>> round(limit, 3), scales.round(1).tolist()
    (2.165, [1.0, 27.7])
    """
    designed = np.asarray(experiment.designed_parameters["weights"], np.float64)
    flat = np.asarray(weights, np.float64).reshape(len(scales), -1)
    sizes = np.abs(np.where(np.isfinite(flat), flat, 0.0)).max(axis=1)
    # a filter with a cosine of ALIKE and the best common scale is this long at most, and so is each of its numbers
    most = float(np.linalg.norm(designed)) / ALIKE
    limit = max(float(np.abs(designed).max()), *(min(most, float(sizes[at] / scales[at])) for at in (0, -1)))
    return np.maximum(scales, sizes / limit), limit


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
