"""What an experiment is: data, a model and a loss, all decided by a few options and a seed."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from core.cache import cached
from core.convolution import correlate
from core.data import Image, Signal, beginning, shrink, to_grey
from core.kernels import Kernel
from core.learning.losses import Loss, Squared
from core.learning.models import Array, LinearModel, Model
from core.learning.results import BestFilter, TrainedRun
from core.learning.score import Score
from core.learning.settings import INITIALISATION, ResolvedSettings
from core.learning.windows import Windows, patches_of
from core.parameters import Parameter

__all__ = ["Array", "Dataset", "Experiment", "patches_of"]


@dataclass(frozen=True, eq=False)
class Dataset:
    """The inputs of a model and the right answers, for training, for testing and for showing.

    `inputs` (n, taps), or whole pictures (n, h, w), and `targets` (n, ...) are trained on; `test_inputs` and
    `test_targets` are held out. `shown_input` is a piece of the held-out signal (n,) or image (h, w) on which answers
    are shown. `shown_answer` is the right answer: one for every sample or pixel, or one for the whole piece; where
    no answer is right, one to compare with. `windows` tells where `inputs` are all windows of an array, in their order.
    """

    inputs: NDArray[Any]
    targets: NDArray[Any]
    test_inputs: NDArray[Any]
    test_targets: NDArray[Any]
    shown_input: Array
    shown_answer: Array
    windows: Windows | None = None

    def __post_init__(self) -> None:
        parts = [getattr(self, field.name) for field in dataclasses.fields(self) if field.name != "windows"]
        for part in [*parts, *([self.windows.source] if self.windows else [])]:
            part.setflags(write=False)


@dataclass(frozen=True)
class Experiment(ABC):
    """A model learns one task from data.

    A subclass is a frozen dataclass whose fields are the options, so that two experiments with the same
    options are equal and share their data. It declares `name`, `title`, `description` and `parameters` (what a
    page offers), and says what the model is, how the data are made, what is recommended and how an answer is judged.
    `accepts` names the options for which the caller may give a kernel, signal or image in place of a name. Only the
    part of a signal or an image that the experiment uses is held, and so stored.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    description: ClassVar[str]
    parameters: ClassVar[tuple[Parameter, ...]]
    shown: ClassVar[tuple[tuple[str, str], ...]]  # the metrics that tell most, each with a title
    score: ClassVar[Score]  # by which models are ranked
    designed_title: ClassVar[str] = "Designed"  # of the model with `designed_parameters`
    answer_axis: ClassVar[str] = "sample, counted from 1"  # under a chart of the answers
    answer_note: ClassVar[str] = ""  # a sentence under that chart
    answer_names: ClassVar[tuple[str, ...]] = ()  # of the classes, where each has an answer
    accepts: ClassVar[Mapping[str, tuple[type, ...]]] = {}
    own_data_note: ClassVar[str] = ""  # a sentence on what becomes of data of one's own
    longest_side: ClassVar[int]  # to which an image of one's own is shrunk
    most_samples: ClassVar[int]  # to which a signal of one's own is cut, from its beginning

    def __post_init__(self) -> None:
        for name, value in self.own_data.items():
            object.__setattr__(self, name, _used_part(value, type(self), self.keeps_colour))

    @property
    def keeps_colour(self) -> bool:
        """Whether the colours of an image of one's own are used; it is made grey otherwise."""
        return False

    @property
    @abstractmethod
    def designed(self) -> Kernel:
        """The kernel that a person designed for this task."""

    @property
    @abstractmethod
    def recommended(self) -> ResolvedSettings:
        """Settings with which the experiment converges, nothing left open."""

    @property
    @abstractmethod
    def loss(self) -> Loss:
        """How far answers are from targets."""

    @abstractmethod
    def make_data(self) -> Dataset:
        """Draw the data; called once for equal experiments."""

    @abstractmethod
    def metrics(self, parameters: Mapping[str, Any]) -> dict[str, float]:
        """How well a model with these parameters does on the held-out data."""

    @abstractmethod
    def verdict(self, run: TrainedRun, best: BestFilter | None) -> str:
        """The outcome of a run that did not diverge, in a sentence or two with figures."""

    def metrics_of_many(self, parameters: Mapping[str, Any]) -> dict[str, Array]:
        """The metrics (k,) of k models at once, whose parameters have a leading axis of length k.

        NaN stands for a metric that other models have and this one lacks, as the ratio of a filter whose sides cancel.
        """
        count = len(parameters["weights"])
        each = [self.metrics({name: values[run] for name, values in parameters.items()}) for run in range(count)]
        names = dict.fromkeys(name for metrics in each for name in metrics)
        return {name: np.array([metrics.get(name, np.nan) for metrics in each]) for name in names}

    @property
    def answer_title(self) -> str:
        """The title of a chart of the answers on the shown input."""
        return f"Answer on a held-out {'picture' if len(self.filter_shape) == 2 else 'signal'}"

    @property
    def answer_form(self) -> str:
        """How the answers are drawn: "curve", "stems", "bars", "rosette"; pictures "grey" or "signed" in colours."""
        return "signed" if self.data.shown_answer.ndim == 2 else "curve"

    @property
    def answer_unit(self) -> str:
        """What each answer belongs to: a pixel or a sample."""
        return "pixel" if len(self.filter_shape) == 2 else "sample"

    @property
    def reference_title(self) -> str:
        """What the shown answer is, where it is one for the whole shown input."""
        return f"True {self.answer_unit}"

    @property
    def model(self) -> Model:
        """The model that is trained; by default one filter of the designed kernel's shape."""
        return LinearModel(self.designed.weights.shape)

    @property
    def designed_parameters(self) -> dict[str, NDArray[Any]]:
        """The parameters that a person would choose for the model."""
        named = {name: np.zeros(shape) for name, shape in self.model.shapes.items()}
        return named | {"weights": self.designed.weights}

    @property
    def given_parameters(self) -> Mapping[str, NDArray[Any]]:
        """Parameters that every run starts from, in place of random ones; by default none."""
        return {}

    @property
    def rates(self) -> Mapping[str, float]:
        """Learning rates of optimisers other than the recommended one, where they are known; by default none."""
        return {}

    @property
    def initialisations(self) -> tuple[str, ...]:
        """The ways to draw first parameters from which a run can be trained; by default all."""
        return tuple(map(str, INITIALISATION.options))

    @property
    def has_bias(self) -> bool:
        """Whether a bias is learned beside the weights."""
        return "bias" in self.model.shapes

    @property
    def is_linear(self) -> bool:
        """Whether one filter is learned, so that the loss is convex in its parameters."""
        return isinstance(self.model, LinearModel)

    @property
    def is_least_squares(self) -> bool:
        """Whether one filter is learned under a squared loss, so that the loss is quadratic."""
        return self.is_linear and isinstance(self.loss, Squared)

    @property
    def filter_shape(self) -> tuple[int, ...]:
        """Shape of one filter that is learned."""
        return self.model.filter_shape

    @property
    def options(self) -> dict[str, Any]:
        """The options by name."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}

    @property
    def own_data(self) -> dict[str, Signal | Image]:
        """The options for which a signal or an image was given in place of a sample's name."""
        return {name: value for name, value in self.options.items() if isinstance(value, Signal | Image)}

    @property
    def data(self) -> Dataset:
        """The data, read-only."""
        return _data_of(self)

    @property
    def inputs(self) -> NDArray[Any]:
        """The training inputs: patches (n, taps), or pictures (n, h, w)."""
        return self.data.inputs

    @property
    def targets(self) -> NDArray[Any]:
        """The right answer for each training input, shape (n, ...)."""
        return self.data.targets

    def patches(self) -> Array:
        """The patches that one filter is applied to, shape (n, taps); taps in the order of ``weights.ravel()``."""
        return self.data.inputs

    def listed_filters(self, parameters: Mapping[str, Array]) -> Array | None:
        """The filters (n, ...) as a list of runs shows them, from the free parameters and without the data.

        None where they are not among the parameters.
        """
        weights = parameters.get("weights")
        return weights if weights is None or self.model.filters > 1 else weights[None]

    def respond(self, parameters: Mapping[str, Any]) -> Array:
        """The model's predictions on the shown input, in its shape."""
        shown = self.data.shown_input
        if self.is_linear:
            # the definition gives the same bits on every machine
            answer = correlate(shown, parameters["weights"], boundary="mirror", method="definition")
            answer = answer + parameters.get("bias", 0.0)
        else:
            answer = self.model.answers(parameters, self._shown_patches()).reshape(shown.shape)
        return np.asarray(self.loss.prediction(answer))

    def activations(self, parameters: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
        """The output of every layer on the shown input, in its shape, with leading axes for a layer's channels."""
        shape = self.data.shown_input.shape
        layers = self.model.layers(parameters, self._shown_patches())
        return {name: np.asarray(output).T.reshape(*output.shape[1:], *shape) for name, output in layers.items()}

    def _shown_patches(self) -> Array:
        """The patch around each sample or pixel of the shown input, mirrored at its ends, centred as in `correlate`."""
        reach = [(taps // 2, (taps - 1) // 2) for taps in self.filter_shape]
        return patches_of(np.pad(self.data.shown_input, reach, mode="reflect"), self.filter_shape)


@cached
def _used_part(data: Signal | Image, kind: type[Experiment], keeps_colour: bool) -> Signal | Image:
    if isinstance(data, Image):
        small = shrink(data, kind.longest_side)
        return small if keeps_colour else to_grey(small)
    return beginning(data, kind.most_samples)


@cached
def _data_of(experiment: Experiment) -> Dataset:
    return experiment.make_data()


def checked_objects(name: str, accepts: Mapping[str, tuple[type, ...]], given: Mapping[str, Any]) -> dict[str, Any]:
    """The options that are kernels, signals or images; ValueError for an option that accepts only a name."""
    objects = {key: value for key, value in given.items() if isinstance(value, Kernel | Signal | Image)}
    for key, value in objects.items():
        if not isinstance(value, accepts.get(key, ())):
            kind = {Kernel: "a kernel", Signal: "a signal", Image: "an image"}[type(value)]
            raise ValueError(f"{key}={value.name!r} is {kind}: {name} does not take one there.")
    return objects
