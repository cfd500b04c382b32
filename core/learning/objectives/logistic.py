"""The logistic loss by the compiled pass, whose loops read the patches grouped by target, tap by tap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.learning.losses import Logistic
from core.learning.models import Array, LinearModel, Model
from core.learning.objectives.compiled.arguments import Arguments
from core.learning.objectives.objective import Rows, one_by_one

if TYPE_CHECKING:
    from core.learning.objectives.compiled.code import Code


def has_pass(kind: str) -> bool:
    """Whether a pass is written for this kind of model."""
    from core.learning.objectives.compiled.code import MODELS

    return kind in MODELS


class LogisticLoops:
    """Loss and gradient of one filter, an energy or two layers under a logistic loss, for many seeds at once.

    It holds the memory that a pass writes to, so that it serves one run at a time.
    """

    is_cheap_over_all = True

    def __init__(
        self, model: Model, loss: Logistic, inputs: NDArray[Any], targets: Array, dtype: np.dtype[Any]
    ) -> None:
        from core.learning.objectives.compiled.code import code_for

        self._inputs, self._targets = inputs, targets
        self._costs = {1.0: 1.0, 0.0: loss.false_positive_weight}
        self._dtype, self._filters = dtype, model.filters
        # the pass always has a bias; where none is learned it stays zero
        has_bias = not (isinstance(model, LinearModel) and not model.has_bias)
        self._learned, self._size = model.size, model.size if has_bias else model.size + 1
        self._code = code_for(model.kind, model.taps, dtype)
        self._whole: _Passes | None = None

    def __call__(self, theta: Array, rows: Rows = None) -> tuple[Any, Array]:
        """Loss and gradient over these rows, None for all."""
        seeds = 1 if theta.ndim == 1 else len(theta)
        if rows is not None:
            if rows.ndim == 2:
                return one_by_one(self, theta, rows)
            passes = self._passes(self._inputs[rows], self._targets[rows], seeds)
        else:
            if self._whole is None or len(self._whole.parameters) != seeds:
                self._whole = self._passes(self._inputs, self._targets, seeds)
            passes = self._whole
        passes.parameters[:, : self._learned] = theta
        total = passes.run(self._code)
        loss, gradient = total[:, self._size], total[:, : self._learned]
        return (loss[0], gradient[0]) if theta.ndim == 1 else (loss, gradient)

    def _passes(self, inputs: NDArray[Any], targets: Array, seeds: int) -> _Passes:
        """The memory that the passes over these inputs read and write."""
        groups = [(target, inputs[targets == target]) for target in self._costs]
        groups = [(target, patches) for target, patches in groups if len(patches)]
        code, size = self._code, self._size
        blocks = max(-(-len(patches) // code.block) for _, patches in groups)
        parameters = np.zeros((seeds, size), self._dtype)
        # products that no block writes to count as 1
        results = np.ones((len(groups), seeds, size + 1 + blocks, code.lanes), self._dtype)
        scratch = np.zeros(self._filters * code.stride, self._dtype)
        # a pass has only the addresses of these arrays: holding them here keeps them from being freed
        held: list[NDArray[Any]] = [scratch]
        addresses = []
        parameters_at, scratch_at = parameters.ctypes.data, scratch.ctypes.data
        for (target, patches), result in zip(groups, results, strict=True):
            columns = np.zeros((patches.shape[1], -(-len(patches) // code.stride) * code.stride), self._dtype)
            columns[:, : len(patches)] = patches.T
            label = np.array([target], self._dtype)
            held += [columns, label]
            arguments = Arguments(
                data=columns.ctypes.data, pitch=columns.strides[0], patches=len(patches),
                parameters=parameters_at, parameter_pitch=parameters.strides[0], seeds=seeds,
                hidden=self._filters, target=label.ctypes.data,
                results=result.ctypes.data, result_pitch=result.strides[0], scratch=scratch_at,
            )  # fmt: skip
            held.append(np.array([*arguments], np.int64))
            addresses.append(held[-1].ctypes.data)
        shares = np.array([self._costs[target] for target, _ in groups]) / len(inputs)
        return _Passes(parameters, results, shares, tuple(addresses), tuple(held))


@dataclass(frozen=True, eq=False)
class _Passes:
    """The memory of one pass a target: `parameters` (seeds, size) in, `results` (targets, seeds, ..., lanes) out.

    `shares` are the weights of each target's sums, `addresses` those of each pass's arguments.
    """

    parameters: NDArray[Any]
    results: NDArray[Any]
    shares: Array
    addresses: tuple[int, ...]
    held: tuple[NDArray[Any], ...]

    def run(self, code: Code) -> Array:
        """Means over all patches: the gradient, then the loss, shape (seeds, size + 1)."""
        seeds, last = self.parameters.shape
        sums, products = self.results[:, :, : last + 1], self.results[:, :, last + 1 :]
        sums.fill(0)
        for address in self.addresses:
            code.run(address)
        total = sums.sum(axis=-1, dtype=np.float64)
        total[:, :, last] += np.log(products).reshape(len(total), seeds, -1).sum(axis=-1, dtype=np.float64)
        return self.shares.dot(total.reshape(len(total), -1)).reshape(seeds, last + 1)
