"""What a verdict is about: a run that was trained, and the best filter there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from numpy.typing import NDArray


class TrainedRun(Protocol):
    """The recorded moments of a run, s of them, and how well the last one does on held-out data."""

    @property
    def steps(self) -> NDArray[Any]:
        """The steps that were kept, shape (s,)."""
        ...

    @property
    def loss(self) -> NDArray[Any]:
        """The training loss at each, shape (s,)."""
        ...

    @property
    def weights(self) -> NDArray[Any]:
        """The filter at each, shape (s, *filter), or the filters (s, filters, *filter)."""
        ...

    @property
    def metrics(self) -> Mapping[str, float]:
        """The metrics of the last by name."""
        ...

    @property
    def status(self) -> str:
        """Whether the run is "running", "finished" or "diverged"."""
        ...


class BestFilter(Protocol):
    """The filter with the smallest training loss."""

    @property
    def weights(self) -> NDArray[Any]:
        """Its numbers, in the filter's shape."""
        ...

    @property
    def loss(self) -> float:
        """Its training loss."""
        ...
