"""Choosing an experiment and how it is trained; Converge and Compare share the choice through its keys."""

from __future__ import annotations

import dataclasses

import streamlit as st

from core.data import describe_sample, sample_names
from core.kernels import describe_kernel
from core.learning import (
    Experiment,
    Optimum,
    TrainingSettings,
    describe_experiment,
    experiment_names,
    experiment_parameters,
    get_experiment,
)
from core.learning.settings import OPTIMIZERS, SCHEDULES
from core.parameters import Choice, Parameter, Range, Value
from pages.parts.cached import solved
from pages.parts.parameter_widgets import SEED, choose
from pages.parts.show import warning_sentence

INPUT_TITLES = {
    "white": "White noise",
    "camera": "Photographer",
    "camera_standardised": "Photographer, standardised",
    "camera_noisy": "Photographer, standardised, with noise",
}
STEPS = Choice("steps", "Steps", 0, (10, 20, 50, 100, 200, 400, 600, 1000, 2000, 5000, 10_000))
RATE = Range(
    "rate", "Learning rate, as a share of the critical one", 0.0, 0.01, 2.0, 0.01,
    help="Plain descent converges below 1 and diverges above; momentum allows more.",
)  # fmt: skip
MOMENTUM = Range("momentum", "Momentum", 0.0, 0.0, 0.99, 0.01, help="Share of the last update that is kept.")
SCALE = Range("scale", "Initial scale", 1.0, 0.0, 10.0, 0.1, help="Spread of the first random numbers.")
OPTIMIZER = Choice("optimizer", "Optimiser", "sgd", OPTIMIZERS)
SCHEDULE = Choice("schedule", "Schedule", "constant", SCHEDULES, help="Cosine lets the learning rate fall to zero.")
BATCH = Choice("batch", "Batch size", 0, (0, 16, 64, 256, 1024), help="Patches in one step; 0 takes all of them.")
COSTS = Choice("false_positive_cost", "Cost of a false positive", 1.0, (1.0, 2.0, 5.0, 10.0, 100.0))


def pick_experiment(prefix: str) -> Experiment:
    """Show the widgets of an experiment and return it; options that do not go together fall back with a sentence."""
    names = experiment_names()
    name = st.selectbox(
        "Experiment",
        names,
        key=f"{prefix}_experiment",
        format_func=lambda each: describe_experiment(each).title,
        bind="query-params",
    )
    options = {
        parameter.name: _option(parameter, f"{prefix}_{name}_{parameter.name}")
        for parameter in experiment_parameters(name)
    }
    try:
        experiment = get_experiment(name, **options)
        _ = experiment.data  # made here, so that what does not fit is said here
    except ValueError as error:
        warning_sentence(error)
        st.caption("White noise is used instead.")
        return get_experiment(name, **(options | {"input": "white"}))
    return experiment


def pick_settings(prefix: str, experiment: Experiment) -> TrainingSettings:
    """Show the widgets of the training settings and return them, nothing left open."""
    recommended = experiment.recommended
    # keyed by the experiment's kind, because what is recommended differs
    key = f"{prefix}_{experiment.name}"
    seed = choose(SEED, f"{prefix}_seed")
    with st.expander("How it is trained", icon=":material/tune:"):
        steps = choose(STEPS, f"{key}_steps", recommended.steps)
        optimizer = choose(OPTIMIZER, f"{key}_optimizer", recommended.optimizer)
        critical = _critical(experiment, solved(experiment))
        share = round(min(RATE.maximum, max(RATE.minimum, (recommended.learning_rate or 0.0) / critical)), 2)
        rate = choose(RATE, f"{key}_rate", share)
        st.caption(f"The critical rate is {critical:.4g} here; this run uses {float(rate) * critical:.4g}.")
        momentum = choose(MOMENTUM, f"{key}_momentum", recommended.momentum)
        scale = choose(SCALE, f"{key}_scale", recommended.initial_scale)
        schedule = choose(SCHEDULE, f"{key}_schedule", recommended.schedule)
        batch = choose(BATCH, f"{key}_batch", 0)
    return experiment.settle(
        TrainingSettings(
            steps=int(steps),
            optimizer=str(optimizer),
            learning_rate=float(rate) * critical,
            momentum=float(momentum),
            initial_scale=float(scale),
            schedule=str(schedule),
            batch_size=int(batch) or None,
            seed=int(seed),
        )
    )


def _critical(experiment: Experiment, best: Optimum | None) -> float:
    if best is not None:
        return best.critical_learning_rate
    return 2 * (experiment.recommended.learning_rate or 1.0)


def _option(parameter: Parameter, key: str) -> Value:
    if parameter.name in ("kernel", "input") and isinstance(parameter, Choice):
        titles = _kernel_title if parameter.name == "kernel" else _input_title
        value = st.selectbox(
            parameter.title,
            parameter.options,
            parameter.options.index(parameter.default),
            key=key,
            format_func=titles,
            help=parameter.help or None,
            bind="query-params",
        )
        return value if value in parameter.options else parameter.default
    if parameter.name == "seed" and isinstance(parameter, Range):
        return choose(dataclasses.replace(SEED, title=parameter.title), key)
    if parameter.name == "false_positive_cost":
        return choose(COSTS, key)
    return choose(parameter, key)


def _kernel_title(name: object) -> str:
    return describe_kernel(str(name)).title


def _input_title(name: object) -> str:
    text = str(name)
    return INPUT_TITLES.get(text) or (describe_sample(text).title if text in sample_names() else text)
