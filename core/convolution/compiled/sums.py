"""The innermost loops of judging tiles: sums of sizes and squares, of neighbours, weighted sums, the largest number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numba import types
from numba.extending import intrinsic

from core.convolution.compiled.arguments import GROUP
from core.convolution.compiled.vectors import INTEGER, VECTOR_BYTES, Element, Writer, whole


def _weighing(*, adds: bool) -> Any:
    """Make the intrinsic that adds the absolute values of a vector to sums, or writes them, and adds its squares."""

    @intrinsic
    def weigh(_context, numbers, sizes, squares, kind):
        def generate(context: Any, builder: Any, _signature: Any, values: Sequence[Any]) -> Any:
            writer = Writer(builder, Element.of(kind))
            value = writer.load(values[0])
            size = writer.absolute(value)
            writer.store(builder.fadd(writer.load(values[1]), size) if adds else size, values[1])
            writer.store(writer.multiply_add(value, value, writer.load(values[2])), values[2])
            return context.get_dummy_value()

        return types.void(*[types.intp] * 3, kind), generate

    return weigh


weigh, weigh_more = _weighing(adds=False), _weighing(adds=True)


@intrinsic
def add_neighbours(_context, numbers, sums, kind):
    """Fill a vector with the sums of two neighbours each, of two vectors."""

    def generate(context: Any, builder: Any, _signature: Any, values: Sequence[Any]) -> Any:
        writer = Writer(builder, Element.of(kind))
        pair = writer.load(values[0]), writer.load(builder.add(values[0], whole(VECTOR_BYTES)))
        lanes = range(0, 2 * writer.element.lanes, 2)
        left, right = writer.shuffle(*pair, lanes), writer.shuffle(*pair, [lane + 1 for lane in lanes])
        writer.store(builder.fadd(left, right), values[1])
        return context.get_dummy_value()

    return types.void(*[types.intp] * 2, kind), generate


@intrinsic
def weighted_sums(_context, numbers, apart, steps, weights, terms, sums, length, kind):
    """Fill `length` bytes, in whole groups, with sums of the numbers so many bytes on, each times its weight.

    The vectors of a group are read `apart` bytes from each other.
    """

    def generate(context: Any, builder: Any, _signature: Any, values: Sequence[Any]) -> Any:
        _Sums(builder, Element.of(kind)).generate(*values[:7])
        return context.get_dummy_value()

    return types.void(*[types.intp] * 7, kind), generate


@intrinsic
def raise_to_largest(_context, numbers, length, is_first, largest, kind):
    """Raise a group of vectors to the absolute values of `length` bytes, whole groups; the first time from zero."""

    def generate(context: Any, builder: Any, _signature: Any, values: Sequence[Any]) -> Any:
        _Largest(builder, Element.of(kind)).generate(*values[:4])
        return context.get_dummy_value()

    return types.void(types.intp, types.intp, types.boolean, types.intp, kind), generate


class _Largest(Writer):
    """Writes the instructions of `raise_to_largest`."""

    def generate(self, numbers: Any, length: Any, is_first: Any, largest: Any) -> None:
        builder, places = self.builder, [whole(number * VECTOR_BYTES) for number in range(GROUP)]
        before, turn, end = builder.block, builder.append_basic_block("turn"), builder.append_basic_block("end")
        zeros = self.constant(0.0)
        begun = [builder.select(is_first, zeros, self.load(builder.add(largest, place))) for place in places]
        builder.branch(turn)
        builder.position_at_end(turn)
        start, known = builder.phi(INTEGER), [builder.phi(self.element.vector) for _ in places]
        source, raised = builder.add(numbers, start), []
        for place, old, first in zip(places, known, begun, strict=True):
            size = self.absolute(self.load(builder.add(source, place)))
            raised.append(builder.select(builder.fcmp_ordered(">", size, old), size, old))
            old.add_incoming(first, before)
            old.add_incoming(raised[-1], turn)
        following = builder.add(start, whole(GROUP * VECTOR_BYTES))
        start.add_incoming(whole(0), before)
        start.add_incoming(following, turn)
        builder.cbranch(builder.icmp_signed("<", following, length), turn, end)
        builder.position_at_end(end)
        for place, value in zip(places, raised, strict=True):
            self.store(value, builder.add(largest, place))


class _Sums(Writer):
    """Writes the instructions of `weighted_sums`."""

    def generate(self, numbers: Any, apart: Any, steps: Any, weights: Any, terms: Any, sums: Any, length: Any) -> None:
        builder, places = self.builder, [whole(number * VECTOR_BYTES) for number in range(GROUP)]
        sources = [self.builder.mul(apart, whole(number)) for number in range(GROUP)]
        before, group = builder.block, builder.append_basic_block("group")
        turn, turned, end = (builder.append_basic_block(name) for name in ("turn", "turned", "end"))
        builder.branch(group)
        builder.position_at_end(group)
        start = builder.phi(INTEGER)
        builder.branch(turn)
        builder.position_at_end(turn)
        term, totals = builder.phi(INTEGER), [builder.phi(self.element.vector) for _ in places]
        source = builder.add(builder.add(numbers, start), self.integer_at(steps, term))
        weight = self.spread(self.offset(weights, term, self.element.size))
        added = [
            self.multiply_add(self.load(builder.add(source, place)), weight, total)
            for place, total in zip(sources, totals, strict=True)
        ]
        following = builder.add(term, whole(1))
        term.add_incoming(whole(0), group)
        term.add_incoming(following, turn)
        for total, more in zip(totals, added, strict=True):
            total.add_incoming(self.constant(0.0), group)
            total.add_incoming(more, turn)
        builder.cbranch(builder.icmp_signed("<", following, terms), turn, turned)
        builder.position_at_end(turned)
        for place, more in zip(places, added, strict=True):
            self.store(more, builder.add(builder.add(sums, start), place))
        beyond = builder.add(start, whole(GROUP * VECTOR_BYTES))
        start.add_incoming(whole(0), before)
        start.add_incoming(beyond, turned)
        builder.cbranch(builder.icmp_signed("<", beyond, length), group, end)
        builder.position_at_end(end)
