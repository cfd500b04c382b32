"""Writes one pass over the patches: answers, errors and gradients of the logistic loss, without leaving the registers.

Everything is computed for vectors of patches: the answer, then ``s = exp(-|answer|)``, from which follow
the probability (``1 / (1 + s)`` or ``s / (1 + s)``) and the loss ``max(answer, 0) - target answer + log(1 + s)``. The
logarithms of many patches are summed as the logarithm of one product of their factors 1 + s. Each is therefore right
to the rounding of 1: in float64 a patch's loss below 1e-16 counts as 0. exp is computed as
``2^n exp(r)`` with n whole and ``|r| <= log(2) / 2``, by its Taylor polynomial (J.-M. Muller, Elementary Functions,
3rd edition, 2016, sections 4.4 and 11.1).
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from llvmlite import ir

from core.learning.objectives.compiled.arguments import Arguments
from core.machine.target import VECTOR_BYTES
from core.machine.vectors import Element, Writer, whole

UNROLLED = 2  # vectors of patches in flight, so that one does not wait for the other


@dataclass(frozen=True)
class Precision:
    """What depends on the floating-point type.

    The factors of `block` turns of the loop, each at most 2, are multiplied without overflow. `degree` is that of
    exp's polynomial, `mantissa` the bits after the point, `farthest` an answer whose probability is 0 or 1 after
    rounding, `log_2` the logarithm of 2 as a sum whose first term has zeros in its last bits.
    """

    element: Element
    block: int
    degree: int
    mantissa: int
    farthest: float
    log_2: tuple[float, float]

    @property
    def stride(self) -> int:
        """Patches in one turn of the loop."""
        return UNROLLED * self.element.lanes

    @property
    def integers(self) -> Any:
        """A vector of whole numbers of the same size."""
        return ir.VectorType(ir.IntType(8 * self.element.size), self.element.lanes)


PRECISIONS = {
    np.dtype(np.float64): Precision(
        Element(ir.DoubleType(), 8), 256, 11, 52, 700.0, (float.fromhex("0x1.62e42ffp-1"), -4.2009150726810846e-11)
    ),
    np.dtype(np.float32): Precision(
        Element(ir.FloatType(), 4), 60, 6, 23, 87.0, (0.693359375, -2.12194440054690583e-4)
    ),
}

Vectors = list[Any]


class Pass(Writer, ABC):
    """The pass of one model, for taps that lie in so many rows and columns of memory (`shape`).

    For each parameter vector ("seed") it writes, as vectors whose lanes have yet to be summed, the gradient in every
    parameter, then the linear part of the loss, then for each block the product of its factors 1 + s.
    """

    def __init__(self, builder: Any, arguments: Any, shape: tuple[int, int], precision: Precision) -> None:
        super().__init__(builder, precision.element)
        self.shape, self.taps, self.precision = shape, math.prod(shape), precision
        self.given = Arguments(*(self.integer_at(arguments, whole(index)) for index in range(len(Arguments._fields))))

    @abstractmethod
    def begin(self) -> None:
        """Read what stays the same for one seed, whose addresses are `self.parameters` and `self.results`."""

    @abstractmethod
    def answers(self, samples: list[Vectors]) -> Vectors:
        """The answers to vectors of patches; `samples` has the vectors of each tap."""

    @abstractmethod
    def backpropagate(self, samples: list[Vectors], errors: Vectors) -> None:
        """Add the gradients of these errors to the results."""

    @abstractmethod
    def count_parameters(self) -> Any:
        """The length of a parameter vector."""

    def generate(self) -> None:
        """Write the whole pass."""
        self.parameter_count = self.count_parameters()
        self.loop(whole(0), self.given.seeds, 1, self._seed)
        self.builder.ret_void()

    def _seed(self, seed: Any, _: Sequence[Any]) -> Sequence[Any]:
        builder = self.builder
        self.parameters = builder.add(self.given.parameters, builder.mul(seed, self.given.parameter_pitch))
        self.results = builder.add(self.given.results, builder.mul(seed, self.given.result_pitch))
        self.begin()
        self.linear_loss = self.vector_at(self.results, self.parameter_count)
        self.bias_gradient = self.vector_at(self.results, builder.sub(self.parameter_count, whole(1)))
        self.loop(whole(0), self.given.patches, self.precision.block * self.precision.stride, self._block)
        return ()

    def _block(self, first: Any, _: Sequence[Any]) -> Sequence[Any]:
        builder, turn = self.builder, self.precision.stride
        length = whole(self.precision.block * turn)
        block = builder.sdiv(first, length)
        self.product = self.vector_at(self.linear_loss, builder.add(block, whole(1)))
        self.store(self.constant(1.0), self.product)
        end = builder.add(first, length)
        is_last = builder.icmp_signed(">", end, self.given.patches)
        self.loop(first, builder.select(is_last, self.given.patches, end), turn, self._turn)
        return ()

    def _turn(self, patch: Any, _: Sequence[Any]) -> Sequence[Any]:
        """The vectors of patches that begin at `patch`: answers, errors, loss, gradients."""
        builder, zero, samples = self.builder, self.constant(0.0), []
        for i, j in np.ndindex(self.shape):
            row = builder.add(self.given.data, builder.mul(self.given.pitch, whole(i)))
            samples.append(self._vectors(self.offset(row, builder.add(patch, whole(j)), self.element.size)))
        targets = self._vectors(self.offset(self.given.targets, patch, self.element.size))
        errors, factors, linear = [], [], []
        for target, answer in zip(targets, self.answers(samples), strict=True):
            counts = builder.fcmp_ordered(">=", target, zero)
            error, factor, part = self._judge(answer, target)
            errors.append(builder.select(counts, error, zero))
            factors.append(builder.select(counts, factor, self.constant(1.0)))
            linear.append(builder.select(counts, part, zero))
        self.store(self._all_of([self.load(self.product), *factors]), self.product)
        self.accumulate(self.linear_loss, linear)
        self.accumulate(self.bias_gradient, errors)
        self.backpropagate(samples, errors)
        return ()

    def _vectors(self, address: Any) -> Vectors:
        """The numbers of all patches in flight, of which the first is at an address."""
        return [self.load(self.builder.add(address, whole(vector * VECTOR_BYTES))) for vector in range(UNROLLED)]

    def _judge(self, answer: Any, target: Any) -> tuple[Any, Any, Any]:
        """Probability minus target, 1 + s, and the linear part of the loss."""
        builder, zero, one = self.builder, self.constant(0.0), self.constant(1.0)
        small = self._exp(builder.fneg(self.absolute(answer)))
        factor = builder.fadd(one, small)
        inverse = builder.fdiv(one, factor)
        is_negative = builder.fcmp_ordered("<", answer, zero)
        probability = builder.select(is_negative, builder.fmul(small, inverse), inverse)
        # NaN is not less than 0: the answer itself is taken, so that the loss becomes NaN
        positive = builder.select(is_negative, zero, answer)
        return builder.fsub(probability, target), factor, self.subtract_product(target, answer, positive)

    def _exp(self, exponent: Any) -> Any:
        """exp of vectors without positive elements."""
        builder, precision = self.builder, self.precision
        farthest = self.constant(-precision.farthest)
        exponent = builder.select(builder.fcmp_ordered("<", exponent, farthest), farthest, exponent)
        # a number of this size has no fraction: adding it rounds, and leaves n in the lowest bits
        whole_only = self.constant(1.5 * 2.0**precision.mantissa)
        shifted = self.multiply_add(exponent, self.constant(1 / math.log(2)), whole_only)
        times = builder.fsub(shifted, whole_only)
        rest = self.subtract_product(times, self.constant(precision.log_2[0]), exponent)
        rest = self.subtract_product(times, self.constant(precision.log_2[1]), rest)
        value = self._polynomial([1 / math.factorial(power) for power in range(precision.degree + 1)], rest)
        bits = precision.integers
        distance = ir.Constant(bits, [precision.mantissa] * self.element.lanes)
        scaled = builder.shl(builder.bitcast(shifted, bits), distance)
        return builder.bitcast(builder.add(builder.bitcast(value, bits), scaled), self.element.vector)

    def _polynomial(self, coefficients: list[float], variable: Any) -> Any:
        """A polynomial by Estrin's scheme: pairs of terms, pairs of pairs, so that few products wait for others."""
        builder = self.builder
        terms = [self.constant(value) for value in coefficients]
        while len(terms) > 1:
            if len(terms) % 2:
                terms.append(self.constant(0.0))
            terms = [self.multiply_add(terms[i + 1], variable, terms[i]) for i in range(0, len(terms), 2)]
            variable = builder.fmul(variable, variable)
        return terms[0]

    def _all_of(self, factors: Vectors) -> Any:
        """The product of vectors."""
        while len(factors) > 1:
            pairs = zip(factors[::2], factors[1::2], strict=False)
            factors = [self.builder.fmul(*pair) for pair in pairs] + (factors[-1:] if len(factors) % 2 else [])
        return factors[0]

    def vector_at(self, address: Any, index: Any) -> Any:
        """The address of the vector with this index in an array of vectors."""
        return self.offset(address, index, VECTOR_BYTES)

    def parameter_at(self, index: Any) -> Any:
        """The parameter with this index, in every lane."""
        return self.spread(self.offset(self.parameters, index, self.element.size))

    def accumulate(self, address: Any, values: Sequence[Any]) -> None:
        """Add vectors to the vector at an address."""
        total = self.load(address)
        for value in values:
            total = self.builder.fadd(total, value)
        self.store(total, address)

    def accumulate_products(self, address: Any, left: Vectors, right: Vectors) -> None:
        """Add the vectors' products to the vector at an address."""
        total = self.load(address)
        for factors in zip(left, right, strict=True):
            total = self.multiply_add(*factors, total)
        self.store(total, address)

    def products(self, weights: Callable[[int], Any], samples: list[Vectors], start: Any) -> Vectors:
        """`start` plus the sum of each tap's weight times its samples."""
        sums = [start] * UNROLLED
        for tap in range(self.taps):
            weight = weights(tap)
            sums = [self.multiply_add(weight, sample, total) for sample, total in zip(samples[tap], sums, strict=True)]
        return sums
