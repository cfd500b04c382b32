"""Saved runs, from the page that starts them to the one that lists them."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest

from core.learning import TrainingSettings, get_experiment, resolve_settings
from core.runs import Service
from pages.parts.shell.service import FASTEST, refresh_interval
from tests.pages.conftest import ended, opened, shown_errors

UNKNOWN = "There is no run of this address: it was deleted, or the address is incomplete."


def plain(text: str) -> str:
    return text.replace("\\", "")


def kept(service: Service, **settings) -> str:
    run = service.start(get_experiment("find_peaks"), TrainingSettings(steps=300, snapshots=10, **settings))
    ended(service, run)
    return run


def with_branches(run: str) -> AppTest:
    """The page of a run, the part opened that trains it another way."""
    app = opened("converge", converge_run=run)
    app.session_state["converge_branches"] = True
    return app.run()


def test_a_run_is_kept_and_shown_under_its_address():
    app = opened("converge", run_experiment="Find the peaks")
    app.button(key="converge_keep").click().run()
    run = app.query_params["converge_run"]
    end = time.monotonic() + 240
    while not app.info and time.monotonic() < end:
        app.run()
        time.sleep(0.1)
    assert not app.exception, shown_errors(app)
    inline = opened("converge", run_experiment="Find the peaks")
    assert app.info[0].value == inline.info[0].value
    # anyone who has the address sees the same
    other = opened("converge", converge_run=run)
    assert other.info[0].value == app.info[0].value
    app.button(key="converge_back").click().run()
    assert app.selectbox(key="run_experiment").value == "find_peaks"
    assert "converge_run" not in app.query_params


def test_a_branch_is_started_from_the_page_and_shown_beside_its_run(service):
    run = kept(service)
    app = with_branches(run)
    at = app.select_slider(key=f"branch_{run[:8]}_at")
    at.set_value(at.options[2])
    app.button(key="converge_Branch here").click().run()
    assert not app.exception, shown_errors(app)
    branch = app.query_params["converge_run"]
    record = service.view(branch).record
    assert (record.parent, record.parent_step) == (run, int(at.options[2]))
    # what was left alone is as it was
    assert record.settings == service.view(run).record.settings
    assert app.multiselect(key="converge_beside").value == [run]


def test_other_settings_from_the_same_start_are_started_from_the_page(service):
    run = kept(service, seed=4)
    app = with_branches(run)
    app.selectbox(key=f"branch_{run[:8]}_optimizer").set_value("adam")
    app.button(key="converge_Same start, other settings").click().run()
    assert not app.exception, shown_errors(app)
    branch = ended(service, app.query_params["converge_run"])
    assert (branch.record.settings.optimizer, branch.record.settings.seed) == ("adam", 4)
    assert branch.snapshots[0].weights.tolist() == service.view(run).snapshots[0].weights.tolist()
    app.run()
    (drawn,) = [chart for chart in app.get("plotly_chart") if chart.proto.id.endswith("converge_losses")]
    assert drawn.proto.alt.startswith("Losses of 2 runs: ")


def test_a_branch_that_goes_nowhere_gets_a_sentence(service):
    run = kept(service)
    app = with_branches(run)
    app.select_slider(key=f"branch_{run[:8]}_steps").set_value(100)
    at = app.select_slider(key=f"branch_{run[:8]}_at")
    at.set_value("147")
    app.button(key="converge_Branch here").click().run()
    assert [plain(each.value) for each in app.warning] == [
        "steps=100 is not beyond the step 147 to branch at: choose more."
    ]
    assert app.query_params["converge_run"] == run


def test_losses_of_several_runs_are_part_of_the_address(service):
    runs = [kept(service, seed=seed) for seed in (1, 2, 3)]
    app = opened("converge", converge_run=runs[0], converge_beside=runs[1:])
    assert not app.exception, shown_errors(app)
    assert set(app.multiselect(key="converge_beside").value) == set(runs[1:])
    (drawn,) = [chart for chart in app.get("plotly_chart") if chart.proto.id.endswith("converge_losses")]
    assert drawn.proto.alt.startswith("Losses of 3 runs: ")


def test_a_run_beside_that_is_no_run_is_left_out(service):
    app = opened("converge", converge_run=kept(service), converge_beside=["<b>", "0" * 32])
    assert not app.exception, shown_errors(app)
    assert [plain(each.value) for each in app.warning] == [
        "One of the runs beside this one cannot be shown: deleted, or incomplete in the address."
    ]


@pytest.mark.parametrize("page", ["compare", "question"])
def test_a_run_is_kept_from_the_other_pages_that_train(service, page):
    app = opened(page, question_trained="yes")
    app.button(key=f"{page}_keep").click().run()
    assert not app.exception, shown_errors(app)
    assert app.title[0].value == "Converge"
    assert ended(service, app.query_params["converge_run"]).record.status == "finished"


def test_a_kept_run_is_compared_under_its_address(service):
    run = kept(service, seed=8)
    app = opened("compare", converge_run=run)
    assert not app.exception, shown_errors(app)
    assert app.subheader[0].value == "Find the peaks"
    inline = opened("compare", run_experiment="Find the peaks", run_seed="8", run_find_peaks_steps="300")
    assert app.info[0].value == inline.info[0].value
    app.button(key="compare_back").click().run()
    assert app.selectbox(key="run_experiment").value is not None


def test_nobody_waits_for_a_long_run_on_either_page():
    long = {"run_experiment": "Find the edges", "run_find_edges_size": "7", "run_find_edges_steps": "10000"}
    for page in ("converge", "compare"):
        app = opened(page, **long)
        assert app.info[0].value.endswith("Press *Save this run* to watch it train.")


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("0" * 32, UNKNOWN),
        ("garbage", "converge_run='garbage' names no run: give 32 digits from 0 to f, as the page Runs opens it."),
        ("<script>", "converge_run='<script>' names no run: give 32 digits from 0 to f, as the page Runs opens it."),
    ],
)
def test_an_address_without_a_run_gets_a_sentence(address, sentence):
    app = opened("converge", converge_run=address)
    assert not app.exception, shown_errors(app)
    assert plain(app.warning[0].value) == sentence


def test_runs_are_listed_and_filtered(service):
    run = kept(service, seed=7)
    service.store.describe(run, name="Seven 100% <b>", tags=["lecture"])
    app = opened("runs")
    assert not app.exception, shown_errors(app)
    assert "Seven 100% <b>" in list(app.dataframe[0].value["Name"])
    tagged = opened("runs", runs_tag="lecture", runs_experiment="Find the peaks", runs_status="finished")
    assert list(tagged.dataframe[0].value["Seed"]) == [7]
    none = opened("runs", runs_text="no such name")
    assert none.info[0].value.startswith("No run is saved yet, or none matches.")


def test_a_thousand_runs_are_listed_by_one_question_each_for_runs_and_tags(service):
    experiment = get_experiment("find_peaks")
    settings = resolve_settings(experiment, TrainingSettings(steps=5))
    from core.learning.training.descent import first_snapshot

    first = first_snapshot(experiment, settings)
    for number in range(60):
        service.store.add(experiment, settings, first, name=f"Run {number}", status="stopped")
    asked = []
    from sqlalchemy import event

    event.listen(service.store._engine, "before_cursor_execute", lambda *parts: asked.append(parts[2]))
    rows = service.store.rows(text="Run ")
    assert len(rows) == 60
    assert sum(statement.startswith("SELECT") for statement in asked) == 2


def test_the_more_runs_are_live_the_slower_a_page_looks(service, monkeypatch):
    assert refresh_interval(service) == FASTEST
    monkeypatch.setattr(type(service), "live", lambda _: 50)
    assert refresh_interval(service) == 4.0


def test_a_run_stays_chosen_by_what_it_is_and_not_by_its_row(service):
    first, second = kept(service, seed=11), kept(service, seed=12)
    service.store.describe(first, name="First")
    app = opened("runs", runs_chosen=first)
    assert app.subheader[0].value == "First"
    table = app.dataframe[0].proto.id
    # the other one is changed, and so comes first in the list
    service.store.describe(second, name="Second")
    app.run()
    assert app.subheader[0].value == "First"
    assert app.dataframe[0].proto.id != table
    assert app.query_params == {"runs_chosen": first}


def test_deleting_a_run_chooses_no_other(service):
    first, second = kept(service, seed=13), kept(service, seed=14)
    app = opened("runs", runs_chosen=second)
    app.button(key=f"runs_delete_{second}").click().run()
    assert not app.exception, shown_errors(app)
    assert not app.subheader
    assert app.query_params == {}
    assert not [button.key for button in app.button if button.key.startswith("runs_delete_")]
    left = [row["id"] for row in service.store.rows()]
    assert first in left
    assert second not in left


def test_more_runs_beside_one_than_can_be_drawn_are_left_out(service):
    run = kept(service, seed=15)
    others = [f"{number:032x}" for number in range(1, 9)]
    app = opened("converge", converge_run=run, converge_beside=others)
    assert not app.exception, shown_errors(app)
    assert len(app.multiselect(key="converge_beside").value) == 5


def test_runs_beside_that_are_gone_get_one_sentence(service):
    run = kept(service, seed=3)
    app = opened("converge", converge_run=run, converge_beside=",".join(f"{number:032x}" for number in range(500)))
    assert not app.exception, shown_errors(app)
    assert [plain(each.value) for each in app.warning] == [
        "5 of the runs beside this one cannot be shown: deleted, or incomplete in the address."
    ]
