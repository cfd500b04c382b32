"""Choosing an experiment and how it is trained; Converge and Compare share the choice through its keys."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.data import Image, Signal
from core.kernels import describe_kernel
from core.learning import (
    Experiment,
    TrainingSettings,
    critical_learning_rate,
    describe_experiment,
    experiment_names,
    experiment_parameters,
    get_experiment,
    settle,
)
from core.learning.settings import INITIALISATIONS, SCHEDULES, SETTINGS
from core.learning.update_rules import OPTIMISERS, Optimiser
from core.parameters import Choice, Parameter, Range
from pages.parts.choose.data_picker import pick_input
from pages.parts.choose.own_files import Kind, offer_file
from pages.parts.choose.widgets import SEED, choose, menu
from pages.parts.shell.show import warning_sentence

(OPTIMIZER,) = (each for each in SETTINGS if isinstance(each, Choice) and each.name == "optimizer")
STEPS = Choice("steps", "Steps", 0, (10, 20, 50, 100, 200, 300, 400, 600, 1000, 1500, 2000, 3000, 5000, 10_000))
RATE = Range(
    "rate", "Learning rate, as a share of the critical one", 0.0, 0.01, 2.0, 0.01,
    help="Plain descent converges below 1 and diverges above; momentum allows more.",
)  # fmt: skip
DISTANCE = Choice(
    "distance", "Learning rate", 0.05, (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0),
    help="About how far a number moves in one step of Adam.",
)  # fmt: skip
MOMENTUM = Range("momentum", "Momentum", 0.0, 0.0, 0.99, 0.01, help="Share of the last update that is kept.")
SCALE = Range("scale", "Initial scale", 1.0, 0.0, 10.0, 0.1, help="Spread of the first random numbers.")
INITIALISATION = Choice(
    "initialisation", "First numbers", "normal", INITIALISATIONS,
    help="Normal and uniform have the scale as their spread; Kaiming and Xavier take less of it where more numbers are "
    "added up; designed starts from what a person would choose, times the scale.",
)  # fmt: skip
SCHEDULE = Choice("schedule", "Schedule", "constant", SCHEDULES, help="Cosine lets the learning rate fall to zero.")
BATCH = Choice("batch", "Batch size", 0, (0, 16, 64, 256, 1024), help="Patches in one step; 0 takes all of them.")
ALL = 1_000_000  # inputs in a batch: more than there are
COSTS = Choice("false_positive_cost", "Cost of a false positive", 1.0, (1.0, 2.0, 5.0, 10.0, 100.0))


def pick_experiment(prefix: str) -> Experiment:
    """Show the widgets of an experiment and return it; options that do not go together fall back with a sentence."""
    name = menu(
        "Experiment",
        experiment_names(),
        experiment_names()[0],
        f"{prefix}_experiment",
        title=lambda each: describe_experiment(each).title,
    )
    options: dict[str, Any] = {}
    for parameter in experiment_parameters(name):
        options[parameter.name] = _option(name, parameter, f"{prefix}_{name}_{parameter.name}", options)
    for option, kinds in _takes_data(name).items():
        offer_file(f"{prefix}_{name}", kinds, f"{prefix}_{name}_{option}")
        if name == "denoise" and isinstance(options[option], Image):
            st.caption(
                "Your picture is taken for the clean one, and noise is added to it. Noise that is in it already counts "
                "as part of the picture: the filter learns to keep it."
            )
    try:
        experiment = get_experiment(name, **options)
        _ = experiment.data  # made here, so that what does not fit is said here
    except ValueError as error:
        warning_sentence(error)
        st.caption("The experiment's own choices are used instead.")
        return get_experiment(name)
    return experiment


def pick_settings(prefix: str, experiment: Experiment) -> TrainingSettings:
    """Show the widgets of the training settings and return them, nothing left open."""
    recommended = experiment.recommended
    # keyed by the experiment's kind, because what is recommended differs
    key = f"{prefix}_{experiment.name}"
    seed = choose(SEED, f"{prefix}_seed")
    with st.expander("How it is trained", icon=":material/tune:"):
        first = choose(INITIALISATION, f"{key}_initialisation", recommended.initialisation)
        scale = choose(SCALE, f"{key}_scale", recommended.initial_scale)
        settings = pick_training(key, experiment, recommended)
    return settle(
        experiment,
        dataclasses.replace(settings, initialisation=str(first), initial_scale=float(scale), seed=int(seed)),
    )


def pick_training(key: str, experiment: Experiment, start: TrainingSettings) -> TrainingSettings:
    """Show the widgets of how numbers are moved and return the settings; what is left alone stays as in `start`."""
    steps = choose(_with(STEPS, start.steps), f"{key}_steps", start.steps)
    optimizer = _pick_optimizer(experiment, key, start)
    chosen: dict[str, Any] = {"learning_rate": None, "momentum": None, "batch_size": None}
    if not optimizer.needs_quadratic:
        chosen["learning_rate"] = _pick_rate(experiment, optimizer, key, start)
        chosen["momentum"] = float(choose(MOMENTUM, f"{key}_momentum", start.momentum))
        known = 0 if (start.batch_size or ALL) >= len(experiment.targets) else start.batch_size
        batch = int(choose(_with(BATCH, known), f"{key}_batch", known))
        # None would mean what is recommended
        chosen["batch_size"] = batch or (ALL if experiment.recommended.batch_size else None)
    schedule = choose(SCHEDULE, f"{key}_schedule", start.schedule)
    return dataclasses.replace(start, steps=int(steps), optimizer=optimizer.name, schedule=str(schedule), **chosen)


def _with(menu: Choice, value: float | None) -> Choice:
    """The menu with one more number in its place."""
    if value is None or value in menu.options:
        return menu
    return dataclasses.replace(menu, options=tuple(sorted((*menu.options, value), key=float)))


def _pick_optimizer(experiment: Experiment, key: str, begun: TrainingSettings) -> Optimiser:
    """A menu of those that can train this experiment."""
    names = [each.name for each in OPTIMISERS.values() if experiment.is_least_squares or not each.needs_quadratic]
    title, start = OPTIMIZER.title_of, begun.update_rule.name
    return OPTIMISERS[menu(OPTIMIZER.title, names, start, f"{key}_optimizer", title=title, help_text=OPTIMIZER.help)]


def _pick_rate(experiment: Experiment, optimizer: Optimiser, key: str, start: TrainingSettings) -> float:
    """A share of the critical rate where there is one and it matters, else the rate itself."""
    begun = start.update_rule
    is_same_kind = start.learning_rate is not None and begun.moves_by_distance == optimizer.moves_by_distance
    untouched = start if is_same_kind else settle(experiment, TrainingSettings(optimizer=optimizer.name))
    rate = untouched.learning_rate or float(DISTANCE.default)
    if optimizer.moves_by_distance or not experiment.is_linear:
        return float(choose(_with(DISTANCE, rate), f"{key}_distance", rate))
    critical = critical_learning_rate(experiment)
    shown = round(min(RATE.maximum, max(RATE.minimum, rate / critical)), 2)
    share = float(choose(RATE, f"{key}_rate", shown))
    # the slider rounds: what is left alone stays as it was
    used = rate if share == shown else share * critical
    st.caption(f"The critical rate is {critical:.4g} here; this run uses {used:.4g}.")
    return used


def _takes_data(name: str) -> dict[str, tuple[Kind, ...]]:
    """The options of an experiment in whose place a file of one's own may stand, with the kinds of file."""
    found = {}
    for option, kinds in describe_experiment(name).accepts.items():
        data: tuple[Kind, ...] = tuple(kind for kind in (Signal, Image) if kind in kinds)
        if data:
            found[option] = data
    return found


def _option(name: str, parameter: Parameter, key: str, chosen: Mapping[str, Any]) -> Any:
    """Show the widget of one option, those before it being `chosen`."""
    if isinstance(parameter, Choice) and parameter.name in (data := _takes_data(name)):
        needs_picture = Image in data[parameter.name] and "kernel" in chosen and _ndim(chosen["kernel"]) == 2
        picked = pick_input(
            parameter.title,
            [str(option) for option in parameter.options],
            str(parameter.default),
            key,
            data[parameter.name],
            title=parameter.title_of,
            help_text=parameter.help,
            first=Image if needs_picture else None,
        )
        return picked if isinstance(picked, str) else picked.data
    if parameter.name == "seed" and isinstance(parameter, Range):
        return choose(dataclasses.replace(SEED, title=parameter.title), key)
    if parameter.name == "false_positive_cost":
        return choose(COSTS, key)
    return choose(parameter, key)


def _ndim(kernel: str) -> int:
    return describe_kernel(kernel).ndim
