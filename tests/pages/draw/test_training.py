"""A run that is awaited: the page says how far it is, loses nothing, and shows the run when it is there."""

from __future__ import annotations

import pytest

from core.background import Background, Progress, done_at_once
from core.figures.shown_run import ShownRun
from core.learning import TrainingSettings, get_experiment, resolve_settings
from core.learning.study.given_models import Judging
from core.learning.study.scoreboard import Draws
from core.learning.study.valley import Valley
from core.learning.training import slices
from core.learning.training.slices import next_slice
from pages.parts.draw import arrival
from tests.pages.conftest import figure_of, looked_at, opened, shown_errors

WORKING = Progress((), 1, None, "working")


@pytest.fixture
def awaited(monkeypatch):
    """What is awaited: studies of these kinds are never there, all others are at once."""
    kinds: set[type] = set()

    def look(background, study, viewer, wait=0.0):
        return WORKING if type(study) in kinds else looked_at(background, study, viewer)

    monkeypatch.setattr(arrival, "MOMENT", 0.0)
    monkeypatch.setattr(Background, "look", look)
    monkeypatch.setattr(Background, "peek", lambda self, study: look(self, study, ""))
    return kinds


def arrives(app, awaited):
    """The run of the page that the part which waits asks for."""
    awaited.clear()
    app.session_state["choices_arrived"] = True
    return app.run()


def captions(app):
    return [each.value for each in app.caption]


def test_an_awaited_run_says_how_far_it_is(monkeypatch):
    task = get_experiment("find_peaks")
    settings = resolve_settings(task, TrainingSettings(seed=51, steps=10_000))
    monkeypatch.setattr(slices, "SLICE", 0.0)
    part = next_slice(task, settings, None)
    assert part.last.step < 10_000
    monkeypatch.setattr(arrival, "MOMENT", 0.0)
    monkeypatch.setattr(Background, "look", lambda *_: Progress((part,), 2, None, "working"))
    app = opened("converge", run_experiment="find_peaks", run_seed="51", run_find_peaks_steps="10000")
    assert not shown_errors(app)
    assert f"Training: step {part.last.step:,} of 10,000" in captions(app)
    assert not app.get("bidi_component")
    whole, _ = done_at_once(ShownRun(task, settings))
    monkeypatch.setattr(Background, "look", lambda *_: Progress(whole, 2, None, "working"))
    assert "Trained: the results are on their way." in captions(app.run())


def test_what_the_address_says_of_a_run_is_still_said_when_it_arrives(awaited):
    awaited.add(ShownRun)
    asked = {
        "run_experiment": "find_peaks",
        "run_seed": "52",
        "converge_player_moment": "7",
        "converge_player_across": "3",
        "converge_player_figures": "open",
        "converge_why": "open",
    }
    app = opened("converge", **asked)
    assert not shown_errors(app)
    assert not app.get("bidi_component")
    assert dict(app.query_params) == asked
    app = arrives(app, awaited)
    assert dict(app.query_params) == asked
    message = app.get("bidi_component")[0].proto.bytes
    assert (int.from_bytes(message[:4], "little"), figure_of(app)[0]["axes"]) == (7, [2, 0])
    assert app.get("metric")
    assert "Training" not in "".join(captions(app))


def test_controls_can_be_used_while_a_run_is_awaited_and_the_newest_is_asked_for(awaited, monkeypatch):
    awaited.add(ShownRun)
    app = opened("converge", run_experiment="find_peaks", run_seed="53")
    asked = []
    known = Background.look
    monkeypatch.setattr(
        Background,
        "look",
        lambda self, study, viewer, wait=0.0: asked.append((study, viewer)) or known(self, study, viewer),
    )
    app.button(key="converge_new").click().run()
    assert not shown_errors(app)
    (study, viewer) = asked[-1]
    assert study.settings.seed == 54
    assert viewer.endswith(" run")
    app = arrives(app, awaited)
    assert app.query_params["run_seed"] == "54"
    assert figure_of(app)[0]["total"] == 600


def test_the_figure_before_stays_until_the_next_one_is_there(awaited):
    app = opened("converge", run_experiment="find_peaks", run_seed="55")
    first = figure_of(app)[1]["log_loss"].tolist()
    awaited.add(ShownRun)
    app.button(key="converge_new").click().run()
    assert figure_of(app)[1]["log_loss"].tolist() == first
    assert "Training: step 0 of 600" in captions(app)
    assert figure_of(arrives(app, awaited))[1]["log_loss"].tolist() != first


@pytest.mark.parametrize("page", ["converge", "compare", "many_starts", "sweeps"])
def test_settings_wait_for_the_critical_rate_and_saving_for_settings(page, awaited):
    awaited.add(Valley)
    app = opened(page, run_experiment="denoise", run_training="open", run_denoise_steps="20", run_denoise_rate="0.4")
    assert not shown_errors(app)
    assert "The best possible filter is on its way." in captions(app)
    assert not app.get("bidi_component")
    if page in ("converge", "compare"):
        assert app.button(key=f"{page}_keep").disabled
    app = arrives(app, awaited)
    assert not shown_errors(app)
    assert "The best possible filter is on its way." not in captions(app)
    assert app.query_params["run_denoise_rate"] == "0.4"
    assert app.query_params["run_training"] == "open"
    if page in ("converge", "compare"):
        assert not app.button(key=f"{page}_keep").disabled


def test_scores_and_draws_are_awaited_while_the_rest_is_there(awaited):
    awaited |= {Judging, Draws}
    app = opened("compare", run_experiment="find_peaks_two_layers", run_seed="56", compare_sure="open")
    assert not shown_errors(app)
    assert "The scores are on their way." in captions(app)
    assert "Training ten draws of data and first numbers: 0 of 10 are done." in captions(app)
    assert any("| … |" in each.value for each in app.markdown)
    assert any(each.value == "Numbers" for each in app.header)
    assert app.query_params["compare_sure"] == "open"


def test_a_run_that_failed_says_so_and_can_be_tried_again(monkeypatch):
    failed = Progress((), 1, None, "failed", message="Choose other settings.")
    retried = []
    monkeypatch.setattr(Background, "look", lambda *_: failed)
    monkeypatch.setattr(Background, "retry", lambda _, study: retried.append(study))
    app = opened("converge", run_experiment="find_peaks", run_seed="57")
    assert app.warning[0].value == "Choose other settings\\."
    app.button(key="run_again").click().run()
    assert [each.settings.seed for each in retried] == [57]


def test_a_run_that_is_still_awaited_is_saved_by_training_it_to_its_end(awaited, service):
    awaited.add(ShownRun)
    app = opened("converge", run_experiment="find_peaks", run_seed="58", run_find_peaks_steps="100")
    app.button(key="converge_keep").click().run()
    assert not shown_errors(app)
    run = app.query_params["converge_run"]
    record = service.view(run).record
    assert (record.settings.seed, record.settings.steps) == (58, 100)
    service.stop(run)
