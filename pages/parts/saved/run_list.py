"""The list of saved runs: chosen from, opened."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from core.figures.run_rows import RunRow, run_rows
from core.runs import Service, Store, StoreError, is_id, row_labels
from pages.parts.choose import choices
from pages.parts.choose.several import chosen_names, keep_names
from pages.parts.saved.run_address import CHOSEN, choose_run, opened_runs
from pages.parts.saved.run_deletion import bring_back, say_refusal, undo_offer
from pages.parts.saved.run_filters import clear_filters, pick_filters
from pages.parts.saved.run_lines import run_lines
from pages.parts.saved.run_rows import show_rows
from pages.parts.shell import say
from pages.parts.shell.service import visitor
from pages.parts.shell.show import escaped, warning_sentence
from pages.parts.shell.time_zone import time_zone

AT_FIRST, MOST_SHOWN = 100, 1000  # runs in the list
SHOWN, WANTED = "runs_shown", "run_to_open"


@dataclass(frozen=True)
class ListedRun:
    """A run that was chosen in the list: its id, its name there, and whether the visitor may change it."""

    id: str
    name: str
    is_mine: bool


def pick_runs(runs: Service, asked: dict[str, Any]) -> list[ListedRun]:
    """Show the list of what is `asked` for, and return the chosen runs in the order in which they were chosen."""
    _open_wanted()
    say_refusal()
    shown = _how_many()
    wanted = chosen_names(CHOSEN)
    try:
        found = _rows(runs.store, limit=shown + 1, **asked)
        rows = _with_chosen(runs.store, found[:shown], wanted, asked)
        is_any_saved = bool(rows) or _is_any_saved(runs.store)
        labels = row_labels(rows, by=visitor())
        lines = run_lines(runs.store, rows, labels, zone := time_zone())
    except StoreError as error:
        warning_sentence(error)
        return []
    listed = {
        row["id"]: ListedRun(row["id"], label.whole, visitor().may_control(row["owner"]))
        for row, label in zip(rows, labels, strict=True)
    }
    chosen = [listed[run] for run in wanted if run in listed]
    _show(runs, lines, [run.id for run in chosen])
    if rows:
        say.caption(f"Time zone: {escaped(str(zone))}.")
    if not rows:
        _say_empty(is_any_saved=is_any_saved)
    elif len(found) > shown and shown < MOST_SHOWN:
        st.button(f"Show {AT_FIRST} more", key="runs_more", icon=":material/expand_more:", on_click=_show_more)
    return chosen


def ask_for_runs(runs: Service) -> dict[str, Any]:
    """Show the filters, if there is a run to be filtered, and return what the store is asked for."""
    try:
        return pick_filters(is_drawn=_is_any_saved(runs.store))
    except StoreError:
        # the list says what is wrong with the store
        return pick_filters(is_drawn=False)


def _is_any_saved(store: Store) -> bool:
    return bool(_rows(store, limit=1))


def _show(runs: Service, lines: list[RunRow], chosen: list[str]) -> None:
    """Show the rows, and the offer to bring back what was deleted."""
    undo = undo_offer()
    if not lines and undo is None:
        return
    content = run_rows(lines, chosen, undo)
    show_rows(
        content, "runs_list", on_choice=partial(keep_names, CHOSEN), on_opening=_want, on_undo=lambda: bring_back(runs)
    )


def _with_chosen(
    store: Store, rows: list[dict[str, Any]], wanted: list[str], asked: dict[str, Any]
) -> list[dict[str, Any]]:
    """The rows, followed by those of chosen runs that are older than what is shown."""
    listed = {row["id"] for row in rows}
    missing = [run for run in wanted if run not in listed]
    return rows + _rows(store, among=missing, **asked) if missing else rows


def _rows(store: Store, **asked: Any) -> list[dict[str, Any]]:
    return store.rows(owner=visitor().key, opened=opened_runs(), **asked)


def _how_many() -> int:
    return max(AT_FIRST, min(MOST_SHOWN, choices.whole(SHOWN) or AT_FIRST))


def _show_more() -> None:
    choices.keep(SHOWN, str(_how_many() + AT_FIRST))


def _say_empty(*, is_any_saved: bool) -> None:
    """Say why the list is empty, and what to do."""
    if is_any_saved:
        say.info("No saved run fits what you look for.")
        st.button("Show all runs", key="runs_clear", icon=":material/filter_alt_off:", on_click=clear_filters)
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
