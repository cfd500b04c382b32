"""The file of SQLite: who may read it, and how large it is."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
import threading

import numpy as np
import pytest

from core.data import Image
from core.learning import TrainingSettings, get_experiment, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import Store, StoreError
from core.runs.store.schema import METADATA

KILOBYTES = 1024


def entered(store: Store, seed: int, side: int = 600) -> str:
    """A run with a picture of its own, of which 256 x 256 pixels are kept: 256 kB."""
    pixels = np.random.default_rng(seed).random((side, side)).astype(np.float32)
    experiment = get_experiment("denoise", image=Image("mine", "Mine", pixels))
    settings = resolve_settings(experiment, TrainingSettings(steps=30))
    return store.add(experiment, settings, first_snapshot(experiment, settings)).id


def size(folder) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def modes(folder) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_nobody_else_may_read_the_database_in_whatever_folder(tmp_path, mask):
    tmp_path.chmod(0o777)
    before = os.umask(mask)
    try:
        store = Store(f"sqlite:///{tmp_path}/runs.sqlite")
        entered(store, 0, side=40)
        assert modes(tmp_path) == dict.fromkeys(("runs.sqlite", "runs.sqlite-wal", "runs.sqlite-shm"), 0o600)
        store.close()
        Store(f"sqlite:///{tmp_path}/new/runs.sqlite").close()
        assert stat.S_IMODE((tmp_path / "new").stat().st_mode) & 0o077 == 0
    finally:
        os.umask(before)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_database_is_never_there_for_others_to_read_not_even_for_a_moment(tmp_path, monkeypatch):
    seen = []
    connect = sqlite3.connect

    def watched(path, *args, **options):
        seen.append(modes(tmp_path))
        return connect(path, *args, **options)

    monkeypatch.setattr(sqlite3, "connect", watched)
    monkeypatch.setattr("sqlite3.dbapi2.connect", watched)
    before = os.umask(0)
    try:
        Store(f"sqlite:///{tmp_path}/runs.sqlite").close()
    finally:
        os.umask(before)
    assert seen[0] == {"runs.sqlite": 0o600}


def test_space_comes_back_when_runs_are_deleted(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/runs.sqlite")
    empty = size(tmp_path)
    runs = [entered(store, seed) for seed in range(8)]
    assert size(tmp_path) > empty + 8 * 256 * KILOBYTES
    for run in runs:
        store.delete(run)
    assert size(tmp_path) < empty + 100 * KILOBYTES
    store.close()


def test_a_database_of_an_earlier_version_gives_space_back_too(tmp_path):
    path = tmp_path / "runs.sqlite"
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("CREATE TABLE other (content BLOB)")
        assert raw.execute("PRAGMA auto_vacuum").fetchone() == (0,)
    raw.close()
    store = Store(f"sqlite:///{path}")
    runs = [entered(store, seed) for seed in range(8)]
    full = size(tmp_path)
    for run in runs:
        store.delete(run)
    assert size(tmp_path) < full - 8 * 256 * KILOBYTES
    with store._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA auto_vacuum").scalar() == 2
        assert {table.name for table in METADATA.sorted_tables} | {"other"} <= {
            name for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master")
        }
    store.close()


def test_an_earlier_database_that_another_program_holds_is_opened_as_it_is(tmp_path):
    path = tmp_path / "runs.sqlite"
    Store(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA journal_mode=DELETE")
        raw.execute("PRAGMA auto_vacuum=NONE")
        raw.execute("VACUUM")
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("BEGIN IMMEDIATE")
        store = Store(f"sqlite:///{path}", patience=0.1)
        assert store.count() == 0
        with store._engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA auto_vacuum").scalar() == 0
        store.close()
    raw.close()


def test_a_lock_is_waited_for_as_long_as_patience_lasts(tmp_path):
    path = tmp_path / "runs.sqlite"
    hasty, patient = Store(f"sqlite:///{path}", patience=0.1), Store(f"sqlite:///{path}", patience=240)
    run = entered(hasty, 0, side=40)
    raw = sqlite3.connect(path, check_same_thread=False)
    raw.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError) as caught:
        hasty.delete(run)
    assert str(caught.value) == "The run could not be saved: another program holds the database. Try again."
    later = threading.Timer(0.3, raw.rollback)
    later.start()
    patient.delete(run)
    later.join()
    assert hasty.count() == 0
    for each in (hasty, patient, raw):
        each.close()
