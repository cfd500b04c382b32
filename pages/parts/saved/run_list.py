"""The list of saved runs, and bringing one from a file."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from typing import Any

import pandas as pd
import streamlit as st

from core.figures.chart import number
from core.learning import describe_experiment, experiment_names
from core.parameters import Choice
from core.runs import STATUSES, DamagedRun, Full, Service, Store, StoreError, bring_run
from core.runs.store.listing import SORTS
from pages.parts.choose import choices
from pages.parts.choose.widgets import choose, menu, text
from pages.parts.saved.run_address import CHOSEN, opened_runs
from pages.parts.shell.service import visitor
from pages.parts.shell.show import escaped, warning_sentence

MOST_COMPARED = 6
COLUMNS = ("Name", "Experiment", "Status", "Step", "Loss", "Held out", "Seed", "Tags", "Last change")
LAST_SECOND = 253_402_300_800  # that ends the year 9999
ANY = "any"
SORT = Choice("sort", "Sorted by", "updated", SORTS)
STATUS = Choice("status", "Status", ANY, (ANY, *STATUSES))


def pick_runs(store: Store) -> list[str]:
    """Show the filters and the list, and return the ids of the chosen runs."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        part = text("Name contains", "runs_text")
        experiment = menu(
            "Experiment",
            (ANY, *experiment_names()),
            ANY,
            "runs_experiment",
            title=lambda name: ANY if name == ANY else describe_experiment(name).title,
        )
        status = choose(STATUS, "runs_status")
        tag = text("Tag", "runs_tag")
        sort = choose(SORT, "runs_sort")
    try:
        rows = store.rows(
            text=part,
            experiment=None if experiment == ANY else experiment,
            status=None if status == ANY else str(status),
            tag=tag or None,
            owner=visitor().key,
            opened=opened_runs(),
            sort=str(sort),
            descending=sort in ("updated", "created", "step"),
        )
    except StoreError as error:
        warning_sentence(error)
        return []
    if not rows:
        st.info("No run is saved yet, or none matches. Press *Save this run* on the page Converge.")
        return []
    ids = [row["id"] for row in rows]
    chosen = [run for run in dict.fromkeys((choices.chosen(CHOSEN) or "").split(",")) if run in ids]
    # the table keeps its selection by row number: with other rows, or in another order, it needs another key
    key = f"runs_table_{blake2b(''.join(ids).encode(), digest_size=8).hexdigest()}"
    st.dataframe(
        pd.DataFrame([_line(row) for row in rows], columns=COLUMNS),
        key=key,
        hide_index=True,
        on_select=partial(_take_rows, key, ids),
        selection_mode="multi-row",
        selection_default={"selection": {"rows": [ids.index(run) for run in chosen]}},
        alt=f"Table of {len(rows)} runs.",
    )
    return chosen[:MOST_COMPARED]


def _take_rows(key: str, ids: list[str]) -> None:
    """Save which runs were chosen, not which rows: the rows change with every run that goes on."""
    rows = [row for row in st.session_state[key]["selection"]["rows"] if row < len(ids)]
    if rows:
        choices.keep(CHOSEN, ",".join(ids[row] for row in rows))
    else:
        choices.forget(CHOSEN)


def offer_bringing(runs: Service) -> None:
    """Offer to save a run from a file that was downloaded here or elsewhere."""
    with st.expander("Bring a run from a file", icon=":material/upload:"):
        file = st.file_uploader("A run of up to 8 MB", type=["safetensors"], key="runs_upload")
        if file is None or not st.button("Save it here", key="runs_import", icon=":material/bookmark_add:"):
            return
        try:
            run = bring_run(runs, file.getvalue(), by=visitor())
        except (DamagedRun, Full, StoreError, ValueError) as error:
            warning_sentence(error)
        else:
            st.success(f"{escaped(run.name)} is saved.")


def _line(row: dict[str, Any]) -> dict[str, Any]:
    """The table's line for a run; a run that is damaged, or of a newer version, is shown as far as possible."""
    is_known = row["experiment"] in experiment_names()
    kind = describe_experiment(row["experiment"]) if is_known else None
    held_out, title = kind.shown[0] if kind else ("", "")
    figure = row["metrics"].get(held_out, math.nan)
    is_whole = None not in (kind, row["step"], row["steps"])
    return {
        "Name": row["name"],
        "Experiment": kind.title if kind and is_whole else "cannot be shown",
        "Status": row["status"],
        "Step": f"{row['step']:,} of {row['steps']:,}" if is_whole else "",
        "Loss": "" if row["loss"] is None else number(row["loss"]),
        "Held out": "" if math.isnan(figure) else f"{title} {number(figure)}",
        "Seed": row["seed"],
        "Tags": ", ".join(row["tags"]),
        "Last change": _moment(row["updated"]),
    }


def _moment(seconds: float | None) -> str:
    """A time as date and clock, or "" outside the years that these can show."""
    if seconds is None or not 0 <= seconds < LAST_SECOND:
        return ""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")
