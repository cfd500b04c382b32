"""The innermost loop of a direct correlation: a block of outputs stays in registers.

A block is some rows by some vectors of outputs. Each vector of samples is loaded once and used for every row of the
block; each tap is loaded once and used for every vector (the register blocking of K. Goto and R. A. van de Geijn,
Anatomy of high-performance matrix multiplication, 2008, for correlation). Compilers do not find this by themselves.

Where the data lie is told by tables of addresses, so that one loop serves every boundary, stride, dilation and layout:
`sources` holds the address of each row that is read, `taps` the distance in bytes from the first tap of a row to each.
Addresses are not checked here; layout.py is what must be right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from numba import types
from numba.extending import intrinsic

from core.machine.target import HAS_32_REGISTERS, VECTOR_BYTES
from core.machine.vectors import Element, Writer, whole

# vectors of sums for so many rows: what they leave of the registers is needed for samples and taps
VECTORS = {1: 8, 2: 8, 3: 6, 4: 6} if HAS_32_REGISTERS else {1: 8, 2: 4, 3: 3, 4: 3}

Sums = dict[tuple[int, int], Any]


def block(rows: int, vectors: int, *, height: int | None = None, width: int | None = None) -> Any:
    """Make the intrinsic that fills a line of blocks, for kernels of at least `rows` rows.

    With `height` and `width` given, the loops over the kernel are unrolled for that size alone. The intrinsic is
    called as ``(sources, taps, weights, height, width, outputs, start, stop, kind)``: addresses of the tables, the
    kernel's numbers and its shape, then the bytes of each row to fill, from `start` in whole blocks up to `stop` or
    beyond; `kind` is any number of the element's type.
    """

    def fill(kind: Any) -> tuple[Any, Callable[..., Any]]:
        def generate(context: Any, builder: Any, _signature: Any, values: Sequence[Any]) -> Any:
            _Line(builder, Element.of(kind), values, rows, vectors, height, width).generate()
            return context.get_dummy_value()

        return types.void(*[types.intp] * 8, kind), generate

    @intrinsic
    def filled(_context, sources, taps, weights, height, width, outputs, start, stop, kind):
        return fill(kind)

    return filled


class _Line(Writer):
    """Writes the instructions for one line of blocks."""

    def __init__(
        self,
        builder: Any,
        element: Element,
        values: Sequence[Any],
        rows: int,
        vectors: int,
        height: int | None,
        width: int | None,
    ) -> None:
        super().__init__(builder, element)
        self.rows, self.vectors, self.static_height, self.static_width = rows, vectors, height, width
        self.sources, self.taps, self.weights, self.height, self.width, self.outputs, self.start, self.stop = values[:8]
        self.pitch = builder.mul(self.width, whole(element.size))

    def generate(self) -> None:
        unrolled = self.static_width or 0
        self.steps = [self.integer_at(self.taps, whole(tap)) for tap in range(unrolled)]
        if self.static_height:
            self.taps_spread = [self._tap(self.weights, place) for place in range(self.static_height * unrolled)]
        self.loop(self.start, self.stop, self.vectors * VECTOR_BYTES, self._block)

    def _block(self, place: Any, _: Sequence[Any]) -> Sequence[Any]:
        """All outputs of one block."""
        sums = self._unrolled(place) if self.static_height else self._looped(place)
        for row in range(self.rows):
            output = self.builder.add(self.integer_at(self.outputs, whole(row)), place)
            for vector in range(self.vectors):
                self.store(sums[row, vector], self.builder.add(output, whole(vector * VECTOR_BYTES)))
        return ()

    def _unrolled(self, place: Any) -> Sums:
        """Every product of a kernel of known size."""
        height, width = self.static_height or 0, self.static_width or 0
        sums = self._zeros()
        for line in range(height + self.rows - 1):
            row = self.builder.add(self.integer_at(self.sources, whole(line)), place)
            for tap in range(width):
                samples = self._samples(self.builder.add(row, self.steps[tap]))
                for target in range(max(0, line - height + 1), min(self.rows - 1, line) + 1):
                    self._add(sums, target, samples, self.taps_spread[(line - target) * width + tap])
        return sums

    def _looped(self, place: Any) -> Sums:
        """Lines that only some rows of the block read, the lines that all read, and the same at the other end."""
        rows = self.rows
        sums = self._zeros()
        for line in range(rows - 1):
            sums = self._line(place, whole(line), range(line + 1), sums)
        sums = self._summed(
            whole(rows - 1), self.height, lambda line, carried: self._line(place, line, range(rows), carried), sums
        )
        for beyond in range(rows - 1):
            sums = self._line(place, self.builder.add(self.height, whole(beyond)), range(beyond + 1, rows), sums)
        return sums

    def _line(self, place: Any, line: Any, targets: range, sums: Sums) -> Sums:
        """One line of samples times the taps that meet it, added to the target rows."""
        builder = self.builder
        row = builder.add(self.integer_at(self.sources, line), place)
        weights = {
            target: builder.add(self.weights, builder.mul(builder.sub(line, whole(target)), self.pitch))
            for target in targets
        }
        if self.static_width:
            sums = dict(sums)
            for number, step in enumerate(self.steps):
                samples = self._samples(builder.add(row, step))
                for target in targets:
                    self._add(sums, target, samples, self._tap(weights[target], number))
            return sums

        def add_tap(tap: Any, carried: Sums) -> Sums:
            samples = self._samples(builder.add(row, self.integer_at(self.taps, tap)))
            for target in targets:
                self._add(carried, target, samples, self.spread(self.offset(weights[target], tap, self.element.size)))
            return carried

        changed = {key: sums[key] for key in sums if key[0] in targets}
        return {**sums, **self._summed(whole(0), self.width, add_tap, changed)}

    def _summed(self, first: Any, end: Any, turn: Callable[[Any, Sums], Sums], sums: Sums) -> Sums:
        """Count from `first` to below `end`, each turn adding to the sums."""
        keys = list(sums)

        def carry(count: Any, carried: Sequence[Any]) -> Sequence[Any]:
            results = turn(count, dict(zip(keys, carried, strict=True)))
            return [results[key] for key in keys]

        return dict(zip(keys, self.loop(first, end, 1, carry, list(sums.values())), strict=True))

    def _add(self, sums: Sums, target: int, samples: list[Any], tap: Any) -> None:
        for vector, sample in enumerate(samples):
            sums[target, vector] = self.multiply_add(sample, tap, sums[target, vector])

    def _zeros(self) -> Sums:
        return {(row, vector): self.constant(0.0) for row in range(self.rows) for vector in range(self.vectors)}

    def _samples(self, address: Any) -> list[Any]:
        return [self.load(self.builder.add(address, whole(vector * VECTOR_BYTES))) for vector in range(self.vectors)]

    def _tap(self, weights: Any, place: int) -> Any:
        return self.spread(self.builder.add(weights, whole(place * self.element.size)))
