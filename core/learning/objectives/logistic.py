"""The logistic loss by the compiled pass, which reads the array whose windows the patches are, or the patches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.learning.losses import Logistic
from core.learning.models import Array, LinearModel, Model
from core.learning.objectives.compiled.arguments import Arguments
from core.learning.objectives.objective import Rows, one_by_one
from core.learning.objectives.samples import Samples, in_place, tap_by_tap
from core.learning.windows import Windows

if TYPE_CHECKING:
    from core.learning.objectives.compiled.code import Code


def has_pass(kind: str) -> bool:
    """Whether a pass is written for this kind of model."""
    from core.learning.objectives.compiled.code import MODELS

    return kind in MODELS


class LogisticLoops:
    """Loss and gradient of one filter, an energy or two layers under a logistic loss, for many seeds at once.

    `windows` tells that the inputs are all windows of an array: passes over all of them then read the array, which the
    processor's caches hold, in place of the patches. The objective holds the memory that a pass writes to, so that it
    serves one run at a time.
    """

    is_cheap_over_all = True

    def __init__(
        self,
        model: Model,
        loss: Logistic,
        inputs: NDArray[Any],
        targets: Array,
        dtype: np.dtype[Any],
        windows: Windows | None = None,
    ) -> None:
        self._inputs, self._targets, self._windows = inputs, targets, windows
        self._false_positive_weight = loss.false_positive_weight
        self._dtype, self._kind, self._filters = dtype, model.kind, model.filters
        # the pass always has a bias; where none is learned it stays zero
        has_bias = not (isinstance(model, LinearModel) and not model.has_bias)
        self._learned, self._size = model.size, model.size if has_bias else model.size + 1
        self._whole: _Passes | None = None

    def __call__(self, theta: Array, rows: Rows = None) -> tuple[Any, Array]:
        """Loss and gradient over these rows, None for all."""
        seeds = 1 if theta.ndim == 1 else len(theta)
        if rows is not None:
            if rows.ndim == 2:
                return one_by_one(self, theta, rows)
            passes = self._over_patches(self._inputs[rows], self._targets[rows], seeds)
        else:
            if self._whole is None or len(self._whole.parameters) != seeds:
                self._whole = self._over_all(seeds)
            passes = self._whole
        passes.parameters[:, : self._learned] = theta
        total = passes.run()
        loss, gradient = total[:, self._size], total[:, : self._learned]
        return (loss[0], gradient[0]) if theta.ndim == 1 else (loss, gradient)

    def _over_all(self, seeds: int) -> _Passes:
        # a pass sums the losses of all that it reads, so that both targets must count the same
        if self._windows is None or self._false_positive_weight != 1:
            return self._over_patches(self._inputs, self._targets, seeds)
        code = self._code(self._windows.taps)
        samples = in_place(self._windows, self._targets, code.stride, self._dtype)
        return self._passes(code, [(1 / len(self._targets), samples)], seeds)

    def _over_patches(self, inputs: NDArray[Any], targets: Array, seeds: int) -> _Passes:
        code, weight = self._code((inputs.shape[1], 1)), self._false_positive_weight
        groups = [(1.0, targets >= 0)] if weight == 1 else [(1.0, targets == 1), (weight, targets == 0)]
        samples = [
            (each / len(inputs), tap_by_tap(inputs[those], targets[those], code.stride, self._dtype))
            for each, those in groups
            if those.any()
        ]
        return self._passes(code, samples, seeds)

    def _code(self, shape: tuple[int, int]) -> Code:
        from core.learning.objectives.compiled.code import code_for

        return code_for(self._kind, shape, self._dtype)

    def _passes(self, code: Code, samples: Sequence[tuple[float, Samples]], seeds: int) -> _Passes:
        """The memory that the passes over these samples, each with its share of the loss, read and write."""
        size = self._size
        blocks = max(-(-each.count // code.block) for _, each in samples)
        parameters = np.zeros((seeds, size), self._dtype)
        # products that no block writes to count as 1
        results = np.ones((len(samples), seeds, size + 1 + blocks, code.lanes), self._dtype)
        scratch = np.zeros(self._filters * code.stride, self._dtype)
        # a pass has only the addresses of these arrays: holding them here keeps them from being freed
        held: list[NDArray[Any]] = [scratch]
        addresses = []
        parameters_at, scratch_at = parameters.ctypes.data, scratch.ctypes.data
        for (_, each), result in zip(samples, results, strict=True):
            arguments = Arguments(
                data=each.data.ctypes.data, pitch=each.pitch * each.data.itemsize, patches=each.count,
                parameters=parameters_at, parameter_pitch=parameters.strides[0], seeds=seeds,
                hidden=self._filters, targets=each.targets.ctypes.data,
                results=result.ctypes.data, result_pitch=result.strides[0], scratch=scratch_at,
            )  # fmt: skip
            held += [each.data, each.targets, np.array([*arguments], np.int64)]
            addresses.append(held[-1].ctypes.data)
        shares = np.array([share for share, _ in samples])
        return _Passes(code, parameters, results, shares, tuple(addresses), tuple(held))


@dataclass(frozen=True, eq=False)
class _Passes:
    """The memory of the passes of `code`: `parameters` (seeds, size) in, `results` (passes, seeds, ..., lanes) out.

    `shares` are the weights of each pass's sums, `addresses` those of each pass's arguments.
    """

    code: Code
    parameters: NDArray[Any]
    results: NDArray[Any]
    shares: Array
    addresses: tuple[int, ...]
    held: tuple[NDArray[Any], ...]

    def run(self) -> Array:
        """Means over all patches: the gradient, then the loss, shape (seeds, size + 1)."""
        seeds, last = self.parameters.shape
        sums, products = self.results[:, :, : last + 1], self.results[:, :, last + 1 :]
        sums.fill(0)
        for address in self.addresses:
            self.code.run(address)
        total = sums.sum(axis=-1, dtype=np.float64)
        total[:, :, last] += np.log(products).reshape(len(total), seeds, -1).sum(axis=-1, dtype=np.float64)
        return self.shares.dot(total.reshape(len(total), -1)).reshape(seeds, last + 1)
