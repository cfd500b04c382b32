"""What the list of saved runs is filtered by and how it is sorted."""

from __future__ import annotations

from typing import Any

from core.learning import describe_experiment, experiment_names
from core.parameters import Choice
from core.runs import STATUSES
from core.runs.store.listing import SORTS
from pages.parts.choose import choices
from pages.parts.choose.widgets import choose, drawn_if, menu, text
from pages.parts.shell.frame import controls

FILTERS = ("runs_text", "runs_experiment", "runs_status", "runs_tag")
ANY = "any"
SORT_TITLES = ("last change", "first save", "name", "task", "status", "step", "loss")
SORT = Choice("sort", "Sorted by", "updated", SORTS, titles=SORT_TITLES)
STATUS = Choice("status", "Status", ANY, (ANY, *STATUSES))


def pick_filters(*, is_drawn: bool) -> dict[str, Any]:
    """Show the widgets that filter and sort, if they are to be drawn, and return what the store is asked for."""
    with controls(), drawn_if(is_drawn):
        part = text("Name contains", "runs_text")
        experiment = menu(
            "Task",
            (ANY, *experiment_names()),
            ANY,
            "runs_experiment",
            title=lambda name: ANY if name == ANY else describe_experiment(name).title,
        )
        status = choose(STATUS, "runs_status")
        tag = text("Tag", "runs_tag")
        sort = choose(SORT, "runs_sort")
    return {
        "text": part,
        "experiment": None if experiment == ANY else experiment,
        "status": None if status == ANY else str(status),
        "tag": tag or None,
        "sort": str(sort),
        "descending": sort in ("updated", "created", "step"),
    }


def clear_filters() -> None:
    """List all runs again."""
    choices.forget(*FILTERS)
