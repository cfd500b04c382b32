"""Choosing a filter of the library by its address, its parameters, and where else the filter can be opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.filters import LibraryEntry, library_entry
from core.kernels import Kernel
from core.learning import describe_experiment
from core.parameters import Value
from pages.parts.choose import choices
from pages.parts.choose.kernel_picker import made
from pages.parts.choose.widgets import choose_all, written
from pages.parts.shell.show import warning_sentence

FIRST = "sobel_x"
EXPERIMENT = "recover_kernel"  # of Converge, for one kernel


@dataclass(frozen=True)
class Elsewhere:
    """Another page on which a filter can be opened, and the address' query that does so."""

    page: str
    query: Mapping[str, str]


def asked_entry(prefix: str) -> LibraryEntry:
    """The entry that the address names; the first page's, with a warning, where there is none of that name."""
    asked = choices.chosen(f"{prefix}_kernel")
    if asked is None:
        return library_entry(FIRST)
    try:
        return library_entry(asked)
    except ValueError as error:
        choices.forget(f"{prefix}_kernel")
        warning_sentence(error)
        return library_entry(FIRST)


def pick_parameters(entry: LibraryEntry, prefix: str) -> Kernel | dict[str, Value]:
    """Show the widgets of an entry's parameters; return its kernel, or for a combined filter the parameters."""
    key = f"{prefix}_{entry.name}"
    return choose_all(entry.parameters, key) if entry.combined else made(entry.name, key)


def elsewhere(entry: LibraryEntry, parameters: Mapping[str, Value]) -> tuple[Elsewhere, ...]:
    """The pages on which exactly this filter can be opened, with these parameters.

    >>> elsewhere(library_entry("box_1d"), {"size": 7})
    (Elsewhere(page='signals', query={'signals_kernel': 'box_1d', 'signals_box_1d_size': '7'}),)
    """
    page = "signals" if entry.ndim == 1 else "images"
    touched = {each.name: parameters[each.name] for each in entry.parameters if parameters[each.name] != each.default}
    query = {f"{page}_filter" if entry.combined else f"{page}_kernel": entry.name}
    query |= {f"{page}_{entry.name}_{name}": written(value) for name, value in touched.items()}
    found = [Elsewhere(page, query)]
    # Converge offers kernels as they are recommended
    if not touched and _is_learned(entry):
        found.append(
            Elsewhere("converge", {"run_experiment": EXPERIMENT, f"run_{EXPERIMENT}_kernel": entry.name}),
        )
    return tuple(found)


def _is_learned(entry: LibraryEntry) -> bool:
    """Whether Converge has a task for this kernel."""
    (kernel,) = (each for each in describe_experiment(EXPERIMENT).parameters if each.name == "kernel")
    return entry.name in getattr(kernel, "options", ())
