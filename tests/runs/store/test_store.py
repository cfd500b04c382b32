"""The store, on SQLite and on PostgreSQL alike."""

import dataclasses
import gc
import math

import numpy as np
import pytest
from sqlalchemy import event, text

from core.data import Image
from core.learning import TrainingSettings, get_experiment, iterate, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import Store, StoreError, is_id
from core.runs.store.schema import METADATA

PEAKS = get_experiment("find_peaks")


def entered(store, experiment=PEAKS, name="", **changes):
    settings = resolve_settings(experiment, TrainingSettings(steps=30, snapshots=6, **changes))
    return store.add(experiment, settings, first_snapshot(experiment, settings), name=name)


def test_a_run_is_found_again_by_its_id_by_anyone(store, url):
    record = entered(store, name="Mine", seed=4)
    assert is_id(record.id)
    other = Store(url)
    found = other.get(record.id)
    assert math.isnan(found.loss)
    assert math.isnan(record.loss)
    assert dataclasses.replace(found, loss=0.0) == dataclasses.replace(record, loss=0.0)
    assert found.experiment == PEAKS
    assert found.settings.seed == 4
    assert dict(found.versions).keys() == {"numpy", "torch", "llvmlite"}
    other.close()


def test_pictures_of_ones_own_are_kept_with_the_run(store):
    image = Image("mine", "Mine", np.random.default_rng(0).random((40, 40)).astype(np.float32))
    record = entered(store, get_experiment("denoise", image=image))
    np.testing.assert_array_equal(store.get(record.id).experiment.image.pixels, image.pixels)


def test_what_a_worker_saves_is_read_until_another_takes_over(store):
    record = entered(store)
    kept = list(iterate(PEAKS, record.settings))
    store.adopt(record.id, "first")
    assert store.save(record.id, "first", kept[2], status="running", metrics={"f1": 0.5}, snapshots=kept[:3])
    assert [snapshot.step for snapshot in store.snapshots(record.id)] == [snapshot.step for snapshot in kept[:3]]
    np.testing.assert_array_equal(store.checkpoint(record.id).weights, kept[2].weights)
    store.adopt(record.id, "second")
    assert not store.save(record.id, "first", kept[3], status="running", metrics={}, snapshots=kept[3:4])
    assert store.get(record.id).step == kept[2].step
    assert store.save(record.id, "second", kept[-1], status="finished", metrics={"f1": 0.8}, snapshots=kept[3:])
    assert store.get(record.id).metrics == {"f1": 0.8}
    assert len(store.snapshots(record.id, after=kept[2].step)) == len(kept) - 3


def test_a_damaged_checkpoint_gives_way_to_the_last_snapshot(store):
    record = entered(store)
    kept = list(iterate(PEAKS, record.settings))
    store.adopt(record.id, "worker")
    store.save(record.id, "worker", kept[3], status="running", metrics={}, snapshots=kept[:4])
    with store._engine.begin() as connection:
        connection.execute(text("UPDATE runs SET checkpoint = :rest"), {"rest": b"rubbish"})
    assert store.checkpoint(record.id).step == kept[3].step


def test_a_run_is_renamed_noted_and_forgotten_with_all_it_has(store):
    record = entered(store)
    store.describe(record.id, name="  Better  ", tags=["one"], note="why")
    store.describe(record.id, tags=["two"])
    found = store.get(record.id)
    assert (found.name, found.note, found.tags) == ("Better", "why", ("two",))
    store.delete(record.id)
    with store._engine.connect() as connection:
        for table in METADATA.sorted_tables:
            assert connection.execute(table.select()).all() == []
    with pytest.raises(StoreError) as caught:
        store.get(record.id)
    assert str(caught.value) == "There is no run of this address: it was deleted, or the address is incomplete."


def test_one_bad_part_of_a_description_leaves_all_of_it_as_it_was(store):
    record = entered(store, name="As it was")
    for bad in ({"tags": ["good", "t" * 61]}, {"note": "n" * 10_001}):
        with pytest.raises(ValueError, match=r"t{60}|10001"):
            store.describe(record.id, **({"name": "Other", "tags": ["good"], "note": "why"} | bad))
    found = store.get(record.id)
    assert (found.name, found.note, found.tags) == ("As it was", "", ())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda store: store.describe("x", name=" "), "name='' is not allowed: write 1 to 200 characters."),
        (
            lambda store: store.describe("x", tags=["t" * 61]),
            f"tag='{'t' * 60}' is not allowed: write 1 to 60 characters.",
        ),
        (lambda store: store.describe("x", note="n" * 10_001), "note has 10001 characters: write at most 10000."),
        (
            lambda store: store.rows(sort="colour"),
            "sort='colour' is not allowed: choose one of updated, created, name, experiment, status, step, loss.",
        ),
    ],
)
def test_what_is_not_allowed_is_named(store, change, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        change(store)
    assert str(caught.value) == message


def test_a_database_that_was_made_is_opened_again(store, url):
    record = entered(store)
    again = Store(url)
    assert again.get(record.id).id == record.id
    again.close()


def test_a_database_that_is_none_gets_a_sentence(tmp_path):
    (tmp_path / "runs.sqlite").write_bytes(b"no database at all, but long enough to be taken for one" * 20)
    with pytest.raises(StoreError) as caught:
        Store(f"sqlite:///{tmp_path}/runs.sqlite")
    assert str(caught.value) == (
        "Runs cannot be saved: the file of the database is damaged. Put a copy in its place, or give another by "
        "DATABASE_URL."
    )


def _fill(store):
    for _ in range(200):
        entered(store)


def test_a_disk_that_is_full_gets_a_sentence_and_the_rest_stays(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/runs.sqlite")
    record = entered(store)
    with store._engine.connect() as connection:
        pages = connection.scalar(text("PRAGMA page_count"))
    event.listen(store._engine, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count = {pages + 20}"))
    store._engine.dispose()
    with pytest.raises(StoreError) as caught:
        _fill(store)
    assert str(caught.value) == "The run could not be saved: the disk is full. Make room, and try again."
    assert store.get(record.id).id == record.id
    store.close()


def test_a_store_that_nobody_holds_any_more_closes_its_connections(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/runs.sqlite")
    pool = store._engine.pool
    assert store.count() == 0
    assert pool.checkedin() == 1
    del store
    gc.collect()
    assert pool.checkedin() == 0
