"""Somebody who is after another's runs gets nothing: not by any order, not by guessing, not by filling the limits."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys

import pytest

from core.learning import TrainingSettings, get_experiment
from core.runs import Full, NotYours, Service, Visitor, keep_run, new_id
from core.runs.service import service as service_module
from core.runs.service.visitor import SOMEBODY_ELSES
from core.runs.store import places
from tests.runs.conftest import is_over, wait_for
from tests.runs.service.test_keeping import trained

ANNA, BOB = Visitor("anna", "anna", "here"), Visitor("bob", "bob", "there")
PEAKS = get_experiment("find_peaks")
ORDERS = {
    "pause": {}, "resume": {}, "step": {"count": 1}, "stop": {}, "change_rate": {"learning_rate": 0.5}, "delete": {},
    "describe": {"name": "Bob's", "tags": ["bob"], "note": "bob"},
}  # fmt: skip
# these make something of the visitor's own, or ask for what every visitor may see
OTHERS = {"start", "branch", "check_may_save", "bring_back", "hand_over", "saved_by_browser"}


@pytest.fixture
def hers(service):
    """A paused run of Anna's."""
    run = service.start(PEAKS, TrainingSettings(steps=100_000), by=ANNA)
    service.pause(run, by=ANNA)
    return run


@pytest.fixture
def one_place(url, monkeypatch):
    """A service, and a worker, for which one run at a time may train, and four may wait, three of an address."""
    monkeypatch.setenv("MOST_LIVE_RUNS", "1")
    for name, value in (("MOST_LIVE", 1), ("MOST_OF_ADDRESS", 1), ("MOST_WAITING", 4), ("MOST_WAITING_OF_ADDRESS", 3)):
        monkeypatch.setattr(places, name, value)
    made = Service(url)
    yield made
    made.close()


def stored(service, run):
    """All that is stored of a run."""
    (row,) = service.store.rows(among=[run])
    return row, [snapshot.step for snapshot in service.store.snapshots(run)]


def test_these_are_all_orders():
    found = {name for name, each in inspect.getmembers(Service, inspect.isfunction)
             if "by" in inspect.signature(each).parameters and not name.startswith("_")}  # fmt: skip
    assert found == set(ORDERS) | OTHERS


@pytest.mark.parametrize("order", ORDERS)
def test_no_order_of_anothers_does_anything(service, hers, order):
    before = stored(service, hers)
    for who in (
        BOB,
        Visitor("", "anna"),
        Visitor("ANNA"),
        Visitor("anna "),
        Visitor("a_na"),
        Visitor("bob", browser="anna"),
    ):
        with pytest.raises(NotYours) as caught:
            getattr(service, order)(hers, **ORDERS[order], by=who)
        assert str(caught.value) == SOMEBODY_ELSES
    assert stored(service, hers) == before


def test_what_another_has_deleted_is_not_brought_back(service, hers):
    service.delete(hers, by=ANNA)
    with pytest.raises(NotYours):
        service.bring_back(hers, by=BOB)
    assert not service.store.rows(among=[hers])
    assert service.bring_back(hers, by=ANNA)


def test_anothers_runs_are_not_listed_by_anything_that_can_be_asked(service, hers):
    service.describe(hers, name="100% Anna's", tags=["secret"], note="", by=ANNA)
    asked = [{}, {"text": "%"}, {"text": "_"}, {"text": "Anna"}, {"tag": "secret"}, {"status": "paused"}]
    asked += [{"among": [hers]}, {"experiment": "find_peaks"}, {"text": "' OR 1=1 --"}, {"opened": ["%", "_" * 32, ""]}]
    for each in asked:
        assert service.store.rows(owner="bob", **each) == []
    for key in ("", "%", "ANNA", "anna ", "a_na", "anna' --", "\x00" if "sqlite" in service.store.url else "?"):
        assert service.store.rows(owner=key) == []


@pytest.mark.slow
def test_a_million_guesses_open_nothing(service, hers):
    batch = 25_000
    # PostgreSQL takes its time to read a statement of so many ids
    for _ in range(40 if service.store.url.startswith("sqlite") else 4):
        guesses = [new_id() for _ in range(batch)]
        assert service.store.rows(owner="bob", opened=guesses) == []
    assert [row["id"] for row in service.store.rows(owner="bob", opened=[*guesses, hers])] == [hers]
    # nor do parts of the id, or what a database could take for a pattern
    for guess in (hers[:31], hers.upper(), hers[:-1] + "_", "%", f" {hers}", f"{hers} "):
        assert service.store.rows(owner="bob", opened=[guess]) == []


def test_runs_move_to_an_account_from_its_own_browser_alone(service, hers):
    for who in (BOB, Visitor("bob", browser="bob"), Visitor("bob", browser=""), Visitor(None, browser="anna")):
        assert service.hand_over(by=who) == 0
    assert service.view(hers).record.owner == "anna"
    assert service.saved_by_browser(BOB) == 0


def test_a_run_that_was_moved_is_the_accounts_at_once_also_on_another_server(service, hers, url):
    account, other = Visitor("account", browser="anna"), Service(url)
    try:
        other.view(hers)
        service.view(hers)
        assert (service.saved_by_browser(account), service.hand_over(by=account), service.hand_over(by=account)) == (
            1,
            1,
            0,
        )
        assert service.view(hers).record.owner == "account"
        for each in (service, other):
            with pytest.raises(NotYours):
                each.describe(hers, name="Anna's", tags=[], note="", by=ANNA)
            each.describe(hers, name="The account's", tags=[], note="", by=account)
    finally:
        other.close()


def test_an_account_that_is_full_takes_nothing_over(service, hers, monkeypatch):
    monkeypatch.setattr(service_module, "MOST_RUNS", 1)
    keep_run(service, *trained(), by=BOB)
    with pytest.raises(Full):
        service.hand_over(by=Visitor("bob", browser="anna"))
    assert service.view(hers).record.owner == "anna"


def test_a_branch_of_anothers_run_counts_for_whoever_branched_it(service, hers, monkeypatch):
    monkeypatch.setattr(service_module, "MOST_RUNS", 1)
    before = service.store.saved_by("anna")
    branch = service.branch(hers, 0, TrainingSettings(steps=20), by=BOB)
    wait_for(service, branch, is_over)
    assert service.store.saved_by("anna") == before
    with pytest.raises(Full):
        service.branch(hers, 0, TrainingSettings(steps=30), by=BOB)
    service.delete(hers, by=ANNA)
    service.store.delete_hidden(-1.0)
    service.start(PEAKS, TrainingSettings(steps=20), by=ANNA)


def test_nobody_fills_the_queue_from_one_address(one_place):
    many = [Visitor(f"bob {number}", f"bob {number}", "there") for number in range(6)]
    long = TrainingSettings(steps=100_000)
    for who in many[:4]:
        one_place.start(PEAKS, long, by=who)
    for who in many[4:]:
        with pytest.raises(Full) as caught:
            one_place.start(PEAKS, long, by=who)
        assert str(caught.value) == "3 runs of your network address wait, the most that may: try again later."
    # from another address there is room
    assert one_place.place_in_queue(one_place.start(PEAKS, long, by=ANNA)) == 4


def test_nobody_passes_by_another_in_the_queue(one_place):
    long = TrainingSettings(steps=100_000)
    one_place.start(PEAKS, long, by=Visitor("carl", "carl", "elsewhere"))
    hers = one_place.start(PEAKS, long, by=ANNA)
    his = one_place.start(PEAKS, long, by=BOB)
    assert (one_place.place_in_queue(hers), one_place.place_in_queue(his)) == (1, 2)
    for order in ("pause", "stop", "resume", "delete"):
        with pytest.raises(NotYours):
            getattr(one_place, order)(hers, by=BOB)
    one_place.pause(his, by=BOB)
    one_place.resume(his, by=BOB)
    with pytest.raises(Full):
        one_place.start(PEAKS, long, by=BOB)
    assert (one_place.place_in_queue(hers), one_place.place_in_queue(his)) == (1, 2)


def test_where_one_run_at_a_time_may_train_it_may_be_a_visitors():
    code = "from core.runs.store import places; print(places.MOST_LIVE, places.MOST_OF_ADDRESS)"
    environment = os.environ | {"MOST_LIVE_RUNS": "1"}
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["1", "1"]
