"""The steps of a fast Fourier transform on vectors: one butterfly in every lane, and the turning of a square block.

A transform works on a strip: as many columns as a vector has lanes, each row of it a vector of real parts and one of
imaginary parts. Going forward, radix by radix, leaves the frequencies in a mixed-up order, going backward takes
them in that order (J. W. Cooley and J. W. Tukey, 1965, and W. M. Gentleman and G. Sande, 1966): since spectra are only
multiplied with each other, nobody needs to sort them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from numba import types
from numba.extending import intrinsic

from core.machine.target import VECTOR_BYTES
from core.machine.vectors import Element, Writer, whole

ROW_BYTES = 2 * VECTOR_BYTES  # of a strip

Complex = tuple[Any, Any]


def butterfly(radix: int, *, is_inverse: bool, has_factors: bool = True) -> Any:
    """Make the intrinsic for one butterfly of radix 2, 3 or 4, called as ``(row, step, twiddles, kind)``.

    It takes the row of a strip at an address and those `step` bytes further on; `twiddles` is where the factors lie,
    real and imaginary part by turns. Forward they are multiplied with at the end, backward, conjugate, first. Without
    factors they are not, since all are 1.
    """

    @intrinsic
    def turned(_context, row, step, twiddles, kind):
        def generate(context: Any, builder: Any, _signature: Any, values: Sequence[Any]) -> Any:
            row, step, twiddles, _kind = values
            _Butterfly(builder, Element.of(kind), radix, is_inverse).generate(row, step, twiddles, has_factors)
            return context.get_dummy_value()

        return types.void(*[types.intp] * 3, kind), generate

    return turned


@intrinsic
def turn_block(_context, source, target, kind):
    """Copy as many rows of a strip as a vector has lanes, rows becoming columns."""

    def generate(context: Any, builder: Any, _signature: Any, values: Sequence[Any]) -> Any:
        writer = Writer(builder, Element.of(kind))
        lanes = writer.element.lanes
        for part in (0, VECTOR_BYTES):
            places = [whole(row * ROW_BYTES + part) for row in range(lanes)]
            rows = [writer.load(builder.add(values[0], place)) for place in places]
            half = lanes // 2
            while half:
                rows = _exchange(writer, rows, half)
                half //= 2
            for row, place in zip(rows, places, strict=True):
                writer.store(row, builder.add(values[1], place))
        return context.get_dummy_value()

    return types.void(*[types.intp] * 2, kind), generate


def _exchange(writer: Writer, rows: list[Any], half: int) -> list[Any]:
    """Exchange the upper right and the lower left quarter of every square of twice `half` rows."""
    lanes = len(rows)
    first = [lane if lane & half == 0 else lanes + lane - half for lane in range(lanes)]
    second = [lane + half if lane & half == 0 else lanes + lane for lane in range(lanes)]
    exchanged = list(rows)
    for row in range(lanes):
        if row & half == 0:
            exchanged[row] = writer.shuffle(rows[row], rows[row + half], first)
            exchanged[row + half] = writer.shuffle(rows[row], rows[row + half], second)
    return exchanged


def product(*, is_conjugate: bool) -> Any:
    """Make the intrinsic that multiplies a row of a strip by another row, or by its conjugate."""

    @intrinsic
    def multiplied(_context, row, factors, kind):
        def generate(context: Any, builder: Any, _signature: Any, values: Sequence[Any]) -> Any:
            writer = _Butterfly(builder, Element.of(kind), 2, is_conjugate)
            writer.store_row(writer.times(writer.load_row(values[0]), writer.load_row(values[1])), values[0])
            return context.get_dummy_value()

        return types.void(*[types.intp] * 2, kind), generate

    return multiplied


@intrinsic
def weigh(_context, numbers, sizes, squares, kind):
    """Add the absolute values of a vector to one vector of sums, and the squares to another."""

    def generate(context: Any, builder: Any, _signature: Any, values: Sequence[Any]) -> Any:
        writer = Writer(builder, Element.of(kind))
        value = writer.load(values[0])
        size = writer.absolute(value)
        writer.store(builder.fadd(writer.load(values[1]), size), values[1])
        writer.store(writer.multiply_add(value, value, writer.load(values[2])), values[2])
        return context.get_dummy_value()

    return types.void(*[types.intp] * 3, kind), generate


class _Butterfly(Writer):
    """Writes the instructions of a butterfly."""

    def __init__(self, builder: Any, element: Element, radix: int, is_inverse: bool) -> None:
        super().__init__(builder, element)
        self.radix, self.is_inverse = radix, is_inverse

    def generate(self, row: Any, step: Any, twiddles: Any, has_factors: bool) -> None:
        builder = self.builder
        places = [builder.add(row, builder.mul(step, whole(number))) for number in range(self.radix)]
        values = [self.load_row(place) for place in places]
        factors = [self._factor(twiddles, number) for number in range(self.radix - 1)] if has_factors else []
        if self.is_inverse:
            values[1 : 1 + len(factors)] = map(self.times, values[1:], factors)
        values = {2: self._two, 3: self._three, 4: self._four}[self.radix](values)
        if not self.is_inverse:
            values[1 : 1 + len(factors)] = map(self.times, values[1:], factors)
        for value, place in zip(values, places, strict=True):
            self.store_row(value, place)

    def _factor(self, twiddles: Any, number: int) -> Complex:
        place, size = 2 * number * self.element.size, self.element.size
        real, imaginary = (self.builder.add(twiddles, whole(each)) for each in (place, place + size))
        return self.spread(real), self.spread(imaginary)

    def load_row(self, row: Any) -> Complex:
        """The real and the imaginary parts of a row of a strip."""
        return self.load(row), self.load(self.builder.add(row, whole(VECTOR_BYTES)))

    def store_row(self, value: Complex, row: Any) -> None:
        """Write a row of a strip."""
        self.store(value[0], row)
        self.store(value[1], self.builder.add(row, whole(VECTOR_BYTES)))

    def times(self, value: Complex, factor: Complex) -> Complex:
        """A product, with the factor's conjugate if this goes backward."""
        (a, b), (c, d) = value, factor
        builder = self.builder
        if self.is_inverse:
            return self.multiply_add(b, d, builder.fmul(a, c)), self.subtract_product(a, d, builder.fmul(b, c))
        return self.subtract_product(b, d, builder.fmul(a, c)), self.multiply_add(a, d, builder.fmul(b, c))

    def _plus(self, left: Complex, right: Complex) -> Complex:
        return self.builder.fadd(left[0], right[0]), self.builder.fadd(left[1], right[1])

    def _minus(self, left: Complex, right: Complex) -> Complex:
        return self.builder.fsub(left[0], right[0]), self.builder.fsub(left[1], right[1])

    def _quarter(self, left: Complex, right: Complex) -> tuple[Complex, Complex]:
        """left + r and left - r, r being the other one turned by a quarter, clockwise if this goes forward."""
        add, subtract = self.builder.fadd, self.builder.fsub
        clockwise = add(left[0], right[1]), subtract(left[1], right[0])
        back = subtract(left[0], right[1]), add(left[1], right[0])
        return (back, clockwise) if self.is_inverse else (clockwise, back)

    def _two(self, values: list[Complex]) -> list[Complex]:
        return [self._plus(*values), self._minus(*values)]

    def _three(self, values: list[Complex]) -> list[Complex]:
        first, second, third = values
        together, apart = self._plus(second, third), self._minus(second, third)
        half, height = self.constant(-0.5), self.constant(math.sqrt(0.75))
        middle = self.multiply_add(together[0], half, first[0]), self.multiply_add(together[1], half, first[1])
        raised = self.builder.fmul(apart[0], height), self.builder.fmul(apart[1], height)
        return [self._plus(first, together), *self._quarter(middle, raised)]

    def _four(self, values: list[Complex]) -> list[Complex]:
        first, second, third, fourth = values
        even, odd = self._plus(first, third), self._minus(first, third)
        sides, across = self._plus(second, fourth), self._minus(second, fourth)
        following, preceding = self._quarter(odd, across)
        return [self._plus(even, sides), following, self._minus(even, sides), preceding]
