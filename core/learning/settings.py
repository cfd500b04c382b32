"""How a run is trained: every choice in one place, each with a default that converges."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.learning.update_rules import OPTIMISERS, Optimiser
from core.parameters import Choice, Parameter, Range, resolve

SCHEDULES = ("constant", "cosine", "step", "warm_up")
INITIALISATIONS = ("normal", "uniform", "kaiming", "xavier", "zero", "designed")
UNITS = ("absolute", "critical")

SETTINGS: tuple[Parameter, ...] = (
    Range("steps", "Steps", 400, 1, 100_000, 1, help="Updates of the weights."),
    Choice(
        "optimizer",
        "Optimiser",
        "sgd",
        tuple(OPTIMISERS),
        titles=tuple(each.title for each in OPTIMISERS.values()),
        help="How a gradient becomes an update. sgd is gradient descent, with momentum if there is some; polyak "
        "chooses rate and momentum for the loss's curvature; line search and conjugate gradient go to the lowest point "
        "along each direction.",
    ),
    # a squared loss has the square of the data's unit, so that pascals and microvolts need any positive number
    Range("learning_rate", "Learning rate", 0.1, 1e-300, 1e300, 0.01, help="Size of an update per unit of gradient."),
    Range("momentum", "Momentum", 0.0, 0.0, 0.999, 0.05, help="Share of the last update that is kept."),
    Range("batch_size", "Batch size", 64, 1, 1_000_000, 1, help="Patches in one step."),
    Choice("schedule", "Schedule", "constant", SCHEDULES, help="How the learning rate changes over the run."),
    Range("initial_scale", "Initial scale", 1.0, 0.0, 100.0, 0.1, help="Spread of the first random weights."),
    Range("seed", "Seed", 0, 0, 2**32 - 1, 1, help="Decides the first weights and the order of batches."),
    Range("snapshots", "Snapshots", 100, 2, 1000, 1, help="Moments of the run that are kept."),
    Choice("initialisation", "First numbers", "normal", INITIALISATIONS, help="How the first weights are drawn."),
    Choice("learning_rate_unit", "Unit of the learning rate", "absolute", UNITS, help="Or shares of the critical one."),
)


@dataclass(frozen=True)
class TrainingSettings:
    """The choices of one training run; None stands for what the experiment recommends.

    Parameters
    ----------
    steps : int or None
        Updates of the weights, 1 to 100,000.
    optimizer : "sgd", "nesterov", "rmsprop", "adam", "adamw", "polyak", "line_search", "conjugate_gradient" or None
        Gradient descent, with Nesterov's look ahead, or with steps scaled by each number's recent gradients. The last
        three are for squared losses over all patches: momentum with the best rate and share for the loss's curvature,
        unless those are given; the exact minimum along each gradient; conjugate directions.
    learning_rate : float or None
        Size of an update per unit of gradient; for rmsprop and Adam about how far a number moves in one step.
    momentum : float or None
        Share of the last update that is kept, 0 to 0.999 (Polyak, 1964); for Adam its first decay rate.
    batch_size : int or None
        Patches in one step; None means all of them.
    schedule : "constant", "cosine", "step", "warm_up" or None
        How the learning rate changes: cosine lets it fall to zero over half a period, step divides it by ten at half
        and at three quarters of the run, warm_up lets it rise over the first tenth.
    initial_scale : float or None
        Spread of the first random weights; biases start at zero.
    seed : int
        Decides the first weights and the order of mini-batches.
    snapshots : int
        How many moments of the run are kept, the first and the last among them.
    initialisation : "normal", "uniform", "kaiming", "xavier", "zero", "designed" or None
        How the first weights are drawn. With s the initial scale: normal of standard deviation s, uniform from -s to
        s, normal of s sqrt(2 / inputs) or s sqrt(2 / (inputs + outputs)), all zero, or s times the designed weights.
    learning_rate_unit : "absolute" or "critical"
        Whether the learning rate is meant as it is, or in units of the one above which plain descent diverges.

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
        given = {name: value for name, value in vars(self).items() if value is not None}
        checked = resolve("TrainingSettings", SETTINGS, given)
        for name in given:
            object.__setattr__(self, name, checked[name])
        for name in ("seed", "snapshots", "learning_rate_unit"):
            if getattr(self, name) is None:
                kind = "give a whole number" if name != "learning_rate_unit" else f"choose one of {', '.join(UNITS)}"
                raise ValueError(f"{name}=None is not allowed: {kind}.")

    @property
    def update_rule(self) -> Optimiser:
        """The optimiser; plain descent where it is left open."""
        return OPTIMISERS[self.optimizer or "sgd"]

    def filled_from(self, recommended: TrainingSettings) -> TrainingSettings:
        """Return these settings with every None replaced by what is recommended.

        >>> TrainingSettings(steps=5).filled_from(TrainingSettings(steps=20, momentum=0.9)).momentum
        0.9
        """
        missing = {
            field.name: getattr(recommended, field.name)
            for field in dataclasses.fields(self)
            if getattr(self, field.name) is None
        }
        if self.learning_rate is None:
            missing["learning_rate_unit"] = recommended.learning_rate_unit
        return dataclasses.replace(self, **missing)


def snapshot_steps(settings: TrainingSettings) -> NDArray[np.intp]:
    """The steps at which a run is recorded: log-spaced for a full batch, even for mini-batches.

    Descent on all the data slows down as it goes, so 40 snapshots that are spaced by ratio follow it twenty
    times closer than 40 that are spaced evenly; mini-batches wander at the same pace to the end.

    >>> snapshot_steps(TrainingSettings(steps=1000, snapshots=6)).tolist()
    [0, 1, 6, 32, 178, 1000]
    """
    steps = settings.steps or 0
    if settings.batch_size is None:
        spaced = np.geomspace(1, steps, settings.snapshots - 1)
    else:
        spaced = np.linspace(0, steps, settings.snapshots)
    return np.union1d([0, steps], spaced.round()).astype(np.intp)


def schedule_at(settings: TrainingSettings, step: int) -> float:
    """Share of the learning rate that the update after `step` updates uses.

    >>> [round(schedule_at(TrainingSettings(steps=4, schedule="cosine"), step), 3) for step in range(4)]
    [1.0, 0.854, 0.5, 0.146]
    """
    if settings.steps is None:
        raise ValueError("steps=None is not allowed: settle the settings for an experiment first.")
    if settings.schedule == "cosine":
        return (1 + math.cos(math.pi * step / settings.steps)) / 2
    if settings.schedule == "step":
        return 1.0 if 2 * step < settings.steps else 0.1 if 4 * step < 3 * settings.steps else 0.01
    if settings.schedule == "warm_up":
        return min(1.0, 10 * (step + 1) / settings.steps)
    return 1.0
