"""Which experiments there are, and how an experiment is made from a name and options."""

from __future__ import annotations

from functools import cache
from typing import Any

from core.learning.experiment import Experiment, checked_objects
from core.learning.experiments import EXPERIMENTS
from core.names import unknown_name
from core.parameters import Choice, Parameter, resolve


def experiment_names() -> tuple[str, ...]:
    """Return the names of all experiments in the order of menus.

    >>> experiment_names()  # doctest: +ELLIPSIS
    ('recover_kernel', 'find_peaks', ..., 'classify_gratings', 'describe_pictures', 'name_textures')
    """
    return tuple(EXPERIMENTS)


def describe_experiment(name: str) -> type[Experiment]:
    """Return an experiment's class, which has its title, description and parameters.

    Raises ValueError for an unknown name.

    >>> describe_experiment("find_peaks").title
    'Find the peaks'
    """
    if isinstance(name, str) and name in EXPERIMENTS:
        return EXPERIMENTS[name]
    raise unknown_name(name, EXPERIMENTS, "an experiment", f"choose one of {', '.join(EXPERIMENTS)}.")


def experiment_parameters(name: str) -> tuple[Parameter, ...]:
    """Return the parameters of an experiment, with bounds and defaults.

    >>> [parameter.name for parameter in experiment_parameters("recover_kernel")]
    ['kernel', 'input', 'target_noise', 'seed']
    """
    return describe_experiment(name).parameters


def one_filter_names() -> tuple[str, ...]:
    """Return the names of the experiments that can learn one filter alone, as they are or with `filters` = 1.

    >>> one_filter_names()
    ('recover_kernel', 'find_peaks', 'find_edges', 'denoise')
    """
    return _learning_one_filter(tuple(EXPERIMENTS.values()))


# found out once: the model of some experiments follows from their data, which take half a second to make
@cache
def _learning_one_filter(kinds: tuple[type[Experiment], ...]) -> tuple[str, ...]:
    return tuple(
        kind.name
        for kind in kinds
        if kind().is_linear
        or any(
            isinstance(each, Choice) and each.name == "filters" and 1 in each.options and kind(filters=1).is_linear  # type: ignore[call-arg]
            for each in kind.parameters
        )
    )


def get_experiment(name: str, **options: Any) -> Experiment:
    """Return the experiment `name` with these options: data, a model and a loss, frozen and equal by value.

    Parameters
    ----------
    name : str
        One of `experiment_names()`.
    **options
        The options that `experiment_parameters(name)` declares. A Kernel may stand in place of a kernel's name, a
        Signal or an Image in place of an input's name, where the experiment's `accepts` says so.

    Raises
    ------
    ValueError
        For an unknown name or option, or a value that is not allowed.

    Examples
    --------
    >>> get_experiment("find_peaks", bias=False) == get_experiment("find_peaks", bias=False)
    True
    """
    kind = describe_experiment(name)
    objects = checked_objects(name, kind.accepts, options)
    plain = {key: value for key, value in options.items() if key not in objects}
    return kind(**(resolve(name, kind.parameters, plain) | objects))
