"""Several saved runs side by side: their differences, losses, weights and metrics."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.figures import bank_chart, kernel_chart, shared_limit
from core.figures.chart import number
from core.runs import Service, differences, view_labels
from pages.parts.saved.run_address import choose_run
from pages.parts.saved.run_groups import UNLIKE, Labelled, by_task, draw_losses
from pages.parts.shell import say
from pages.parts.shell.service import viewed, visitor
from pages.parts.shell.show import chart, escaped

MOST_COMPARED = 6


def compare_runs(runs: Service, chosen: Sequence[str]) -> None:
    """Show the differences between several runs, and their losses, weights and metrics, those of each task together."""
    if len(chosen) > MOST_COMPARED:
        say.caption(f"{len(chosen)} runs are chosen: the first {MOST_COMPARED} are compared.")
    views = [view for run in chosen[:MOST_COMPARED] if (view := viewed(runs, run)) is not None and view.has_begun]
    if len(views) < 2:
        say.info("Two runs that have begun are needed for a comparison.")
        return
    labels = [label.whole for label in view_labels(views, by=visitor())]
    say.header("What differs")
    table = pd.DataFrame.from_dict(differences(views, by=visitor()), orient="index", columns=labels)
    if table.empty:
        say.markdown("Nothing that can be set: they began with the same numbers and were trained alike.")
    else:
        st.dataframe(table, key="runs_differences", alt="Table of settings that differ.")
        say.explain_above(*map(str, table.index))
    if st.button("Show them under one address", key="runs_together", icon=":material/link:"):
        first, *others = (view.record.id for view in views)
        choose_run(first, beside=others)
        st.switch_page("pages/converge.py")
    groups = by_task(views)
    if len(groups) > 1:
        say.info(UNLIKE)
    for title, group in groups:
        if len(groups) > 1:
            say.header(escaped(title))
        _compare(group)


def _compare(group: Sequence[Labelled]) -> None:
    """The losses, weights and metrics of runs of one experiment."""
    key = group[0][1].record.experiment.name
    draw_losses(group, f"runs_losses_{key}")
    _show_numbers(group)
    metrics = pd.DataFrame({label: dict(view.trajectory.metrics) for label, view in group})
    if metrics.empty:
        say.caption("Figures on held-out data are computed once a run is paused or has ended.")
    else:
        st.dataframe(metrics.map(_metric), key=f"runs_metrics_{key}", alt="Table of figures on held-out data.")
        say.explain_above(*map(str, metrics.index))


def _show_numbers(group: Sequence[Labelled]) -> None:
    """The learned weights side by side, those of single filters on one scale."""
    runs = [(label, view.trajectory) for label, view in group]
    key = runs[0][1].experiment.name
    is_single = all(run.experiment.model.filters == 1 for _, run in runs)
    limit = shared_limit(*(run.weights[-1] for _, run in runs)) if is_single else None
    for place, (column, (label, run)) in enumerate(zip(st.columns(len(runs)), runs, strict=True)):
        with column:
            say.caption(escaped(label))
            drawn = (
                kernel_chart(run.weights[-1], "the learned numbers", limit=limit, height=210)
                if run.experiment.model.filters == 1
                else bank_chart(run.weights[-1], "the learned numbers", height=210)
            )
            chart(drawn, f"runs_weights_{key}_{place}")
    if len(runs) > 1:
        say.caption(
            "These filters are drawn on one scale."
            if is_single
            else "Each filter of a network is drawn on a scale of its own: the next layer decides on its strength."
        )


def _metric(value: float) -> str:
    """A metric as text, "-" where a run has none because it still trains."""
    return "-" if math.isnan(value) else number(value, 4)
