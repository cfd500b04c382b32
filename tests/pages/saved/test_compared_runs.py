"""Several saved runs side by side: what differs, and what cannot be said yet."""

from __future__ import annotations

import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.learning import TrainingSettings, get_experiment
from pages.parts.saved.run_groups import UNLIKE
from tests.pages.conftest import ended, shown_errors

PEAKS = get_experiment("find_peaks")


def kept(service, experiment, settings) -> str:
    return ended(service, service.start(experiment, settings)).record.id


def compared(*runs: str) -> AppTest:
    def page():
        import streamlit as st

        from pages.parts.saved.run_comparison import compare_runs
        from pages.parts.shell.service import service

        compare_runs(service(), st.session_state["chosen"])

    app = AppTest.from_function(page, default_timeout=60)
    app.session_state["chosen"] = list(runs)
    app.run()
    assert not app.exception, shown_errors(app)
    return app


def test_settings_that_differ_are_listed_and_no_others(service):
    first, second = (kept(service, PEAKS, TrainingSettings(steps=200, snapshots=8, seed=seed)) for seed in (3, 4))
    differences, metrics = (each.value for each in compared(first, second).dataframe)
    assert differences.index.tolist() == ["seed"]
    assert differences.loc["seed"].tolist() == ["3", "4"]
    assert set(metrics.index) >= {"precision", "recall", "f1"}


def test_single_filters_are_drawn_on_one_scale(service):
    runs = [kept(service, PEAKS, TrainingSettings(steps=steps, snapshots=8, seed=3)) for steps in (50, 400)]
    app = compared(*runs)
    ranges = {
        tuple(json.loads(each.proto.spec)["layout"]["yaxis"]["range"])
        for each in app.get("plotly_chart")
        if "weights" in each.proto.id
    }
    largest = max(float(np.abs(service.view(run).trajectory.weights[-1]).max()) for run in runs)
    ((low, high),) = ranges
    assert (low, high) == pytest.approx((-1.25 * largest, 1.25 * largest))
    assert "These filters are drawn on one scale." in [each.value for each in app.caption]


def test_runs_that_were_begun_and_led_alike_differ_in_nothing(service):
    settings = TrainingSettings(steps=200, snapshots=8, seed=5)
    app = compared(*(kept(service, PEAKS, settings) for _ in range(2)))
    assert "Nothing that can be set: they began with the same numbers and were trained alike." in [
        each.value for each in app.markdown
    ]
    assert len(app.dataframe) == 1


def test_where_a_run_was_branched_and_led_another_way_is_told(service):
    parent = kept(service, PEAKS, TrainingSettings(steps=200, snapshots=8, seed=6))
    step = service.view(parent).snapshots[3].step
    branch = service.branch(parent, step, TrainingSettings(steps=100_000, snapshots=8, seed=6))
    service.change_rate(branch, 0.001)
    service.pause(branch)
    differences = compared(parent, branch).dataframe[0].value
    assert differences.loc["branched at step"].tolist() == ["-", str(step)]
    (changed_at,) = (change[0] for change in service.view(branch).record.changes)
    assert differences.loc["learning rate changed"].tolist() == ["-", f"at step {changed_at}"]
    service.stop(branch)


def test_a_run_that_moves_has_no_figures_yet(service):
    moving = service.start(PEAKS, TrainingSettings(steps=100_000, snapshots=8, seed=7))
    still = kept(service, PEAKS, TrainingSettings(steps=200, snapshots=8, seed=7))
    metrics = compared(moving, still).dataframe[1].value
    assert metrics.iloc[:, 0].unique().tolist() == ["-"]
    assert "-" not in metrics.iloc[:, 1].tolist()
    app = compared(moving, moving)
    assert "Figures on held-out data are computed once a run is paused or has ended." in [
        each.value for each in app.caption
    ]
    service.stop(moving)


def test_runs_of_unlike_tasks_get_a_chart_for_each_task(service):
    settings = TrainingSettings(steps=60, snapshots=6, seed=8)
    runs = [kept(service, PEAKS, settings), kept(service, get_experiment("recover_kernel"), settings)]
    runs.append(kept(service, PEAKS, TrainingSettings(steps=60, snapshots=6, seed=9)))
    app = compared(*runs)
    assert [each.value for each in app.info] == [UNLIKE]
    losses = [each.proto.alt for each in app.get("plotly_chart") if "losses" in each.proto.id]
    assert len(losses) == 2
    assert losses[0].startswith("Losses of 2 runs: seed 8 from ")
    assert [each.value for each in app.header] == ["What differs", "Find the peaks", "Imitate a designed kernel"]


def test_of_many_chosen_runs_the_first_six_are_compared(service):
    run = kept(service, PEAKS, TrainingSettings(steps=30, snapshots=4, seed=10))
    app = compared(*[run] * 8)
    assert app.caption[0].value == "8 runs are chosen: the first 6 are compared."
    assert len([each for each in app.get("plotly_chart") if "weights" in each.proto.id]) == 6
