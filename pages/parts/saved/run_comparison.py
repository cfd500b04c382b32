"""Several saved runs side by side: their differences, losses, weights and metrics."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from core.figures import bank_chart, kernel_chart, losses_chart, shared_limit
from core.figures.chart import number
from core.learning import Trajectory
from core.runs import Service, differences
from pages.parts.saved.run_address import choose_run
from pages.parts.shell.service import viewed, visitor
from pages.parts.shell.show import chart, escaped


def compare_runs(runs: Service, chosen: list[str]) -> None:
    """Show the differences between several runs, their losses, weights and metrics."""
    views = [view for run in chosen if (view := viewed(runs, run)) is not None and view.has_begun]
    if len(views) < 2:
        st.info("Two runs that have begun are needed for a comparison.")
        return
    labels = [f"{position}: {view.record.name}" for position, view in enumerate(views, start=1)]
    st.subheader("What differs")
    table = pd.DataFrame.from_dict(differences(views, by=visitor()), orient="index", columns=labels)
    if table.empty:
        st.markdown("Nothing that can be set: they began with the same numbers and were trained alike.")
    else:
        st.dataframe(table, key="runs_differences", alt="Table of settings that differ.")
    st.subheader("Losses")
    trajectories = [view.trajectory for view in views]
    chart(losses_chart(list(zip(labels, trajectories, strict=True))), "runs_losses")
    if st.button("Show them under one address", key="runs_together", icon=":material/link:"):
        first, *others = (view.record.id for view in views)
        choose_run(first, beside=others)
        st.switch_page("pages/converge.py")
    st.subheader("Numbers at the end")
    _show_numbers(labels, trajectories)
    st.subheader("On held-out data")
    metrics = pd.DataFrame({label: dict(run.metrics) for label, run in zip(labels, trajectories, strict=True)})
    if metrics.empty:
        st.caption("Computed once a run is paused or has ended.")
    else:
        st.dataframe(metrics.map(_metric), key="runs_metrics", alt="Table of metrics.")


def _show_numbers(labels: list[str], runs: list[Trajectory]) -> None:
    """The learned weights side by side, those of single filters on one scale."""
    single = [run for run in runs if run.experiment.model.filters == 1]
    limit = shared_limit(*(run.weights[-1] for run in single)) if single else None
    for column, label, run in zip(st.columns(len(runs)), labels, runs, strict=True):
        with column:
            st.caption(escaped(label))
            drawn = (
                kernel_chart(run.weights[-1], "the learned numbers", limit=limit, height=210)
                if run.experiment.model.filters == 1
                else bank_chart(run.weights[-1], "the learned numbers", height=210)
            )
            chart(drawn, f"runs_weights_{label}")
    if len(single) > 1:
        st.caption("Single filters are drawn on one scale.")
    if len(single) < len(runs):
        st.caption("Filters of a network are drawn on a scale of their own: the next layer decides on their strength.")


def _metric(value: float) -> str:
    """A metric as text, "-" where a run has none because it still trains or has another experiment."""
    return "-" if math.isnan(value) else number(value, 4)
