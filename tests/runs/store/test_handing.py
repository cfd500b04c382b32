"""Runs that go from one owner to another: all of them and what belongs to them, or none."""

import threading

import pytest

from core.learning import TrainingSettings, get_experiment, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import Full, Store
from core.runs.store import places
from core.runs.store.places import Holder

PEAKS = get_experiment("find_peaks")
SETTINGS = resolve_settings(PEAKS, TrainingSettings(steps=600))
ROOM = {"most_runs": 200, "most_bytes": 50 * 2**20}


def added(store, owner, data_owner=None, **more):
    data_owner = data_owner or owner
    first = first_snapshot(PEAKS, SETTINGS)
    return store.add(PEAKS, SETTINGS, first, owner=owner, data_owner=data_owner, **more).id


def owners(store, run):
    record = store.get(run)
    return record.owner, record.data_owner


def test_all_runs_go_with_the_data_that_their_owner_brought_and_nobody_elses(store):
    hers = [added(store, "browser"), added(store, "browser", "bob"), added(store, "browser", status="finished")]
    his, branched = added(store, "bob"), added(store, "bob", "browser")
    updated = store.get(hers[0]).updated
    assert sorted(store.hand_over("browser", "account", **ROOM)) == sorted(hers)
    assert [owners(store, run) for run in hers] == [("account", "account"), ("account", "bob"), ("account", "account")]
    assert [owners(store, run) for run in (his, branched)] == [("bob", "bob"), ("bob", "account")]
    assert store.get(hers[0]).updated == updated  # by which a worker's lease is told
    assert (store.count("browser"), store.count("account"), store.count("bob"), store.count()) == (0, 3, 2, 5)
    assert store.hand_over("browser", "account", **ROOM) == []


def test_a_deleted_run_goes_along_and_is_brought_back_by_its_new_owner(store):
    run = added(store, "browser")
    store.hide(run)
    assert store.hand_over("browser", "account", **ROOM) == [run]
    assert store.owner(run, is_hidden=True) == "account"


def test_runs_that_train_or_wait_keep_their_places(store, monkeypatch):
    monkeypatch.setattr(places, "MOST_LIVE", 1)
    trains = added(store, "browser", holder=Holder("browser", "here"))
    waits = added(store, "other", holder=Holder("other", "here"))
    store.hand_over("browser", "account", **ROOM)
    store.hand_over("other", "second", **ROOM)
    assert (store.status(trains), store.status(waits), store.place_in_queue(waits)) == ("running", "waiting", 1)
    for key in ("account", "second"):
        with pytest.raises(Full) as caught:
            added(store, key, holder=Holder(key, "here"))
        assert str(caught.value) == "You have a run that is still training: pause or stop it before you start another."
    added(store, "browser", holder=Holder("browser", "here"))


def test_an_account_gets_no_more_than_it_may_keep_and_then_nothing_moves(store):
    runs = [added(store, "browser") for _ in range(2)]
    added(store, "account")
    size = (store.saved_by("browser")[1] + store.saved_by("account")[1]) / 2**20
    with pytest.raises(Full) as caught:
        store.hand_over("browser", "account", most_runs=2, most_bytes=50 * 2**20)
    assert str(caught.value) == (
        f"Your account would have 3 runs of {size:.1f} MB; 2 runs or 50 MB is the most: delete some first."
    )
    with pytest.raises(Full):
        store.hand_over("browser", "account", most_runs=200, most_bytes=1)
    assert [owners(store, run) for run in runs] == [("browser", "browser")] * 2


def test_two_who_move_the_same_runs_at_once_have_them_once(store, url):
    runs = {added(store, "browser") for _ in range(20)}
    found = {}

    def move(account):
        found[account] = set(Store(url, patience=30.0).hand_over("browser", account, **ROOM))

    threads = [threading.Thread(target=move, args=(account,)) for account in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(len, found.values())) == [0, 20]
    assert found["one"] | found["two"] == runs


def test_keys_are_no_patterns_and_no_statements(store):
    run = added(store, "browser")
    for key in ("", "%", "browse_", "BROWSER", "browser ", "browser' OR '1'='1", "b" * 10_000):
        assert store.hand_over(key, "bob", **ROOM) == []
    assert owners(store, run) == ("browser", "browser")
