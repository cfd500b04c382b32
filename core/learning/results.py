"""What a verdict compares: a trained run and the best possible filter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from numpy.typing import NDArray


class TrainedRun(Protocol):
    """The s recorded steps of a run, and how well the last of them does on held-out data."""

    @property
    def steps(self) -> NDArray[Any]:
        """The recorded steps, shape (s,)."""
        ...

    @property
    def loss(self) -> NDArray[Any]:
        """The training loss at each recorded step, shape (s,)."""
        ...

    @property
    def weights(self) -> NDArray[Any]:
        """The filter at each recorded step, shape (s, *filter), or the filters (s, filters, *filter)."""
        ...

    @property
    def metrics(self) -> Mapping[str, float]:
        """The metrics at the last step by name."""
        ...

    @property
    def status(self) -> str:
        """Whether the run is "running", "finished" or "diverged"."""
        ...


class BestFilter(Protocol):
    """The filter with the smallest training loss."""

    @property
    def weights(self) -> NDArray[Any]:
        """The weights, in the filter's shape."""
        ...

    @property
    def loss(self) -> float:
        """The training loss."""
        ...
