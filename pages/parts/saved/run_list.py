"""The list of saved runs: filtered, chosen from, opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.figures.run_rows import RunRow, run_rows
from core.learning import describe_experiment, experiment_names
from core.parameters import Choice
from core.runs import STATUSES, Service, Store, StoreError, is_id, row_labels
from core.runs.store.listing import SORTS
from pages.parts.choose import choices
from pages.parts.choose.widgets import choose, menu, text
from pages.parts.saved.run_address import CHOSEN, choose_run, opened_runs
from pages.parts.saved.run_deletion import bring_back, say_refusal, undo_offer
from pages.parts.saved.run_lines import run_lines
from pages.parts.saved.run_rows import show_rows
from pages.parts.shell import say
from pages.parts.shell.frame import controls
from pages.parts.shell.service import visitor
from pages.parts.shell.show import warning_sentence

AT_FIRST, MOST_SHOWN = 100, 1000  # runs in the list
SHOWN, WANTED = "runs_shown", "run_to_open"
FILTERS = ("runs_text", "runs_experiment", "runs_status", "runs_tag")
ANY = "any"
SORT_TITLES = ("last change", "first save", "name", "task", "status", "step", "loss")
SORT = Choice("sort", "Sorted by", "updated", SORTS, titles=SORT_TITLES)
STATUS = Choice("status", "Status", ANY, (ANY, *STATUSES))


@dataclass(frozen=True)
class ListedRun:
    """A run that was chosen in the list: its id, its name there, and whether the visitor may change it."""

    id: str
    name: str
    is_mine: bool


def pick_runs(runs: Service) -> list[ListedRun]:
    """Show the filters and the list, and return the chosen runs in the order in which they were chosen."""
    _open_wanted()
    say_refusal()
    asked, shown = _pick_filters(), _how_many()
    wanted = [run for run in dict.fromkeys((choices.chosen(CHOSEN) or "").split(",")) if run]
    try:
        found = _rows(runs.store, limit=shown + 1, **asked)
        rows = _with_chosen(runs.store, found[:shown], wanted, asked)
        is_any_saved = bool(rows) or bool(_rows(runs.store, limit=1))
        labels = row_labels(rows, by=visitor())
        lines = run_lines(runs.store, rows, labels)
    except StoreError as error:
        warning_sentence(error)
        return []
    listed = {
        row["id"]: ListedRun(row["id"], label.whole, visitor().may_control(row["owner"]))
        for row, label in zip(rows, labels, strict=True)
    }
    chosen = [listed[run] for run in wanted if run in listed]
    _show(runs, lines, [run.id for run in chosen])
    if not rows:
        _say_empty(is_any_saved=is_any_saved)
    elif len(found) > shown and shown < MOST_SHOWN:
        st.button(f"Show {AT_FIRST} more", key="runs_more", icon=":material/expand_more:", on_click=_show_more)
    return chosen


def _show(runs: Service, lines: list[RunRow], chosen: list[str]) -> None:
    """Show the rows, and the offer to bring back what was deleted."""
    undo = undo_offer()
    if not lines and undo is None:
        return
    content = run_rows(lines, chosen, undo)
    show_rows(content, "runs_list", on_choice=_take, on_opening=_want, on_undo=lambda: bring_back(runs))


def _with_chosen(
    store: Store, rows: list[dict[str, Any]], wanted: list[str], asked: dict[str, Any]
) -> list[dict[str, Any]]:
    """The rows, followed by those of chosen runs that are older than what is shown."""
    listed = {row["id"] for row in rows}
    missing = [run for run in wanted if run not in listed]
    return rows + _rows(store, among=missing, **asked) if missing else rows


def _pick_filters() -> dict[str, Any]:
    """Show the widgets that filter and sort, and return what the store is asked for."""
    with controls():
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


def _rows(store: Store, **asked: Any) -> list[dict[str, Any]]:
    return store.rows(owner=visitor().key, opened=opened_runs(), **asked)


def _how_many() -> int:
    asked = choices.chosen(SHOWN) or ""
    return max(AT_FIRST, min(MOST_SHOWN, int(asked))) if asked.isdecimal() and len(asked) < 10 else AT_FIRST


def _show_more() -> None:
    choices.keep(SHOWN, str(_how_many() + AT_FIRST))


def _say_empty(*, is_any_saved: bool) -> None:
    """Say why the list is empty, and what to do."""
    if is_any_saved:
        say.info("No saved run fits what you look for.")
        st.button("Show all runs", key="runs_clear", icon=":material/filter_alt_off:", on_click=_clear)
        return
    say.info("No run is saved yet. Choose a task on Converge, watch it train, and press *Save this run*.")
    st.page_link("pages/converge.py", label="Go to Converge", icon=":material/trending_down:")


def _open_wanted() -> None:
    """Show the run whose button was pressed on its own page."""
    run = st.session_state.pop(WANTED, None)
    if is_id(run):
        choose_run(run)
        st.switch_page("pages/converge.py")


def _want(run: str) -> None:
    """Have the run opened: no page can be switched to while a button is handled."""
    st.session_state[WANTED] = run


def _clear() -> None:
    choices.forget(*FILTERS)


def _take(chosen: list[str]) -> None:
    """Save which runs were chosen."""
    if chosen:
        choices.keep(CHOSEN, ",".join(chosen))
    else:
        choices.forget(CHOSEN)
