"""Choosing a combined filter: gradient length, strongest of eight directions, zero crossings."""

from __future__ import annotations

from dataclasses import dataclass

from core.filters import COMBINED, CombinedFilter, describe_filter
from core.parameters import Value
from pages.parts.choose.widgets import choose_all, menu

SINGLE = "single"


@dataclass(frozen=True)
class ChosenFilter:
    """A combined filter with its parameters."""

    filter: CombinedFilter
    parameters: dict[str, Value]


def pick_combined(prefix: str) -> ChosenFilter | None:
    """Show the choice between one kernel and the combined filters; None means one kernel."""
    name = menu(
        "Filter",
        (SINGLE, *COMBINED),
        SINGLE,
        f"{prefix}_filter",
        title=lambda each: "A single kernel" if each == SINGLE else describe_filter(each).title,
    )
    if name == SINGLE:
        return None
    chosen = describe_filter(name)
    return ChosenFilter(chosen, choose_all(chosen.parameters, f"{prefix}_{name}"))
