"""The models whose logistic loss is computed in one pass: what each answers, and how errors go back through it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.learning.models import SMALLEST_ENERGY
from core.learning.objectives.compiled.logistic import UNROLLED, Pass, Vectors
from core.machine.vectors import Turn, whole


class _Linear(Pass):
    """answer = patch . weights + bias; parameters: weights, bias."""

    def count_parameters(self) -> Any:
        return whole(self.taps + 1)

    def begin(self) -> None:
        self.weights = [self.parameter_at(whole(tap)) for tap in range(self.taps)]
        self.bias = self.parameter_at(whole(self.taps))

    def answers(self, samples: list[Vectors]) -> Vectors:
        return self.products(lambda tap: self.weights[tap], samples, self.bias)

    def backpropagate(self, samples: list[Vectors], errors: Vectors) -> None:
        for tap in range(self.taps):
            self.accumulate_products(self.vector_at(self.results, whole(tap)), errors, samples[tap])


class _Hidden(Pass):
    """The common part of the models with a hidden layer of filters."""

    def weight_index(self, unit: Any, tap: int) -> Any:
        """The index of a filter's tap among the parameters."""
        return self.builder.add(self.builder.mul(unit, whole(self.taps)), whole(tap))

    def saved_at(self, unit: Any, vector: int) -> Any:
        """The address at which a filter's response is saved between the two loops."""
        return self.vector_at(
            self.given.scratch, self.builder.add(self.builder.mul(unit, whole(UNROLLED)), whole(vector))
        )

    def each_unit(self, body: Turn, carried: Vectors) -> Vectors:
        """Go through the filters, carrying vectors from one to the next."""
        return list(self.loop(whole(0), self.given.hidden, 1, body, carried))

    def responses(self, unit: Any, samples: list[Vectors], start: Any) -> Vectors:
        """A filter's answers."""
        return self.products(lambda tap: self.parameter_at(self.weight_index(unit, tap)), samples, start)

    def save(self, unit: Any, values: Vectors) -> None:
        """Save a filter's responses."""
        for vector, value in enumerate(values):
            self.store(value, self.saved_at(unit, vector))

    def saved(self, unit: Any) -> Vectors:
        """A filter's saved responses."""
        return [self.load(self.saved_at(unit, vector)) for vector in range(UNROLLED)]

    def add_weights(self, unit: Any, slopes: Vectors, samples: list[Vectors]) -> None:
        """Add a filter's part of the gradient."""
        for tap in range(self.taps):
            self.accumulate_products(self.vector_at(self.results, self.weight_index(unit, tap)), slopes, samples[tap])


class _Energy(_Hidden):
    """answer = sqrt(sum of (patch . filter)^2) + bias; parameters: the filters, bias."""

    def count_parameters(self) -> Any:
        return self.builder.add(self.builder.mul(self.given.hidden, whole(self.taps)), whole(1))

    def begin(self) -> None:
        self.bias = self.parameter_at(self.builder.sub(self.parameter_count, whole(1)))

    def answers(self, samples: list[Vectors]) -> Vectors:
        def unit_energy(unit: Any, energies: Sequence[Any]) -> Vectors:
            values = self.responses(unit, samples, self.constant(0.0))
            self.save(unit, values)
            return [self.multiply_add(value, value, energy) for value, energy in zip(values, energies, strict=True)]

        energies = self.each_unit(unit_energy, [self.constant(SMALLEST_ENERGY)] * UNROLLED)
        self.lengths = [self.square_root(energy) for energy in energies]
        return [self.builder.fadd(length, self.bias) for length in self.lengths]

    def backpropagate(self, samples: list[Vectors], errors: Vectors) -> None:
        shares = [self.builder.fdiv(error, length) for error, length in zip(errors, self.lengths, strict=True)]

        def unit_gradient(unit: Any, _: Sequence[Any]) -> Vectors:
            slopes = [self.builder.fmul(share, value) for share, value in zip(shares, self.saved(unit), strict=True)]
            self.add_weights(unit, slopes, samples)
            return []

        self.each_unit(unit_gradient, [])


class _Rectified(_Hidden):
    """answer = max(patch . filters + biases, 0) . output weights + bias; parameters in this order."""

    def count_parameters(self) -> Any:
        return self.builder.add(self.builder.mul(self.given.hidden, whole(self.taps + 2)), whole(1))

    def begin(self) -> None:
        self.bias = self.parameter_at(self.builder.sub(self.parameter_count, whole(1)))
        self.first_bias = self.builder.mul(self.given.hidden, whole(self.taps))
        self.first_output = self.builder.mul(self.given.hidden, whole(self.taps + 1))

    def answers(self, samples: list[Vectors]) -> Vectors:
        builder, zero = self.builder, self.constant(0.0)

        def unit_answer(unit: Any, sums: Sequence[Any]) -> Vectors:
            level = self.parameter_at(builder.add(self.first_bias, unit))
            values = [
                # NaN is not less than 0: the value itself is taken, so that NaN is not hidden
                builder.select(builder.fcmp_ordered("<", value, zero), zero, value)
                for value in self.responses(unit, samples, level)
            ]
            self.save(unit, values)
            weight = self.parameter_at(builder.add(self.first_output, unit))
            return [self.multiply_add(weight, value, total) for value, total in zip(values, sums, strict=True)]

        return self.each_unit(unit_answer, [self.bias] * UNROLLED)

    def backpropagate(self, samples: list[Vectors], errors: Vectors) -> None:
        builder, zero = self.builder, self.constant(0.0)

        def unit_gradient(unit: Any, _: Sequence[Any]) -> Vectors:
            values = self.saved(unit)
            output = builder.add(self.first_output, unit)
            weight = self.parameter_at(output)
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
