"""What an experiment is: data, a model and a loss, all decided by a few options and a seed."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from core.convolution import correlate
from core.kernels import Kernel
from core.learning.settings import TrainingSettings
from core.parameters import Parameter

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Dataset:
    """What one filter sees, and what it should answer.

    `patches` (n, taps) and `targets` (n,) are trained on, `test_patches` and `test_targets` held out;
    `test_input` is a piece of held-out signal (n,) or image (h, w) to show the filter's response on, `test_answer`,
    of the same shape, what it should answer there.
    """

    patches: Array
    targets: Array
    test_patches: Array
    test_targets: Array
    test_input: Array
    test_answer: Array

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            getattr(self, field.name).setflags(write=False)


@dataclass(frozen=True)
class Experiment(ABC):
    """One filter learns one task: its answer to a patch is ``patch . weights + bias``.

    A subclass is a frozen dataclass whose fields are the options, so that two experiments with the same
    options are equal and share their data. It declares `name`, `title`, `description` and `parameters` (what a
    page offers), and says how its data are made, what it recommends and how an answer is judged.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    description: ClassVar[str]
    parameters: ClassVar[tuple[Parameter, ...]]
    loss_name: ClassVar[str]

    @property
    @abstractmethod
    def designed(self) -> Kernel:
        """The kernel that a person designed for this task."""

    @property
    @abstractmethod
    def recommended(self) -> TrainingSettings:
        """Settings with which the experiment converges, nothing left open."""

    @abstractmethod
    def make_data(self) -> Dataset:
        """Draw the data; called once for equal experiments."""

    @abstractmethod
    def metrics(self, weights: Array, bias: float) -> dict[str, float]:
        """How well a filter does on the held-out data."""

    @property
    def has_bias(self) -> bool:
        """Whether a bias is learned beside the weights."""
        return False

    @property
    def false_positive_weight(self) -> float:
        """How much more a patch with target 0 counts in a logistic loss."""
        return 1.0

    @property
    def filter_shape(self) -> tuple[int, ...]:
        """Shape of the filter that is learned."""
        return self.designed.weights.shape

    @property
    def options(self) -> dict[str, Any]:
        """The options by name."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}

    @property
    def data(self) -> Dataset:
        """The data, read-only."""
        return _data_of(self)

    @property
    def targets(self) -> Array:
        """What the filter should answer to each patch, shape (n,)."""
        return self.data.targets

    def patches(self) -> Array:
        """The design matrix that the filter sees, shape (n, taps); taps in the order of ``weights.ravel()``."""
        return self.data.patches

    def respond(self, weights: Array, bias: float = 0.0) -> Array:
        """The filter's answer on the test input, as large as that input; a probability under the logistic loss."""
        answer = correlate(self.data.test_input, weights, boundary="mirror", method="definition") + bias
        # tanh never overflows, exp would
        return 0.5 * (1 + np.tanh(answer / 2)) if self.loss_name == "logistic" else answer

    def settle(self, settings: TrainingSettings | None) -> TrainingSettings:
        """The settings with every None replaced by what is recommended here."""
        return (settings or TrainingSettings()).filled_from(self.recommended)


# few, because the patches of a kernel with 31 taps a side take 25 MB
@lru_cache(maxsize=4)
def _data_of(experiment: Experiment) -> Dataset:
    return experiment.make_data()


def patches_of(data: NDArray[Any], shape: tuple[int, ...]) -> Array:
    """Every place where a filter of this shape lies wholly on the data, one row each.

    A 1-D shape on 2-D data slides along the rows.

    >>> patches_of(np.arange(5.0), (3,)).tolist()
    [[0.0, 1.0, 2.0], [1.0, 2.0, 3.0], [2.0, 3.0, 4.0]]
    """
    axes = tuple(range(data.ndim - len(shape), data.ndim))
    windows = sliding_window_view(data, shape, axis=axes)
    return np.ascontiguousarray(windows.reshape(-1, int(np.prod(shape))), dtype=np.float64)
