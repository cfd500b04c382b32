"""Choosing an experiment and how it is trained; Converge and Compare share the choice through its keys."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.data import Image, Signal
from core.kernels import describe_kernel
from core.learning import (
    Experiment,
    ResolvedSettings,
    TrainingSettings,
    critical_learning_rate,
    describe_experiment,
    experiment_names,
    experiment_parameters,
    get_experiment,
    resolve_settings,
)
from core.learning.settings import (
    BATCH_SIZE,
    CRITICAL_SHARE,
    INITIAL_SCALE,
    INITIALISATION,
    LEARNING_RATE,
    MOMENTUM,
    OPTIMIZER,
    SCHEDULE,
    SEED,
    STEPS,
)
from core.learning.update_rules import OPTIMISERS, Optimiser
from core.parameters import Choice, Parameter
from pages.parts.choose import choices
from pages.parts.choose.boxes import box
from pages.parts.choose.data_picker import pick_input
from pages.parts.choose.experiment_cards import offer_experiments
from pages.parts.choose.own_files import Kind, offer_file, own_file
from pages.parts.choose.widgets import choose, drawn_if, is_drawn, menu
from pages.parts.shell import say
from pages.parts.shell.show import warning_sentence

# whose filter, answer and path are all worth watching; and one that takes a signal
DEFAULT, DEFAULT_FOR_SIGNALS = "denoise", "recover_kernel"

Untouched = Callable[[str, str, Mapping[str, Any]], Any]


def pick_experiment(
    prefix: str, names: Sequence[str] = (), start: str = DEFAULT, untouched: Untouched = lambda *_: None
) -> Experiment:
    """Show the widgets of an experiment and return it, or the default one, with a warning, if options do not fit.

    `names` are offered, by default all, and `start` is shown at first. `untouched` gives what an option is that nobody
    chose, from the experiment's name, the option's, and the options before it; None for the option's own default.
    """
    offered = names or experiment_names()
    offer_experiments(f"{prefix}_experiment", offered)
    name = menu(
        "Task",
        offered,
        _asked_for(prefix, offered, start),
        f"{prefix}_experiment",
        title=lambda each: describe_experiment(each).title,
    )
    options = pick_options(name, f"{prefix}_{name}", untouched=untouched)
    for option, kinds in _takes_data(name).items():
        offer_file(f"{prefix}_{name}", kinds, f"{prefix}_{name}_{option}")
        note = describe_experiment(name).own_data_note
        if note and not isinstance(options[option], str):
            say.caption(note)
    try:
        experiment = get_experiment(name, **options)
        _ = experiment.data  # made here, so that data that do not fit are reported here
    except ValueError as error:
        warning_sentence(error)
        say.caption("The task's own choices are used instead.")
        own: dict[str, Any] = {}
        for parameter in experiment_parameters(name):
            own_start = untouched(name, parameter.name, own)
            own[parameter.name] = parameter.default if own_start is None else own_start
        return get_experiment(name, **own)
    return experiment


def pick_options(
    name: str, prefix: str, *, without: tuple[str, ...] = (), untouched: Untouched = lambda *_: None
) -> dict[str, Any]:
    """Show the widgets of an experiment's options and return their values, `without` some of them."""
    options: dict[str, Any] = {}
    for parameter in experiment_parameters(name):
        if parameter.name not in without:
            start = untouched(name, parameter.name, options)
            options[parameter.name] = _option(name, parameter, f"{prefix}_{parameter.name}", options, start)
    return options


def _asked_for(prefix: str, offered: Sequence[str], start: str) -> str:
    """The experiment for which something is chosen, where none is named, or the one that is shown at first."""
    asked = next((name for name in offered if choices.is_any_chosen(f"{prefix}_{name}_")), None)
    if asked is None and own_file(Signal) is not None and choices.chosen(f"{prefix}_experiment") is None:
        # as long as nothing else is chosen, also once the file is taken away
        choices.keep(f"{prefix}_experiment", DEFAULT_FOR_SIGNALS)
        return DEFAULT_FOR_SIGNALS
    return asked or start


def pick_settings(prefix: str, experiment: Experiment, *, has_seed: bool = True) -> ResolvedSettings:
    """Show the widgets of the training settings and return them, nothing left open; without a seed it is 0."""
    recommended = experiment.recommended
    # keyed by the experiment, because its recommended settings are its own
    key = f"{prefix}_{experiment.name}"
    seed = choose(SEED, f"{prefix}_seed") if has_seed else 0
    initialisation = dataclasses.replace(INITIALISATION, options=experiment.initialisations)
    scale = INITIAL_SCALE if "zero" in experiment.initialisations else dataclasses.replace(INITIAL_SCALE, minimum=0.1)
    frame = box("How it is trained", f"{prefix}_training", ":material/tune:")
    with frame, drawn_if(bool(frame.open)):
        begun = dataclasses.replace(
            recommended,
            seed=int(seed),
            initialisation=str(choose(initialisation, f"{key}_initialisation", recommended.initialisation)),
            initial_scale=float(choose(scale, f"{key}_scale", recommended.initial_scale)),
        )
        return pick_training(key, experiment, begun)


def hold_settings(prefix: str, *, has_seed: bool = True) -> None:
    """Show what there is of these widgets while it is not known yet what they stand at."""
    if has_seed:
        choose(SEED, f"{prefix}_seed")
    box("How it is trained", f"{prefix}_training", ":material/tune:")


def pick_training(key: str, experiment: Experiment, start: ResolvedSettings) -> ResolvedSettings:
    """Show the widgets of the optimiser and return the settings; untouched ones stay as in `start`."""
    chosen: dict[str, Any] = {"learning_rate": None, "momentum": None, "batch_size": None}
    steps = choose(STEPS, f"{key}_steps", start.steps)
    optimizer = _pick_optimizer(experiment, key, start)
    if not optimizer.needs_quadratic:
        chosen["learning_rate"] = _pick_rate(experiment, optimizer, key, start)
        chosen["momentum"] = choose(MOMENTUM, f"{key}_momentum", start.momentum)
        batch = 0 if start.takes_all(len(experiment.targets)) else start.batch_size
        chosen["batch_size"] = choose(BATCH_SIZE, f"{key}_batch", batch)
    schedule = choose(SCHEDULE, f"{key}_schedule", start.schedule)
    return resolve_settings(
        experiment, start.opened(steps=steps, optimizer=optimizer.name, schedule=schedule, **chosen)
    )


def _pick_optimizer(experiment: Experiment, key: str, start: ResolvedSettings) -> Optimiser:
    """A menu of the optimisers that can train this experiment."""
    fitting = [each for each in OPTIMISERS.values() if experiment.is_least_squares or not each.needs_quadratic]
    offered = dataclasses.replace(
        OPTIMIZER, options=tuple(each.name for each in fitting), titles=tuple(each.title for each in fitting)
    )
    return OPTIMISERS[str(choose(offered, f"{key}_optimizer", start.optimizer))]


def _pick_rate(experiment: Experiment, optimizer: Optimiser, key: str, start: ResolvedSettings) -> float:
    """A share of the critical rate where that exists and matters for the optimiser, else the learning rate itself."""
    rate = start.learning_rate
    if start.optimizer != optimizer.name:
        rate = resolve_settings(experiment, TrainingSettings(optimizer=optimizer.name)).learning_rate
    if optimizer.moves_by_distance or not experiment.is_linear:
        return float(choose(LEARNING_RATE, f"{key}_distance", rate))
    critical = critical_learning_rate(experiment)
    shown = round(min(CRITICAL_SHARE.maximum, max(CRITICAL_SHARE.minimum, rate / critical)), 2)
    share = float(choose(CRITICAL_SHARE, f"{key}_rate", shown))
    # the slider rounds: an untouched rate stays as it was
    used = rate if share == shown else share * critical
    if is_drawn():
        say.caption(f"The critical rate is {critical:.4g} here; this run uses {used:.4g}.")
    return used


def _takes_data(name: str) -> dict[str, tuple[Kind, ...]]:
    """The options of an experiment that accept a file of one's own, with the kinds of file."""
    options = {}
    for option, kinds in describe_experiment(name).accepts.items():
        data: tuple[Kind, ...] = tuple(kind for kind in (Signal, Image) if kind in kinds)
        if data:
            options[option] = data
    return options


def _option(name: str, parameter: Parameter, key: str, chosen: Mapping[str, Any], untouched: Any) -> Any:
    """Show the widget of one option; `chosen` has the options before it, `untouched` what it is at first, if given."""
    if isinstance(parameter, Choice) and parameter.name in (data := _takes_data(name)):
        needs_picture = Image in data[parameter.name] and "kernel" in chosen and _ndim(chosen["kernel"]) == 2
        picked = pick_input(
            parameter.title,
            [str(option) for option in parameter.options],
            str(parameter.default if untouched is None else untouched),
            key,
            data[parameter.name],
            title=parameter.title_of,
            help_text=parameter.help,
            first=Image if needs_picture else None,
        )
        return picked if isinstance(picked, str) else picked.data
    return choose(parameter, key, untouched)


def _ndim(kernel: str) -> int:
    return describe_kernel(kernel).ndim
