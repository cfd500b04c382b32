"""On a hosted dashboard, one visitor's runs and files are theirs; on one's own machine all are one's own."""

from __future__ import annotations

import numpy as np
import pytest

from core.data import Image
from core.learning import TrainingSettings, get_experiment
from core.runs import Visitor
from core.runs.service.visitor import SOMEBODY_ELSES
from pages.parts.shell import service as service_module
from tests.pages.choose.test_own_files import bring, png
from tests.pages.conftest import brought_back, ended, listed, opened, shown_errors

ANNA, BOB = Visitor("anna", "anna"), Visitor("bob", "bob")
PEAKS = get_experiment("find_peaks")


@pytest.fixture
def someone(monkeypatch):
    """Who has the pages before them from here on."""

    def become(visitor: Visitor) -> None:
        for module in (
            "run_list",
            "run_tending",
            "run_deletion",
            "run_groups",
            "run_saving",
            "run_orders",
            "saved_run",
            "runs_beside",
            "branching",
            "run_comparison",
        ):
            monkeypatch.setattr(f"pages.parts.saved.{module}.visitor", lambda: visitor)

    return become


def kept(service, visitor, experiment=PEAKS, **settings) -> str:
    run = service.start(experiment, TrainingSettings(steps=30, **settings), by=visitor)
    ended(service, run)
    return run


def labels(app) -> set[str]:
    return {button.label for button in app.button}


def names(app) -> list[str]:
    return [row["name"] for row in listed(app)["rows"]]


def test_runs_lists_ones_own_and_those_opened_by_address(service, someone):
    hers, his = kept(service, ANNA, seed=1), kept(service, BOB, seed=2)
    service.describe(hers, name="Hers", tags=[], note="", by=ANNA)
    service.describe(his, name="His", tags=[], note="", by=BOB)
    someone(BOB)
    assert "His" in names(opened("runs"))
    assert "Hers" not in names(opened("runs"))
    app = opened("converge", converge_run=hers)
    assert not app.exception, shown_errors(app)
    app.query_params.clear()
    app.switch_page("pages/runs.py").run()
    assert {"His", "Hers"} <= set(names(app))


def test_somebody_elses_run_can_be_watched_and_branched_but_not_led(service, someone):
    run = service.start(get_experiment("find_edges"), TrainingSettings(steps=100_000), by=ANNA)
    service.pause(run, by=ANNA)
    someone(BOB)
    app = opened("converge", converge_run=run)
    assert not app.exception, shown_errors(app)
    assert SOMEBODY_ELSES in [caption.value for caption in app.caption]
    assert not labels(app) & {"Pause", "Go on training", "Train one step", "Train ten steps", "Stop"}
    someone(ANNA)
    assert {"Go on training", "Train one step", "Stop"} <= labels(opened("converge", converge_run=run))
    service.stop(run, by=ANNA)


def test_somebody_elses_run_is_neither_renamed_nor_deleted_nor_are_its_data_taken(service, someone):
    picture = Image("upload", "face.png", np.random.default_rng(0).random((60, 60)))
    run = kept(service, ANNA, get_experiment("denoise", image=picture))
    someone(BOB)
    opened_by_bob = opened("converge", converge_run=run)
    opened_by_bob.query_params.clear()
    opened_by_bob.query_params["runs_chosen"] = run
    app = opened_by_bob.switch_page("pages/runs.py").run()
    assert not app.exception, shown_errors(app)
    assert SOMEBODY_ELSES in [caption.value for caption in app.caption]
    assert not [each for each in app.text_input if each.label == "Name"]
    assert "Delete this run" not in labels(app)
    assert "Run as a file" not in {each.proto.label for each in app.get("download_button")}
    branch = service.branch(run, 0, TrainingSettings(steps=40), by=BOB)
    ended(service, branch)
    app = opened("runs", runs_chosen=branch)
    offered = {each.proto.label for each in app.get("download_button")}
    assert "Losses as CSV" in offered
    assert "Run as a file" not in offered
    someone(ANNA)
    app = opened("runs", runs_chosen=run)
    assert "Run as a file" in {each.proto.label for each in app.get("download_button")}
    assert "Delete this run" in labels(app)


def test_a_file_of_ones_own_is_stored_on_a_yes_alone():
    app = bring(opened("converge", run_experiment="denoise", run_denoise_steps="50"), png("face.png"))
    assert app.button(key="converge_keep").disabled
    box = app.checkbox(key="converge_keep_data")
    assert box.label == "Store face\\.png with the run"
    box.check().run()
    assert not app.button(key="converge_keep").disabled
    assert not opened("converge").button(key="converge_keep").disabled


def test_a_deleted_run_can_be_brought_back(service):
    run = kept(service, service_module.Visitor(), seed=4)
    app = opened("runs", runs_chosen=run)
    app.button(key=f"runs_delete_{run}").click().run()
    assert not app.exception, shown_errors(app)
    assert run not in {row["id"] for row in service.store.rows()}
    brought_back(app)
    assert run in {row["id"] for row in service.store.rows()}
    assert app.query_params["runs_chosen"] == run


def test_of_an_address_a_saved_run_has_what_many_addresses_share(service, monkeypatch):
    monkeypatch.setattr(service_module, "_is_hosted", [True])
    monkeypatch.setattr(service_module, "_address", lambda: "192.0.2.7")
    digest = service_module._digest("192.0.2.7")[: service_module.SHARED_DIGITS]
    before, _ = service.store.saved_by(address=digest)
    app = opened("converge", run_experiment="find_peaks")
    app.button(key="converge_keep").click().run()
    assert not app.exception, shown_errors(app)
    assert (len(digest), service.store.saved_by(address=digest)[0]) == (4, before + 1)


@pytest.mark.parametrize(
    ("address", "hosts", "hosted"),
    [
        ("127.0.0.1", ["localhost", "127.0.0.1", "::1"], False),
        ("127.0.0.1", ["filters.example", "localhost"], True),
        ("192.0.2.1", [], True),
        (None, ["localhost"], True),
    ],
)
def test_a_dashboard_is_hosted_where_others_can_reach_it(monkeypatch, address, hosts, hosted):
    options = {"server.address": address, "server.allowedHosts": hosts}
    monkeypatch.setattr("streamlit.get_option", options.get)
    assert service_module.is_hosted() is hosted
