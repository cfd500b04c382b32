"""Instructions on the machine's vectors: the few that our loops are written in, and the loop itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from llvmlite import ir

from core.machine.target import IS_FUSED, VECTOR_BYTES

INTEGER, INDEX = ir.IntType(64), ir.IntType(32)
POINTER = ir.PointerType()

Turn = Callable[[Any, Sequence[Any]], Sequence[Any]]


@dataclass(frozen=True)
class Element:
    """A number of the data, and a vector of them."""

    scalar: Any
    size: int

    @classmethod
    def of(cls, kind: Any) -> Element:
        """That of a numba type, float32 or float64."""
        return cls(ir.FloatType(), 4) if kind.bitwidth == 32 else cls(ir.DoubleType(), 8)

    @property
    def lanes(self) -> int:
        """Numbers in a vector."""
        return VECTOR_BYTES // self.size

    @property
    def vector(self) -> Any:
        """The vector's type."""
        return ir.VectorType(self.scalar, self.lanes)


def whole(value: int) -> Any:
    """A whole number of 64 bits."""
    return ir.Constant(INTEGER, value)


class Writer:
    """Writes instructions on vectors of one element type."""

    def __init__(self, builder: Any, element: Element) -> None:
        self.builder, self.element = builder, element

    def offset(self, address: Any, count: Any, size: int) -> Any:
        """The address of the element with this number, each of so many bytes."""
        return self.builder.add(address, self.builder.mul(count, whole(size)))

    def integer_at(self, table: Any, index: Any) -> Any:
        """A whole number of a table."""
        return self.builder.load(self._pointer(self.offset(table, index, 8)), typ=INTEGER)

    def load(self, address: Any) -> Any:
        """The vector at an address."""
        return self.builder.load(self._pointer(address), typ=self.element.vector, align=self.element.size)

    def store(self, value: Any, address: Any) -> None:
        """Write a vector."""
        self.builder.store(value, self._pointer(address), align=self.element.size)

    def spread(self, address: Any) -> Any:
        """The number at an address in every lane of a vector."""
        number = self.builder.load(self._pointer(address), typ=self.element.scalar, align=self.element.size)
        single = self.builder.insert_element(self._unknown, number, ir.Constant(INDEX, 0))
        return self.shuffle(single, self._unknown, [0] * self.element.lanes)

    def constant(self, value: float) -> Any:
        """The same number in every lane."""
        return ir.Constant(self.element.vector, [ir.Constant(self.element.scalar, value)] * self.element.lanes)

    def shuffle(self, first: Any, second: Any, lanes: Sequence[int]) -> Any:
        """A vector of lanes of two others, those of the second numbered after those of the first."""
        return self.builder.shuffle_vector(first, second, ir.Constant(ir.VectorType(INDEX, len(lanes)), list(lanes)))

    def multiply_add(self, left: Any, right: Any, addend: Any) -> Any:
        """left * right + addend, rounded once where the machine can."""
        if not IS_FUSED:
            return self.builder.fadd(self.builder.fmul(left, right), addend)
        return self.builder.call(self._intrinsic("fma", 3), [left, right, addend])

    def subtract_product(self, left: Any, right: Any, value: Any) -> Any:
        """value - left * right."""
        return self.multiply_add(self.builder.fneg(left), right, value)

    def absolute(self, value: Any) -> Any:
        """Without the sign."""
        return self.builder.call(self._intrinsic("fabs", 1), [value])

    def square_root(self, value: Any) -> Any:
        """Of numbers that are not negative."""
        return self.builder.call(self._intrinsic("sqrt", 1), [value])

    def loop(self, first: Any, end: Any, step: int, turn: Turn, carried: Sequence[Any] = ()) -> Sequence[Any]:
        """Count from `first` to below `end`, at least one turn, and return what the last one carries.

        `turn(count, carried)` writes the instructions of a turn and returns what it carries to the next; the first turn
        is given the values in `carried`.
        """
        builder = self.builder
        before, head = builder.block, builder.append_basic_block("turn")
        builder.branch(head)
        builder.position_at_end(head)
        count, *inside = [builder.phi(value.type) for value in (first, *carried)]
        results = turn(count, inside)
        following = builder.add(count, whole(step))
        phis = zip([count, *inside], [first, *carried], [following, *results], strict=True)
        for phi, start, next_value in phis:
            phi.add_incoming(start, before)
            phi.add_incoming(next_value, builder.block)
        after = builder.append_basic_block("done")
        builder.cbranch(builder.icmp_signed("<", following, end), head, after)
        builder.position_at_end(after)
        return results

    @property
    def _unknown(self) -> Any:
        return ir.Constant(self.element.vector, ir.Undefined)

    def _pointer(self, address: Any) -> Any:
        return self.builder.inttoptr(address, POINTER)

    def _intrinsic(self, name: str, arguments: int) -> Any:
        vector, module = self.element.vector, self.builder.module
        full = f"llvm.{name}.v{self.element.lanes}f{self.element.size * 8}"
        return module.globals.get(full) or ir.Function(module, ir.FunctionType(vector, [vector] * arguments), full)
