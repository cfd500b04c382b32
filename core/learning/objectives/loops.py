"""The logistic loss by the compiled pass: patches sorted by target, tap by tap, as its loops read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning.compiled import Code, code_for
from core.learning.compiled.logistic import UNROLLED
from core.learning.experiment import Array, Experiment
from core.learning.models import LinearModel
from core.learning.objectives.objective import Rows


class LogisticLoops:
    """Loss and gradient of one filter, an energy or two layers under a logistic loss, for many seeds at once."""

    knows_all = True

    def __init__(self, experiment: Experiment, dtype: np.dtype[Any]) -> None:
        model = experiment.model
        self._inputs, self._targets = experiment.inputs, experiment.targets
        self._dtype, self._filters = dtype, model.filters
        self._lacks_bias = isinstance(model, LinearModel) and not model.has_bias
        self._costs = {1.0: 1.0, 0.0: experiment.false_positive_weight}
        self._code = code_for(model.kind, model.taps, dtype)
        self._whole = self._groups(slice(None))
        self._scratch = np.zeros(self._filters * UNROLLED * self._code.lanes, dtype)

    def __call__(self, place: Array, rows: Rows = None) -> tuple[Any, Array]:
        """Loss and gradient over these rows, None for all."""
        if rows is not None and rows.ndim == 2:
            each = [self(one, row) for one, row in zip(place, rows, strict=True)]
            return np.array([loss for loss, _ in each]), np.stack([gradient for _, gradient in each])
        groups = self._whole if rows is None else self._groups(rows)
        numbers = np.atleast_2d(place)
        if self._lacks_bias:
            numbers = np.column_stack([numbers, np.zeros(len(numbers))])
        numbers = np.ascontiguousarray(numbers, self._dtype)
        size = numbers.shape[1]
        total = np.zeros((len(numbers), size + 1))
        for group in groups:
            total += group.cost * group.run(self._code, numbers, self._filters, self._scratch)
        total /= sum(group.count for group in groups)
        loss, gradient = total[:, size], total[:, : size - self._lacks_bias]
        return (loss[0], gradient[0]) if place.ndim == 1 else (loss, gradient)

    def _groups(self, rows: Any) -> list[_Group]:
        inputs, targets = self._inputs[rows], self._targets[rows]
        groups = []
        for target, cost in self._costs.items():
            patches = inputs[targets == target]
            if len(patches):
                groups.append(_Group.of(patches, target, cost, self._code, self._dtype))
        return groups


@dataclass(frozen=True, eq=False)
class _Group:
    """Patches of one target: `taps` (k, padded count), zeros behind the last."""

    taps: NDArray[Any]
    target: NDArray[Any]
    cost: float
    count: int

    @classmethod
    def of(cls, patches: Array, target: float, cost: float, code: Code, dtype: np.dtype[Any]) -> _Group:
        count, taps = patches.shape
        columns = np.zeros((taps, -(-count // code.stride) * code.stride), dtype)
        columns[:, :count] = patches.T
        return cls(columns, np.array([target], dtype), cost, count)

    def run(self, code: Code, numbers: NDArray[Any], filters: int, scratch: NDArray[Any]) -> Array:
        """Sums over the patches: the gradient, then the loss, shape (seeds, size + 1)."""
        seeds, size = numbers.shape
        results = np.zeros((seeds, size + 1 + -(-self.count // code.block), code.lanes), self.taps.dtype)
        arguments = np.array(
            [
                self.taps.ctypes.data,
                self.taps.strides[0],
                self.count,
                numbers.ctypes.data,
                numbers.strides[0],
                seeds,
                filters,
                self.target.ctypes.data,
                results.ctypes.data,
                results.strides[0],
                scratch.ctypes.data,
            ],
            np.int64,
        )
        code.run(arguments.ctypes.data)
        sums = results[:, : size + 1].sum(axis=-1, dtype=np.float64)
        with np.errstate(invalid="ignore", divide="ignore"):
            sums[:, size] += np.log(results[:, size + 1 :]).sum(axis=(1, 2), dtype=np.float64)
        return sums
