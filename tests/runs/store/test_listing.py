"""A list of runs: whose they are, in which order, and how much they take."""

import json

import numpy as np
import pytest
from sqlalchemy import select

from core.data import Signal
from core.learning import TrainingSettings, get_experiment, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs.store.listing import SORTS
from core.runs.store.schema import INPUTS, RUNS, SNAPSHOTS
from tests.runs.store.test_store import entered

PEAKS = get_experiment("find_peaks")
SETTINGS = resolve_settings(PEAKS, TrainingSettings(steps=30, snapshots=6))


def test_a_list_is_filtered_sorted_and_short(store):
    first, second, third = entered(store, name="a% b"), entered(store, name="b"), entered(store, name="c")
    store.mark(second.id, "stopped")
    store.describe(first.id, tags=["good", "mine"])
    assert [row["name"] for row in store.rows(sort="name", descending=False)] == ["a% b", "b", "c"]
    assert [row["id"] for row in store.rows(status="stopped")] == [second.id]
    assert [row["id"] for row in store.rows(tag="good")] == [first.id]
    assert [row["id"] for row in store.rows(text="%")] == [first.id]
    assert [row["tags"] for row in store.rows(sort="name", descending=False)] == [["good", "mine"], [], []]
    assert len(store.rows(limit=2)) == 2
    assert store.rows(experiment="denoise") == []
    assert store.count() == 3
    assert store.rows()[0]["steps"] == 30
    store.delete(third.id)
    assert store.count() == 2


def test_whatever_a_run_stores_counts_as_kept(store):
    record = entered(store, name="Mine", seed=4)
    before = store.saved_by()[1]
    store.describe(record.id, note="n" * 1000)
    assert store.saved_by() == (1, before + 1000)


def test_every_order_is_by_its_column_and_then_by_address(store):
    runs = [entered(store, name=name) for name in ("b", "a", "c", "a")]
    for run, status in zip(runs, ("stopped", "paused", "stopped", "failed"), strict=True):
        store.mark(run.id, status)
    for sort in SORTS:
        for descending in (False, True):
            rows = store.rows(sort=sort, descending=descending)
            if sort == "loss":  # of runs that have none yet, where each database puts those
                assert [row["id"] for row in rows] == sorted(run.id for run in runs)
                continue
            by_address = sorted(rows, key=lambda row: row["id"])
            assert rows == sorted(by_address, key=lambda row: row[sort], reverse=descending), sort


@pytest.mark.parametrize(
    ("text", "found"),
    [("50", {"50% off", "50 off"}), ("50%", {"50% off"}), ("f_x", {"f_x"}), ("OFF", {"50% off", "50 off"})],
)
def test_a_text_is_looked_for_as_it_is_in_letters_of_either_size(store, text, found):
    for name in ("50% off", "50 off", "f_x", "fox"):
        entered(store, name=name)
    assert {row["name"] for row in store.rows(text=text)} == found


def test_an_owner_sees_their_own_and_what_they_opened(store):
    mine, other, third = (
        store.add(PEAKS, SETTINGS, first_snapshot(PEAKS, SETTINGS), owner=owner).id for owner in ("anna", "ben", None)
    )
    assert {row["id"] for row in store.rows(owner="anna")} == {mine}
    assert {row["id"] for row in store.rows(owner="anna", opened=[other])} == {mine, other}
    assert {row["id"] for row in store.rows(owner="", opened=[])} == set()
    assert {row["id"] for row in store.rows()} == {mine, other, third}
    assert [store.saved_by(owner)[0] for owner in ("anna", "ben", "carl", None)] == [1, 1, 0, 3]


def test_the_bytes_of_a_run_are_those_of_all_that_is_stored_of_it(store):
    signal = Signal("own", "Own", np.random.default_rng(0).random(300))
    own = get_experiment("find_peaks", signal=signal)
    record = store.add(own, SETTINGS, first_snapshot(own, SETTINGS), owner="anna")
    entered(store)
    with store._reading() as connection:
        parts = [
            connection.scalars(select(table.c.content).where(table.c.run == record.id)).all()
            for table in (SNAPSHOTS, INPUTS)
        ]
        row = connection.execute(select(RUNS).where(RUNS.c.id == record.id)).one()
    stored = sum(len(content) for contents in parts for content in contents) + len(row.checkpoint) + len(row.note)
    assert [len(contents) for contents in parts] == [1, 1]
    assert len(parts[1][0]) > 300 * 8
    assert store.saved_by("anna") == (1, stored + len(json.dumps(row.changes)) + len(json.dumps(row.options)))
