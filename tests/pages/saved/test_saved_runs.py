"""Saved runs, from the page that starts them to the one that lists them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.learning import TrainingSettings, get_experiment, resolve_settings
from core.runs import Service, Visitor
from core.runs.store import places
from core.runs.store.schema import RUNS
from pages.parts.shell.service import FASTEST, refresh_interval
from tests.pages.conftest import brought_back, ended, listed, opened, played, reported, scoreboard, shown_errors
from tests.runs.conftest import wait_for

UNKNOWN = "There is no run of this address: it was deleted, or the address is incomplete."


def plain(text: str) -> str:
    return text.replace("\\", "")


def kept(service: Service, **settings) -> str:
    run = service.start(get_experiment("find_peaks"), TrainingSettings(steps=300, snapshots=10, **settings))
    ended(service, run)
    return run


def with_branches(run: str) -> AppTest:
    """The page of a run, the part opened that trains it another way."""
    return opened("converge", converge_run=run, converge_branches="open")


def test_a_run_is_kept_and_shown_under_its_address():
    app = opened("converge", run_experiment="Find the peaks")
    app.button(key="converge_keep").click().run()
    run = app.query_params["converge_run"]
    assert not app.exception, shown_errors(app)
    inline = opened("converge", run_experiment="Find the peaks")
    assert played(app)["content"] == played(inline)["content"]
    assert [each.value for each in app.header] == [each.value for each in inline.header] == ["Find the peaks"]
    # one line above the picture has the page, the run and its state
    assert [each.caption[0].value for each in (app, inline)] == [
        "Seed 0, SGD, 600 steps. Saved on this machine.", "Seed 0, SGD, 600 steps. Not saved.",
    ]  # fmt: skip
    # anyone who has the address sees the same
    other = opened("converge", converge_run=run)
    assert played(other)["verdict"] == played(app)["verdict"]
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


def test_a_run_is_kept_from_the_other_page_that_trains(service):
    app = opened("compare")
    app.button(key="compare_keep").click().run()
    assert not app.exception, shown_errors(app)
    assert app.title[0].value == "Converge"
    assert ended(service, app.query_params["converge_run"]).record.status == "finished"


def test_a_kept_run_is_compared_under_its_address(service):
    run = kept(service, seed=8)
    app = opened("compare", converge_run=run)
    assert not app.exception, shown_errors(app)
    assert app.header[0].value == "Find the peaks"
    inline = opened("compare", run_experiment="Find the peaks", run_seed="8", run_find_peaks_steps="300")
    pd.testing.assert_frame_equal(scoreboard(app), scoreboard(inline))
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
    assert "Seven 100% <b>" in [row["name"] for row in listed(app)["rows"]]
    tagged = opened("runs", runs_tag="lecture", runs_experiment="Find the peaks", runs_status="finished")
    (row,) = listed(tagged)["rows"]
    assert (row["id"], row["tags"], row["step"]) == (run, ["lecture"], "300 steps")
    assert [each.key for each in (*app.text_input, *app.selectbox)] == [
        "runs_text", "runs_tag", "runs_experiment", "runs_status", "runs_sort",
    ]  # fmt: skip
    none = opened("runs", runs_text="no such name")
    assert none.info[0].value == "No saved run fits what you look for."
    none.button(key="runs_clear").click().run()
    assert none.query_params == {}
    assert run in [row["id"] for row in listed(none)["rows"]]


def test_where_no_run_is_saved_the_list_says_what_to_do(tmp_path, monkeypatch):
    empty = Service(f"sqlite:///{tmp_path}/runs.sqlite")
    monkeypatch.setattr("pages.parts.shell.service._service", lambda: empty)
    for filters in ({}, {"runs_text": "none"}):
        app = opened("runs", **filters)
        assert [each.value for each in app.info] == [
            "No run is saved yet. Choose a task on Converge, watch it train, and press *Save this run*."
        ]
        assert [each.proto.label for each in app.get("page_link")] == ["Go to Converge"]
        # nothing to be filtered or sorted
        assert not [*app.selectbox, *app.text_input]
    empty.close()


def test_a_row_shows_the_filter_the_loss_and_what_differs(service):
    runs = [kept(service, seed=seed) for seed in (21, 22)]
    for run in runs:
        service.store.describe(run, tags=["pair"])
    found = listed(opened("runs", runs_tag="pair"))
    names = {row["id"]: (row["name"], row["differs"], row["whole"]) for row in found["rows"]}
    assert names == {
        run: ("Find the peaks", f"seed {seed}", f"Find the peaks: seed {seed}")
        for run, seed in zip(runs, (21, 22), strict=True)
    }
    for place, row in enumerate(found["rows"]):
        trajectory = service.view(row["id"]).trajectory
        drawn = found["filters"][found["filter_at"][place] : found["filter_at"][place + 1]]
        largest = np.abs(trajectory.weights[-1]).max()
        np.testing.assert_array_equal(drawn, (trajectory.weights[-1] * 127 / largest).round())
        losses = found["losses"][found["loss_at"][place] : found["loss_at"][place + 1]]
        assert len(losses) == len(trajectory.loss)
        assert (losses.max(), losses.min()) == (255, 0)


@pytest.mark.parametrize(("zone", "clock"), [("Asia/Kolkata", "05:30"), (None, "00:00"), ("No/Where", "00:00")])
def test_times_are_those_of_the_visitor(service, monkeypatch, zone, clock):
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.timezone", zone)
    run = kept(service, seed=51)
    service.store.describe(run, tags=["clock"])
    with service.store._engine.begin() as connection:
        connection.execute(RUNS.update().where(RUNS.c.id == run).values(updated=0.0))
    app = opened("runs", runs_tag="clock")
    assert [row["changed"] for row in listed(app)["rows"] if row["id"] == run] == [f"1970-01-01 {clock}"]
    expected = zone if clock == "05:30" else "UTC"
    assert plain(app.caption[-1].value) == f"Time zone: {expected}."


def test_more_runs_than_at_first_are_shown_when_asked_for(service, monkeypatch):
    monkeypatch.setattr("pages.parts.saved.run_list.AT_FIRST", 2)
    runs = [kept(service, seed=seed) for seed in (31, 32, 33)]
    app = opened("runs", runs_chosen=runs[0])
    # a chosen run is in the list however old it is
    assert [row["id"] for row in listed(app)["rows"]] == [runs[2], runs[1], runs[0]]
    assert listed(app)["chosen"] == [runs[0]]
    app = opened("runs")
    assert [row["id"] for row in listed(app)["rows"]] == [runs[2], runs[1]]
    app.button(key="runs_more").click().run()
    assert [row["id"] for row in listed(app)["rows"]][:3] == [runs[2], runs[1], runs[0]]
    assert app.query_params == {"runs_shown": "4"}


@pytest.mark.parametrize("shown", ["0", "-3", "many", "9" * 30])
def test_a_number_of_rows_that_cannot_be_is_not_taken(shown):
    app = opened("runs", runs_shown=shown)
    assert not app.exception, shown_errors(app)
    assert len(listed(app)["rows"]) <= 100


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
    assert app.header[0].value == "First"
    assert listed(app)["rows"][0]["id"] == first
    # the other one is changed, and so comes first in the list
    service.store.describe(second, name="Second")
    app.run()
    assert app.header[0].value == "First"
    assert listed(app)["rows"][0]["id"] == second
    assert listed(app)["chosen"] == [first]
    assert app.query_params == {"runs_chosen": first}


def test_deleting_a_run_chooses_no_other(service):
    first, second = kept(service, seed=13), kept(service, seed=14)
    app = opened("runs", runs_chosen=second)
    app.button(key=f"runs_delete_{second}").click().run()
    assert not app.exception, shown_errors(app)
    assert not app.header
    assert app.query_params == {}
    assert not [button.key for button in app.button if button.key.startswith("runs_delete_")]
    left = [row["id"] for row in service.store.rows()]
    assert first in left
    assert second not in left
    undo = listed(app)["undo"]
    assert undo["text"].endswith(" is deleted.")
    assert 5 < undo["seconds"] <= 10


def test_several_runs_are_deleted_at_once_and_brought_back_at_once(service):
    runs = [kept(service, seed=seed) for seed in (16, 17)]
    app = opened("runs", runs_chosen=",".join(runs))
    (button,) = [each for each in app.button if each.label == "Delete 2 runs"]
    button.click().run()
    assert not app.exception, shown_errors(app)
    assert not {row["id"] for row in service.store.rows()} & set(runs)
    assert listed(app)["undo"]["text"] == "2 runs are deleted."
    brought_back(app)
    assert {row["id"] for row in service.store.rows()} >= set(runs)
    assert app.query_params == {"runs_chosen": ",".join(runs)}
    assert listed(app)["undo"] is None


def test_what_is_brought_back_too_late_gets_a_sentence(service):
    run = kept(service, seed=18)
    app = opened("runs", runs_chosen=run)
    app.button(key=f"runs_delete_{run}").click().run()
    service.store.delete(run)
    brought_back(app)
    assert [plain(each.value) for each in app.warning] == ["It is too late: that run is gone."]


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


def test_rows_are_chosen_and_opened(service):
    first, second = kept(service, seed=41), kept(service, seed=42)
    app = opened("runs")
    reported(app, "chosen", [second, first])
    assert app.query_params == {"runs_chosen": f"{second},{first}"}
    assert listed(app)["chosen"] == [second, first]
    assert app.header[0].value == "What differs"
    reported(app, "chosen", [])
    assert app.query_params == {}
    reported(app, "opened", first, is_trigger=True)
    assert not app.exception, shown_errors(app)
    assert app.title[0].value == "Converge"
    assert app.query_params == {"converge_run": first}


@pytest.mark.parametrize("told", ["<b>", None, ["0" * 32]])
def test_what_is_no_run_is_not_opened(told, service):
    kept(service, seed=43)
    app = opened("runs")
    reported(app, "opened", told, is_trigger=True)
    assert not app.exception, shown_errors(app)
    assert app.title[0].value == "Runs"


@pytest.mark.parametrize("told", ["all", 3, [1, None], {"a": 1}])
def test_a_choice_that_is_none_chooses_nothing(told, service):
    app = opened("runs")
    reported(app, "chosen", told)
    assert not app.exception, shown_errors(app)
    assert not app.header


def test_the_learning_rate_is_changed_in_a_box(service):
    run = service.start(get_experiment("find_edges"), TrainingSettings(steps=100_000))
    service.pause(run)
    app = opened("converge", converge_run=run)
    assert not [each for each in app.selectbox if each.key == "converge_factor"]
    app = opened("converge", converge_run=run, converge_rate="open")
    before = service.view(run).trajectory.settings.learning_rate
    app.selectbox(key="converge_factor").set_value(0.5).run()
    app.button(key="converge_change").click().run()
    assert not app.exception, shown_errors(app)
    assert service.view(run).trajectory.settings.learning_rate == 0.5 * before
    service.stop(run)


def test_the_players_controls_are_there_unless_the_run_trains(service):
    run = service.start(get_experiment("find_edges"), TrainingSettings(steps=100_000))
    wait_for(service, run, lambda view: view.has_begun)
    assert played(opened("converge", converge_run=run))["is_live"] is True
    service.pause(run)
    assert played(opened("converge", converge_run=run))["is_live"] is False
    service.stop(run)
    app = opened("converge", converge_run=run)
    assert played(app)["is_live"] is False
    # the player has the loss
    assert not app.get("plotly_chart")


def test_who_finds_no_place_is_told_how_many_are_before_and_may_leave(service, monkeypatch):
    monkeypatch.setattr(places, "MOST_LIVE", 0)
    peaks = get_experiment("find_peaks")
    first, second = (service.start(peaks, TrainingSettings(steps=300), by=Visitor(slot=who)) for who in "ab")
    app = opened("converge", converge_run=second)
    assert [each.value for each in app.info][:1] == [
        "All places are taken, and one run is before this one. It begins by itself."
    ]
    assert "The first step is on its way." not in [each.value for each in app.caption]
    service.stop(first)
    app.run()
    assert app.info[0].value == "All places are taken, and this run is the next. It begins by itself."
    app.button(key="converge_pause").click().run()
    assert not app.exception, shown_errors(app)
    assert service.view(second).record.status == "paused"
    assert app.button(key="converge_go_on").label == "Go on training"
    service.stop(second)
