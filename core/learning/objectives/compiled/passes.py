"""The models whose logistic loss is computed in one pass: what each answers, and how errors go back through it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.convolution.compiled.vectors import INTEGER, whole
from core.learning.models import SMALLEST_ENERGY
from core.learning.objectives.compiled.logistic import HIDDEN, SCRATCH, UNROLLED, Pass, Vectors


class _Linear(Pass):
    """answer = patch . weights + bias; numbers: weights, bias."""

    def parameters(self) -> Any:
        return whole(self.taps + 1)

    def begin(self) -> None:
        self.weights = [self.number_at(whole(tap)) for tap in range(self.taps)]
        self.bias = self.number_at(whole(self.taps))

    def answers(self, samples: list[Vectors]) -> Vectors:
        return self.products(lambda tap: self.weights[tap], samples, self.bias)

    def backpropagate(self, samples: list[Vectors], errors: Vectors) -> None:
        for tap in range(self.taps):
            self.accumulate_products(self.vector_at(self.results, whole(tap)), errors, samples[tap])


class _Hidden(Pass):
    """What models with a layer of filters in between have in common."""

    def weight_place(self, unit: Any, tap: int) -> Any:
        """The place of a filter's tap among the numbers."""
        return self.builder.add(self.builder.mul(unit, whole(self.taps)), whole(tap))

    def kept(self, unit: Any, vector: int) -> Any:
        """Where a filter's response is kept between the two loops."""
        return self.vector_at(
            self.given[SCRATCH], self.builder.add(self.builder.mul(unit, whole(UNROLLED)), whole(vector))
        )

    def each_unit(self, body: Callable[[Any, Vectors], Vectors], carried: Vectors) -> Vectors:
        """Go through the filters, carrying vectors from one to the next."""
        builder = self.builder
        before, head = builder.block, builder.append_basic_block("unit")
        builder.branch(head)
        builder.position_at_end(head)
        unit = builder.phi(INTEGER)
        unit.add_incoming(whole(0), before)
        inside = [builder.phi(self.element.vector) for _ in carried]
        for phi, value in zip(inside, carried, strict=True):
            phi.add_incoming(value, before)
        results = body(unit, inside)
        following = builder.add(unit, whole(1))
        unit.add_incoming(following, builder.block)
        for phi, value in zip(inside, results, strict=True):
            phi.add_incoming(value, builder.block)
        after = builder.append_basic_block("units")
        builder.cbranch(builder.icmp_signed("<", following, self.given[HIDDEN]), head, after)
        builder.position_at_end(after)
        return results

    def responses(self, unit: Any, samples: list[Vectors], start: Any) -> Vectors:
        """A filter's answers."""
        return self.products(lambda tap: self.number_at(self.weight_place(unit, tap)), samples, start)

    def keep(self, unit: Any, values: Vectors) -> None:
        """Keep a filter's responses."""
        for vector, value in enumerate(values):
            self.store(value, self.kept(unit, vector))

    def taken(self, unit: Any) -> Vectors:
        """A filter's responses."""
        return [self.load(self.kept(unit, vector)) for vector in range(UNROLLED)]

    def add_weights(self, unit: Any, slopes: Vectors, samples: list[Vectors]) -> None:
        """Add a filter's part of the gradient."""
        for tap in range(self.taps):
            self.accumulate_products(self.vector_at(self.results, self.weight_place(unit, tap)), slopes, samples[tap])


class _Energy(_Hidden):
    """answer = sqrt(sum of (patch . filter)^2) + bias; numbers: the filters, bias."""

    def parameters(self) -> Any:
        return self.builder.add(self.builder.mul(self.given[HIDDEN], whole(self.taps)), whole(1))

    def begin(self) -> None:
        self.bias = self.number_at(self.builder.sub(self.count_parameters, whole(1)))

    def answers(self, samples: list[Vectors]) -> Vectors:
        def unit_energy(unit: Any, energies: Vectors) -> Vectors:
            values = self.responses(unit, samples, self.constant(0.0))
            self.keep(unit, values)
            return [self.multiply_add(value, value, energy) for value, energy in zip(values, energies, strict=True)]

        energies = self.each_unit(unit_energy, [self.constant(SMALLEST_ENERGY)] * UNROLLED)
        self.lengths = [self.builder.call(self._intrinsic("sqrt", 1), [energy]) for energy in energies]
        return [self.builder.fadd(length, self.bias) for length in self.lengths]

    def backpropagate(self, samples: list[Vectors], errors: Vectors) -> None:
        shares = [self.builder.fdiv(error, length) for error, length in zip(errors, self.lengths, strict=True)]

        def unit_gradient(unit: Any, _: Vectors) -> Vectors:
            slopes = [self.builder.fmul(share, value) for share, value in zip(shares, self.taken(unit), strict=True)]
            self.add_weights(unit, slopes, samples)
            return []

        self.each_unit(unit_gradient, [])


class _Rectified(_Hidden):
    """answer = max(patch . filters + biases, 0) . output weights + bias; numbers in this order."""

    def parameters(self) -> Any:
        return self.builder.add(self.builder.mul(self.given[HIDDEN], whole(self.taps + 2)), whole(1))

    def begin(self) -> None:
        self.bias = self.number_at(self.builder.sub(self.count_parameters, whole(1)))
        self.first_bias = self.builder.mul(self.given[HIDDEN], whole(self.taps))
        self.first_output = self.builder.mul(self.given[HIDDEN], whole(self.taps + 1))

    def answers(self, samples: list[Vectors]) -> Vectors:
        builder, zero = self.builder, self.constant(0.0)

        def unit_answer(unit: Any, sums: Vectors) -> Vectors:
            level = self.number_at(builder.add(self.first_bias, unit))
            values = [
                # of a NaN the second is taken, so that it is not hidden
                builder.select(builder.fcmp_ordered("<", value, zero), zero, value)
                for value in self.responses(unit, samples, level)
            ]
            self.keep(unit, values)
            weight = self.number_at(builder.add(self.first_output, unit))
            return [self.multiply_add(weight, value, total) for value, total in zip(values, sums, strict=True)]

        return self.each_unit(unit_answer, [self.bias] * UNROLLED)

    def backpropagate(self, samples: list[Vectors], errors: Vectors) -> None:
        builder, zero = self.builder, self.constant(0.0)

        def unit_gradient(unit: Any, _: Vectors) -> Vectors:
            values = self.taken(unit)
            output = builder.add(self.first_output, unit)
            weight = self.number_at(output)
            self.accumulate_products(self.vector_at(self.results, output), errors, values)
            slopes = [
                builder.select(builder.fcmp_ordered(">", value, zero), builder.fmul(error, weight), zero)
                for value, error in zip(values, errors, strict=True)
            ]
            self.accumulate(self.vector_at(self.results, builder.add(self.first_bias, unit)), slopes)
            self.add_weights(unit, slopes, samples)
            return []

        self.each_unit(unit_gradient, [])


PASSES: dict[str, type[Pass]] = {"linear": _Linear, "energy": _Energy, "rectified": _Rectified}
