"""What to take away: the better side's choice, fitted on all of the data, as numbers and as a function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.convolution import correlate
from core.kernels import Kernel
from core.study.designed import UNTOUCHED, Designed, designed_methods, noise_of
from core.study.detections import peaks_of
from core.study.events import EventData
from core.study.method_results import MethodResult, adjustment_of
from core.study.pieces import FilterSize, MethodSetting, NetworkWithout, Piece
from core.study.sums import Array
from core.study.trained import TwoLayers

if TYPE_CHECKING:
    from core.study.contest import Contest
    from core.study.outcome import Side


@dataclass(frozen=True, eq=False)
class Winner:
    """What to take away: `apply(data)` answers, and the numbers here are all that it needs.

    The answer is `gain` times that of the `kernel`, applied as a correlation mask and mirrored at the ends, plus
    `offset`; or that of the `network`; where there is neither, that of the designed method called `name` with what was
    `chosen`. `settings` has all of it under the names that people read. For events a peak is found where it is above
    the `threshold` and no higher one lies nearer than the `tolerance`; both are None where nothing is detected.
    """

    title: str
    settings: dict[str, Any]
    name: str
    ndim: int
    chosen: Mapping[str, float] = field(default_factory=dict)
    kernel: Kernel | None = None
    gain: float = 1.0
    offset: float = 0.0
    network: TwoLayers | None = None
    threshold: float | None = None
    tolerance: int | None = None

    def apply(self, data: Array) -> Array:
        """The answer to data (n,) or (h, w), in its shape."""
        return self.gain * self._plain(data) + self.offset

    def events(self, data: Array) -> NDArray[np.intp]:
        """The samples of data (n,) at which something happens, in ascending order.

        Raises ValueError for a winner that was not made to detect events.
        """
        if self.threshold is None or self.tolerance is None:
            raise ValueError(f"{self.title!r} has no threshold: events are found by winners of the task Events.")
        answer = self.apply(data)
        peaks = peaks_of(answer, self.tolerance)
        return peaks[answer[peaks] > self.threshold]

    def _plain(self, data: Array) -> Array:
        if self.network is not None:
            return self.network.apply(data)
        if self.kernel is not None:
            return correlate(data, self.kernel, boundary="mirror")
        if self.name in UNTOUCHED:
            return data
        method = next(each for each in designed_methods(self.ndim) if each.name == self.name)
        return method.apply(data, noise_of(data), **self.chosen)


def winner_of(contest: Contest, results: Mapping[Piece, Any], side: Side) -> Winner:
    """What most folds of a side chose, fitted on all of the data."""
    makers = {"two_layers": _two_layers, "one_filter": _one_filter}
    return makers.get(side.most.name, _designed)(contest, results, side)


def _designed(contest: Contest, results: Mapping[Piece, Any], side: Side) -> Winner:
    """A method with the setting, gain and offset or threshold that are best on all of the data."""
    everything = contest.division.folds  # the fold after the last one holds nothing out
    method = contest.data.method(side.most.name)
    tried: list[MethodResult] = [results[MethodSetting(method.name, number)] for number in range(len(method.choices))]
    judge = contest.data.judge
    fits = [adjustment_of(contest, judge, method, each, everything) for each in tried]
    least = int(np.argmin([error for _, error in fits]))
    chosen, adjustment = dict(method.choices[least]), fits[least][0]
    settings: dict[str, Any] = dict(chosen)
    kernel = _kernel(method, chosen, tried[least].weights)
    if method.from_events and kernel is not None:
        settings["weights"] = kernel.weights
    if isinstance(contest.data, EventData):
        settings["threshold"] = adjustment
        gain, offset, threshold, tolerance = chosen.get("sign", 1.0), 0.0, adjustment, contest.data.task.tolerance
    else:
        gain, offset, threshold, tolerance = *map(float, adjustment), None, None
        settings |= {"gain": gain, "offset": offset}
    return Winner(
        method.title, settings, method.name, contest.data.ndim, chosen, kernel, gain, offset,
        threshold=threshold, tolerance=tolerance,
    )  # fmt: skip


def _kernel(method: Designed, chosen: Mapping[str, float], weights: tuple[Array, ...]) -> Kernel | None:
    if weights:  # the last ones are of all events
        return Kernel(method.name, method.title, "matched", weights[-1], chosen)
    return method.kernel(**chosen) if method.kernel else None


def _two_layers(contest: Contest, results: Mapping[Piece, Any], side: Side) -> Winner:
    made = results[NetworkWithout(contest.division.folds)]
    threshold, tolerance = _detection(contest, made.adjustment)
    settings = {"size": made.size, **made.network.parameters, **_named(threshold)}
    return Winner(
        side.title, settings, "two_layers", contest.data.ndim, network=made.network,
        threshold=threshold, tolerance=tolerance,
    )  # fmt: skip


def _one_filter(contest: Contest, results: Mapping[Piece, Any], side: Side) -> Winner:
    """The trained filter of the size that most folds chose."""
    sizes = [pick.size for pick in side.picks if isinstance(pick, FilterSize)]
    size = max(sizes, key=sizes.count)
    trained = results[FilterSize(size)].trained
    weights, offset = trained.coefficients[-1][:-1].reshape(contest.shape(size)), float(trained.coefficients[-1][-1])
    kernel = Kernel("one_filter", side.title, "learned", weights, {"size": size})
    threshold, tolerance = _detection(contest, trained.adjustments[-1])
    settings = {"weights": kernel.weights, "bias": offset, **_named(threshold)}
    return Winner(
        side.title, settings, "one_filter", contest.data.ndim, kernel=kernel, offset=offset,
        threshold=threshold, tolerance=tolerance,
    )  # fmt: skip


def _detection(contest: Contest, adjustment: Any) -> tuple[float | None, int | None]:
    """Threshold and tolerance of a learned winner that detects events, None for any other."""
    if not isinstance(contest.data, EventData):
        return None, None
    return float(adjustment), contest.data.task.tolerance


def _named(threshold: float | None) -> dict[str, float]:
    return {} if threshold is None else {"threshold": threshold}
