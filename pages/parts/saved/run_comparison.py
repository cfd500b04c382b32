"""Several kept runs side by side: what differs, their losses, their numbers, and how well they do."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from core.figures import bank_chart, kernel_chart, losses_chart, shared_limit
from core.figures.chart import number
from core.learning import Trajectory
from core.runs import RunRecord, RunView, Service
from core.runs.records.coding import encode_experiment, encode_settings
from core.runs.service.visitor import Visitor
from pages.parts.saved.run_address import choose_run
from pages.parts.shell.service import viewed, visitor
from pages.parts.shell.show import chart, escaped


def compare_runs(runs: Service, chosen: list[str]) -> None:
    """What differs between several runs, their losses, their numbers and how well they do."""
    views = [view for run in chosen if (view := viewed(runs, run)) is not None and view.has_begun]
    if len(views) < 2:
        st.info("Two runs that have begun are needed for a comparison.")
        return
    labels = [f"{place}: {view.record.name}" for place, view in enumerate(views, start=1)]
    st.subheader("What differs")
    differences = _differences(views, labels, visitor())
    if differences.empty:
        st.markdown("Nothing that can be set: they began with the same numbers and were led alike.")
    else:
        st.dataframe(differences, key="runs_differences", alt="Table of settings that differ.")
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
        st.caption("Worked out once a run stands still.")
    else:
        st.dataframe(metrics.map(_metric), key="runs_metrics", alt="Table of metrics.")


def _show_numbers(labels: list[str], runs: list[Trajectory]) -> None:
    """The learned numbers side by side; on one scale where they mean the same."""
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
    """A figure of a run; one that moves, or of another experiment, has none."""
    return "-" if math.isnan(value) else number(value, 4)


def _differences(views: list[RunView], labels: list[str], by: Visitor) -> pd.DataFrame:
    """Options, settings, and what was done on the way, that are not the same in all runs."""
    described = []
    for view in views:
        options = _options(view.record, by)
        settings = encode_settings(view.trajectory.settings)
        record = view.record
        led = {
            "branched at step": record.parent_step or "-",
            "learning rate changed": ", ".join(f"at step {step}" for step, _ in record.changes) or "-",
        }
        described.append({"experiment": record.experiment.name} | options | settings | led)
    names = dict.fromkeys(name for each in described for name in each)
    rows = {name.replace("_", " "): [str(each.get(name, "-")) for each in described] for name in names}
    differing = {name: row for name, row in rows.items() if len(set(row)) > 1}
    return pd.DataFrame.from_dict(differing, orient="index", columns=labels)


def _options(record: RunRecord, by: Visitor) -> dict[str, object]:
    """An experiment's options by name; what somebody else's file is called is theirs to know."""
    own, is_shown = record.experiment.own_data, by.may_lead(record.data_owner)
    titles = {name: value.title if is_shown else "somebody's file" for name, value in own.items()}
    return encode_experiment(record.experiment)[0]["options"] | titles
