"""Names by which saved runs can be told apart: what a person wrote, or the experiment and what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.data import plain_text
from core.learning import describe_experiment, experiment_names
from core.learning.settings import SEED, SETTINGS
from core.parameters import Choice, Parameter

SOMEBODYS_FILE = "somebody's file"
LONGEST_FACT = 60  # characters
FIRST = SEED.name  # of the facts: most runs of one task differ in it


@dataclass(frozen=True)
class Described:
    """What a run is told apart by: its experiment's name, its own name, when it was made, and its facts by name."""

    experiment: str
    name: str
    created: float
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Label:
    """How a run is called among others: `title`, what `differs`, and both in one text, which no other run has."""

    title: str
    differs: str
    whole: str


def described_run(
    experiment: str,
    name: str,
    created: float,
    options: Mapping[str, Any],
    settings: Mapping[str, Any],
    *,
    branched_at: int | None = None,
    may_name_files: bool = True,
) -> Described:
    """Describe a run from its stored options and settings; files are named to those who may know them.

    >>> described_run("find_peaks", "", 0.0, {"taps": 5}, {"seed": 4, "optimizer": "adam"}).facts
    {'option taps': 'filter length 5', 'seed': 'seed 4', 'optimizer': 'Adam'}
    """
    known = describe_experiment(experiment).parameters if experiment in experiment_names() else ()
    # options first: settings often follow from them
    facts = _facts("option ", options, known, may_name_files=may_name_files)
    facts |= _facts("", settings, SETTINGS, may_name_files=may_name_files)
    if branched_at:
        facts["branched at"] = f"branched at step {branched_at:,}"
    return Described(experiment, name, created, facts)


def labels_of(runs: Sequence[Described]) -> list[Label]:
    """A label for each run, so that no two are called the same.

    Of the runs of one experiment, a fact is told of a run unless more than half of them share it.

    >>> runs = [described_run("find_peaks", "", 0.0, {}, {"seed": seed}) for seed in (3, 4)]
    >>> [label.whole for label in labels_of(runs)]
    ['Find the peaks: seed 3', 'Find the peaks: seed 4']
    """
    usual = {experiment: _usual(runs, experiment) for experiment in {run.experiment for run in runs}}
    parts = [(title_of(run), _differing(run, usual[run.experiment])) for run in runs]
    names = Counter(title for title, _ in parts)
    wholes = [
        _together(title, differs) if names[title] > 1 or not _is_named(run) else title
        for run, (title, differs) in zip(runs, parts, strict=True)
    ]
    numbers = _numbered(runs, wholes)
    labels = []
    for (title, differs), whole, number in zip(parts, wholes, numbers, strict=True):
        apart = f"{differs}, {number}" if differs and number else differs or number
        labels.append(Label(title, apart, _together(whole, number, " " if whole == title else ", ")))
    return labels


def title_of(run: Described) -> str:
    """What a person called the run, else its experiment's title."""
    if run.name or run.experiment not in experiment_names():
        return run.name or run.experiment
    return describe_experiment(run.experiment).title


def _is_named(run: Described) -> bool:
    is_known = run.experiment in experiment_names()
    return bool(run.name) and not (is_known and run.name == describe_experiment(run.experiment).title)


def _usual(runs: Sequence[Described], experiment: str) -> dict[str, str | None]:
    """By name, the fact that more than half of the experiment's runs share, None where there is none."""
    group = [run.facts for run in runs if run.experiment == experiment]
    names = dict.fromkeys(name for facts in group for name in facts)
    usual: dict[str, str | None] = {}
    for name in names:
        fact, times = Counter(facts.get(name, "") for facts in group).most_common(1)[0]
        usual[name] = fact if 2 * times > len(group) else None
    return usual


def _differing(run: Described, usual: Mapping[str, str | None]) -> str:
    names = sorted(usual, key=lambda name: name != FIRST)
    return ", ".join(fact for name in names if (fact := run.facts.get(name, "")) and fact != usual[name])


def _together(first: str, second: str, between: str = ": ") -> str:
    return f"{first}{between}{second}" if second else first


def _numbered(runs: Sequence[Described], wholes: Sequence[str]) -> list[str]:
    """For runs that are alike in all, which of them each is, the oldest first; "" for all others."""
    numbers = [""] * len(runs)
    alike: dict[str, list[int]] = {}
    for index in sorted(range(len(runs)), key=lambda index: runs[index].created):
        alike.setdefault(wholes[index], []).append(index)
    for group in alike.values():
        for number, index in enumerate(group if len(group) > 1 else [], start=1):
            numbers[index] = f"run {number}"
    return numbers


def _facts(
    prefix: str, values: Mapping[str, Any], parameters: Iterable[Parameter], *, may_name_files: bool
) -> dict[str, str]:
    declared = {parameter.name: parameter for parameter in parameters}
    facts = {}
    for name, value in values.items():
        if isinstance(value, dict):
            # a kernel, signal or picture of one's own
            title = plain_text(str(value.get("title", name)), LONGEST_FACT)
            facts[prefix + name] = title if may_name_files else SOMEBODYS_FILE
        elif isinstance(value, str | int | float):
            facts[prefix + name] = _fact(name, value, declared.get(name))
    return facts


def _fact(name: str, value: str | float, parameter: Parameter | None) -> str:
    """One option or setting in words, such as "seed 4" or "Adam"."""
    if isinstance(value, str):
        if isinstance(parameter, Choice) and value in parameter.options:
            return parameter.title_of(value)
        return plain_text(value, LONGEST_FACT)
    title = parameter.title if parameter else name.replace("_", " ")
    words = title[:1].lower() + title[1:]
    if isinstance(value, bool):
        return words if value else f"no {words}"
    return f"{words} {value:.4g}" if isinstance(value, float) else f"{words} {value}"
