"""Places: who may train, and who waits."""

from __future__ import annotations

import threading

import pytest

from core.learning import TrainingSettings, get_experiment, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import Full, Store
from core.runs.store import places
from core.runs.store.places import Holder
from core.runs.store.schema import RUNS

PEAKS = get_experiment("find_peaks")
SETTINGS = resolve_settings(PEAKS, TrainingSettings(steps=600))
TRAINS_ALREADY = "You have a run that is still training: pause or stop it before you start another."


def begun(store: Store, key: str = "", address: str | None = None) -> str:
    """A run that somebody has started."""
    return store.add(PEAKS, SETTINGS, first_snapshot(PEAKS, SETTINGS), holder=Holder(key, address)).id


def ended(store: Store, run: str) -> None:
    store.mark(run, "finished")


@pytest.fixture
def few(monkeypatch):
    """Two places, one for each address, and two who may wait."""
    for name, value in (("MOST_LIVE", 2), ("MOST_OF_ADDRESS", 1), ("MOST_WAITING", 2)):
        monkeypatch.setattr(places, name, value)


def test_whoever_has_a_run_that_trains_or_waits_begins_no_other(store, few):
    def refused() -> None:
        before = store.count()
        with pytest.raises(Full) as caught:
            begun(store, "anna")
        assert (str(caught.value), store.count()) == (TRAINS_ALREADY, before)

    run = begun(store, "anna")
    assert store.status(run) == "running"
    refused()
    store.mark(run, "paused")
    for who in ("bob", "carl"):
        begun(store, who)
    run = begun(store, "anna")
    assert store.status(run) == "waiting"
    refused()


def test_who_comes_later_waits_until_those_before_have_gone(store, few):
    first, second, third, fourth = (begun(store, who) for who in "abcd")
    assert [store.status(run) for run in (first, second, third, fourth)] == [*["running"] * 2, *["waiting"] * 2]
    assert [store.place_in_queue(run) for run in (first, third, fourth)] == [None, 1, 2]
    with pytest.raises(Full) as caught:
        begun(store, "e")
    assert str(caught.value) == "All places are taken, and 2 runs wait, which is all that may: try again later."
    ended(store, first)
    # a place is free, but the third was here before
    fifth = begun(store, "f") if store.place_in_queue(fourth) == 1 else None
    assert fifth is None
    assert store.take("worker") == [third]
    assert (store.status(third), store.place_in_queue(fourth)) == ("running", 1)
    ended(store, second)
    ended(store, third)
    assert store.take("worker") == [fourth]
    assert store.at_work() == (1, 0)


def test_an_address_leaves_places_to_others(store, few):
    here, also_here, there = begun(store, "a", "school"), begun(store, "b", "school"), begun(store, "c", "home")
    assert [store.status(run) for run in (here, also_here, there)] == ["running", "waiting", "waiting"]
    # the second of the school waits for the school's place, and nobody behind it
    assert store.take("worker") == [there]
    assert store.status(also_here) == "waiting"
    ended(store, here)
    assert store.take("worker") == [also_here]


def test_a_paused_run_that_goes_on_takes_a_place_or_waits(store, few):
    mine = begun(store, "a")
    store.mark(mine, "paused")
    others = [begun(store, who) for who in "bc"]
    assert store.enter(mine, Holder("a")) == store.status(mine) == "waiting"
    ended(store, others[0])
    store.take("worker")
    assert store.status(mine) == "running"
    # twice is once
    assert store.enter(mine, Holder("a")) == "running"


def test_a_run_that_has_ended_is_not_entered_again(store):
    run = begun(store, "a")
    ended(store, run)
    store.enter(run, Holder("a"))
    assert store.status(run) == "finished"


def test_who_holds_a_place_is_known_only_while_it_is_held_and_the_address_stays_that_of_the_run(store):
    for release in (lambda run: store.mark(run, "paused"), store.hide):
        run = begun(store, "anna", "digest")
        held = RUNS.c.holder, RUNS.c.address
        with store._reading() as connection:
            assert connection.execute(RUNS.select().with_only_columns(*held).where(RUNS.c.id == run)).one() == (
                "anna", "digest",
            )  # fmt: skip
        release(run)
        with store._reading() as connection:
            assert connection.execute(RUNS.select().with_only_columns(*held).where(RUNS.c.id == run)).one() == (
                None, "digest",
            )  # fmt: skip


def test_many_who_come_at_once_get_the_places_that_there_are(url, few):
    stores = [Store(url, patience=60.0) for _ in range(6)]
    gate, refused = threading.Barrier(len(stores)), []

    def come(number: int) -> None:
        gate.wait()
        try:
            begun(stores[number], f"visitor {number}")
        except Full as error:
            refused.append(str(error))

    threads = [threading.Thread(target=come, args=(number,)) for number in range(len(stores))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = stores[0].rows()
    assert sorted(row["status"] for row in rows) == [*["running"] * 2, *["waiting"] * 2]
    assert refused == ["All places are taken, and 2 runs wait, which is all that may: try again later."] * 2
    for each in stores:
        each.close()
