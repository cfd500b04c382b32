"""Many starts: the study of the chosen task, its figure, and the ways to single runs."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.background import Background, Progress, done_at_once
from core.learning import get_experiment, joined, many_starts
from tests.pages.conftest import figure_of, opened, reported, shown_errors

TWO = {"run_experiment": "find_peaks_two_layers", "run_find_peaks_two_layers_hidden": "2", "many_starts_count": "16"}


def links(app: AppTest) -> dict[str, str]:
    """The links of the page: label and query."""
    return {each.proto.label: each.proto.query_string for each in app.get("page_link")}


def test_the_page_shows_the_study_of_the_chosen_task():
    app = opened("many_starts", many_starts_count="16")
    assert not shown_errors(app)
    header, arrays = figure_of(app)
    _, ends = done_at_once(many_starts(get_experiment("find_peaks"), count=16))
    assert header["verdict"] == ends.said()
    assert header["seeds"] == list(range(16))
    assert header["axes"] == [1, 2]
    assert arrays["is_best"].all()
    assert any("16 of 16 starts of *Find the peaks*." in each.value for each in app.caption)
    # one seed is not chosen here
    assert "run_seed" not in [each.key for each in app.slider]


def test_failures_and_groups_are_listed_and_each_opens_as_a_run():
    app = opened("many_starts", **TWO)
    parts, ends = done_at_once(many_starts(get_experiment("find_peaks_two_layers", hidden=2), count=16))
    runs = joined(parts)
    failures = [at for at in range(16) if not ends.is_best[at]]
    assert 0 < len(failures) < 16
    assert [each.value for each in app.header] == ["Starts that end worse", "Runs that end alike"]
    found = links(app)
    worst = max(failures, key=lambda at: runs.loss[at, -1])
    label = next(label for label in found if label.startswith(f"Seed {worst}: loss "))
    assert "run_experiment=find_peaks_two_layers" in found[label]
    assert "run_find_peaks_two_layers_hidden=2" in found[label]
    assert f"run_seed={worst}" in found[label]
    # the run of the link is the run of the study
    query = dict(each.split("=") for each in found[label].lstrip("?").split("&"))
    run = opened("converge", **query)
    assert not shown_errors(run)
    _, arrays = figure_of(run)
    assert arrays["log_loss"][-1] == pytest.approx(float(np.log10(runs.loss[worst, -1])), rel=1e-4)


def changed_groups(monkeypatch, **changes):
    """The study's ends with groups that are changed in this way."""
    parts, ends = done_at_once(many_starts(get_experiment("find_peaks_two_layers", hidden=2), count=16))
    ends = dataclasses.replace(ends, groups=dataclasses.replace(ends.groups, **changes))
    monkeypatch.setattr(Background, "look", lambda *_: Progress(tuple(parts), len(parts), ends, "finished"))


def test_a_continuum_is_shown_by_examples_without_a_table(monkeypatch):
    changed_groups(monkeypatch, is_continuum=True)
    app = opened("many_starts", **TWO)
    assert not shown_errors(app)
    assert app.header[-1].value == "Examples of the ends"
    assert not any("| Group |" in each.value for each in app.markdown)
    assert any(
        each.value == "The ends form a continuum: from each end a chain of ends leads to every other end. "
        "Neighbours in the chain are almost the same. Each filter has its counterpart with a cosine of 0.98 or more, "
        "whatever the filters' order and size."
        for each in app.caption
    )


@pytest.mark.parametrize(("groups", "said"), [(7, "the smallest group."), (9, "the 3 smallest groups.")])
def test_groups_that_the_table_leaves_out_are_named(monkeypatch, groups, said):
    sizes = np.array([16 - groups + 1, *[1] * (groups - 1)])
    labels = np.minimum(np.arange(16), groups - 1)
    changed_groups(monkeypatch, sizes=sizes, labels=labels, examples=np.arange(groups))
    app = opened("many_starts", **TWO)
    assert any(each.value.endswith(f" The table leaves out {said}") for each in app.caption)


def test_a_pinned_run_is_in_the_address_and_brings_its_filter():
    app = opened("many_starts", **TWO)
    assert figure_of(app)[0]["pin"]["seed"] != 5
    app = reported(app, "pin", 5)
    assert app.query_params["many_starts_pin"] == "5"
    assert figure_of(app)[0]["pin"]["seed"] == 5
    assert "Open seed 5 on Converge" in links(app)
    other = opened("many_starts", **TWO, many_starts_pin="5")
    assert figure_of(other)[0] == figure_of(app)[0]


@pytest.mark.parametrize("pin", ["16", "-1", "seed", "1e3"])
def test_a_pin_that_is_no_run_is_the_first_failure(pin):
    app = opened("many_starts", **TWO, many_starts_pin=pin)
    assert not shown_errors(app)
    assert figure_of(app)[0]["pin"] == figure_of(opened("many_starts", **TWO))[0]["pin"]


def test_the_axes_are_two_different_numbers_or_principal_directions():
    app = opened("many_starts", many_starts_count="16", many_starts_across="3", many_starts_upwards="3")
    assert figure_of(app)[0]["axes"] == [3, 1]
    app = opened("many_starts", many_starts_count="16", many_starts_plane_find_peaks="Principal directions")
    assert figure_of(app)[0]["axes"] is None


def test_a_study_is_shown_as_far_as_it_is_with_its_time_and_a_button(monkeypatch):
    study = many_starts(get_experiment("find_peaks"), count=64)
    part = study.work(study.pieces()[0])
    monkeypatch.setattr(Background, "look", lambda *_: Progress((part,), 4, None, "working", 12.0))
    app = opened("many_starts", many_starts_count="64")
    assert not shown_errors(app)
    header, _ = figure_of(app)
    assert (header["is_whole"], len(header["seeds"])) == (False, 16)
    bar = app.get("progress")[0].proto
    assert (bar.value, bar.text) == (25, "16 of 64 starts of *Find the peaks*, about 12 seconds left")
    stopped = Progress((part,), 4, None, "stopped")
    monkeypatch.setattr(Background, "peek", lambda *_: stopped)
    app.button(key="many_starts_stop").click().run()
    assert any(each.value == "Stopped: 16 of 64 starts of *Find the peaks*." for each in app.caption)
    app.button(key="many_starts_go_on").click().run()
    assert app.get("progress")


def test_nothing_is_drawn_before_the_first_runs_are_there_and_a_failure_is_said(monkeypatch):
    monkeypatch.setattr(Background, "look", lambda *_: Progress((), 4, None, "working"))
    app = opened("many_starts")
    assert any(each.value == "The first runs are on their way." for each in app.caption)
    assert not app.get("bidi_component")
    message = "This cannot be computed: choose other settings."
    monkeypatch.setattr(Background, "look", lambda *_: Progress((), 4, None, "failed", message=message))
    app = opened("many_starts")
    assert json.dumps(app.warning[0].value).count("cannot be computed")
    assert not app.get("bidi_component")


def test_a_task_of_which_one_run_takes_too_long_is_not_begun():
    app = opened("many_starts", run_experiment="describe_pictures", run_describe_pictures_steps="100000")
    assert not shown_errors(app)
    assert not app.get("bidi_component")
    assert not app.get("progress")
    assert app.info[0].value.startswith("A single run with these settings takes about ")
    assert app.info[0].value.endswith(
        " seconds, which is too long for so many runs. Choose fewer steps, or watch one run on Converge."
    )
