"""How a run is trained: every choice in one place, each with a default that converges."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning.update_rules import OPTIMISERS, Optimiser
from core.parameters import Choice, Parameter, Range, resolve

STEPS = Range(
    "steps", "Steps", 400, 1, 100_000, 1, help="How often all numbers are changed a little.",
    menu=(10, 20, 50, 100, 200, 300, 400, 600, 1000, 1500, 2000, 3000, 5000, 10_000),
)  # fmt: skip
OPTIMIZER = Choice(
    "optimizer",
    "Optimiser",
    "sgd",
    tuple(OPTIMISERS),
    titles=tuple(each.title for each in OPTIMISERS.values()),
    help="The rule that turns the gradient into a step. SGD moves every number against its gradient; with Adam and "
    "its like every number has a pace of its own. Polyak chooses learning rate and momentum itself; line search "
    "and conjugate gradient go to the lowest point in each direction.",
)
# a squared loss has the square of the data's unit, so that pascals and microvolts need any positive number
LEARNING_RATE = Range(
    "learning_rate", "Learning rate", 0.1, 1e-300, 1e300, 0.01,
    help="How far the numbers move in one step: the gradient is multiplied by it. With Adam and its like, about how "
    "far each number moves.",
    menu=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0),
)  # fmt: skip
MOMENTUM = Range(
    "momentum",
    "Momentum",
    0.0,
    0.0,
    0.999,
    0.01,
    help="Share of the last step that is added to the next, as a rolling ball keeps its speed.",
    highest=0.99,
)
BATCH_SIZE = Range(
    "batch_size", "Batch size", 0, 0, 1_000_000, 1, help="How many examples each step looks at; 0 takes all of them.",
    menu=(0, 16, 64, 256, 1024),
)  # fmt: skip
SCHEDULE = Choice(
    "schedule", "Schedule", "constant", ("constant", "cosine", "step", "warm_up"),
    help="How the learning rate changes over the run: cosine lets it fall to zero, step divides it by ten twice, "
    "warm_up lets it rise at first.",
)  # fmt: skip
INITIAL_SCALE = Range(
    "initial_scale", "Initial scale", 1.0, 0.0, 100.0, 0.1, help="How large the first random numbers are.", highest=10.0
)
SEED = Range("seed", "Seed", 0, 0, 2**32 - 1, 1, help="The same seed gives the same random numbers again.", highest=99)
SNAPSHOTS = Range("snapshots", "Snapshots", 100, 2, 1000, 1, help="How many steps of the run are recorded.")
INITIALISATION = Choice(
    "initialisation", "Initialisation", "normal", ("normal", "uniform", "kaiming", "xavier", "zero", "designed"),
    help="How the first numbers are drawn. normal and uniform: by chance, as large as the initial scale says. "
    "kaiming and xavier: smaller where a filter has more numbers. zero: all zero. designed: the numbers that a "
    "person would choose, times the scale.",
)  # fmt: skip
LEARNING_RATE_UNIT = Choice(
    "learning_rate_unit",
    "Unit of the learning rate",
    "absolute",
    ("absolute", "critical"),
    help="Absolute, or a share of the critical learning rate.",
)
SETTINGS: tuple[Parameter, ...] = (
    STEPS, OPTIMIZER, LEARNING_RATE, MOMENTUM, BATCH_SIZE, SCHEDULE, INITIAL_SCALE, SEED, SNAPSHOTS, INITIALISATION,
    LEARNING_RATE_UNIT,
)  # fmt: skip

MOST_RECORDED = 600_000  # parameters of all snapshots: 7 MB with Adam's memory, of 8 MB that can be uploaded

NEVER_OPEN = ("seed", "snapshots", "learning_rate_unit")  # no experiment recommends these

# a learning rate as people set it where there is a critical one
CRITICAL_SHARE = Range(
    "rate", "Learning rate, as a share of the critical one", 0.0, 0.01, 4.0, 0.01,
    help="Without momentum, training works below 1 and diverges above. With momentum it may be larger.",
    highest=2.0,
)  # fmt: skip


@dataclass(frozen=True)
class TrainingSettings:
    """The choices of one training run; None stands for what the experiment recommends.

    Parameters
    ----------
    steps : int or None
        Updates of the weights, 1 to 100,000.
    optimizer : "sgd", "nesterov", "rmsprop", "adam", "adamw", "polyak", "line_search", "conjugate_gradient" or None
        Gradient descent, with Nesterov's look ahead, or with steps scaled by each weight's recent gradients. The last
        three are for squared losses over all patches: the best rate and momentum for the loss's curvature, unless
        these are given; the exact minimum along each gradient; conjugate directions.
    learning_rate : float or None
        Size of an update per unit of gradient; for rmsprop and Adam about how far a weight moves in one step.
    momentum : float or None
        Share of the last update that is carried over, 0 to 0.999 (Polyak, 1964); for Adam its first decay rate.
    batch_size : int or None
        Patches in one step, 1 to 1,000,000; 0 takes all of them.
    schedule : "constant", "cosine", "step", "warm_up" or None
        How the learning rate changes: cosine lets it fall to zero over half a period, step divides it by ten at half
        and at three quarters of the run, warm_up lets it rise over the first tenth.
    initial_scale : float or None
        Spread of the first random weights; biases start at zero.
    seed : int
        Decides the first weights and the order of mini-batches.
    snapshots : int
        How many steps of the run are recorded, the first and the last among them.
    initialisation : "normal", "uniform", "kaiming", "xavier", "zero", "designed" or None
        How the first weights are drawn. With s the initial scale: normal of standard deviation s, uniform from -s to
        s, normal of s sqrt(2 / inputs) or s sqrt(2 / (inputs + outputs)), all zero, or s times the designed weights.
    learning_rate_unit : "absolute" or "critical"
        Whether the learning rate is absolute, or a share of the critical one, above which plain descent diverges.

    Raises
    ------
    ValueError
        Names the setting, what came and what is allowed.

    Examples
    --------
    >>> TrainingSettings(steps=20, seed=3).steps
    20
    >>> TrainingSettings(momentum=1.5)
    Traceback (most recent call last):
    ...
    ValueError: momentum=1.5 is not allowed: give a number from 0.0 to 0.999, for example 0.0.
    """

    steps: int | None = None
    optimizer: str | None = None
    learning_rate: float | None = None
    momentum: float | None = None
    batch_size: int | None = None
    schedule: str | None = None
    initial_scale: float | None = None
    seed: int = 0
    snapshots: int = 100
    initialisation: str | None = None
    learning_rate_unit: str = "absolute"

    def __post_init__(self) -> None:
        # vars, not asdict: that copies every value, and many seeds make many settings
        given = {name: value for name, value in vars(self).items() if value is not None or name in NEVER_OPEN}
        checked = resolve("TrainingSettings", SETTINGS, given)
        for name in given:
            object.__setattr__(self, name, checked[name])


@dataclass(frozen=True)
class ResolvedSettings:
    """The choices of one training run with nothing left open: what training takes.

    The fields are those of `TrainingSettings`. All of them are set, and the learning rate is absolute.

    >>> run = ResolvedSettings(20, "sgd", 0.1, 0.9, "constant", 1.0, "normal")
    >>> run.batch_size, run.seed
    (0, 0)
    >>> ResolvedSettings(20, "sgd", 0.1, None, "constant", 1.0, "normal")
    Traceback (most recent call last):
    ...
    ValueError: momentum=None is not allowed: give a number from 0.0 to 0.999, for example 0.0.
    """

    steps: int
    optimizer: str
    learning_rate: float
    momentum: float
    schedule: str
    initial_scale: float
    initialisation: str
    batch_size: int = 0
    seed: int = 0
    snapshots: int = 100

    def __post_init__(self) -> None:
        for name, value in resolve("ResolvedSettings", SETTINGS, vars(self)).items():
            if name != LEARNING_RATE_UNIT.name:
                object.__setattr__(self, name, value)

    @property
    def update_rule(self) -> Optimiser:
        """The optimiser."""
        return OPTIMISERS[self.optimizer]

    def takes_all(self, count: int) -> bool:
        """Whether each step uses all of `count` inputs."""
        return self.batch_size == 0 or self.batch_size >= count

    def opened(self, **changes: Any) -> TrainingSettings:
        """The same choices as `TrainingSettings`, with these changes; None leaves a choice to the experiment.

        >>> run = ResolvedSettings(20, "sgd", 0.1, 0.9, "constant", 1.0, "normal")
        >>> run.opened(momentum=None).momentum is None
        True
        """
        return TrainingSettings(**{**vars(self), **changes})


Settings = TrainingSettings | ResolvedSettings


def snapshot_steps(settings: ResolvedSettings) -> NDArray[np.intp]:
    """The steps at which a run is recorded: log-spaced for a batch size of 0, evenly spaced for any other.

    Descent on all the data slows down as it goes, so that 40 log-spaced snapshots follow it twenty times closer than
    40 evenly spaced ones. On mini-batches the parameters move as far in the last steps as in the first.

    >>> snapshot_steps(ResolvedSettings(1000, "sgd", 0.1, 0.9, "constant", 1.0, "normal", snapshots=6)).tolist()
    [0, 1, 6, 32, 178, 1000]
    """
    if settings.batch_size == 0:
        spaced = np.geomspace(1, settings.steps, settings.snapshots - 1)
    else:
        spaced = np.linspace(0, settings.steps, settings.snapshots)
    return np.union1d([0, settings.steps], spaced.round()).astype(np.intp)


def snapshots_for(parameters: int) -> int:
    """How many steps of a run with so many parameters are recorded, so that its file can be brought back.

    With the optimiser's memory it has up to three numbers of four bytes for each parameter and snapshot.

    >>> snapshots_for(100), snapshots_for(40_000)
    (100, 15)
    """
    return max(2, min(int(SNAPSHOTS.default), MOST_RECORDED // parameters))


def schedule_at(settings: ResolvedSettings, step: int) -> float:
    """Share of the learning rate that the update after `step` updates uses.

    >>> cosine = ResolvedSettings(4, "sgd", 0.1, 0.9, "cosine", 1.0, "normal")
    >>> [round(schedule_at(cosine, step), 3) for step in range(4)]
    [1.0, 0.854, 0.5, 0.146]
    """
    if settings.schedule == "cosine":
        return (1 + math.cos(math.pi * step / settings.steps)) / 2
    if settings.schedule == "step":
        return 1.0 if 2 * step < settings.steps else 0.1 if 4 * step < 3 * settings.steps else 0.01
    if settings.schedule == "warm_up":
        return min(1.0, 10 * (step + 1) / settings.steps)
    return 1.0
