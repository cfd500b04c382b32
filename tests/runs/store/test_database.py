"""Which database is opened, and what is said of one that cannot be."""

from __future__ import annotations

import os
import sqlite3
import sys

import pytest
from sqlalchemy.exc import OperationalError

from core.runs import Store, StoreError, default_url
from core.runs.store.database import reason

WAY_OUT = "Write sqlite:////folder/runs.sqlite or postgresql://user:password@host:5432/name."


def test_the_address_comes_from_the_environment_or_is_a_file_of_the_user(monkeypatch, tmp_path):
    for given in ("postgres://me@there/runs", "postgresql://me@there/runs", "postgresql+psycopg://me@there/runs"):
        monkeypatch.setenv("DATABASE_URL", given)
        assert default_url() == "postgresql+psycopg://me@there/runs"
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_url() == f"sqlite:///{tmp_path}/filters-learned-and-designed/runs.sqlite"


def test_a_user_without_a_home_is_told_to_name_a_folder(monkeypatch):
    for name in ("DATABASE_URL", "XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.delenv(name, raising=False)
    if sys.platform != "win32":
        # as in a container whose user has no entry in /etc/passwd
        monkeypatch.setattr("os.getuid", lambda: 2**31 - 5)
    with pytest.raises(StoreError) as caught:
        Store()
    assert str(caught.value) == (
        "Runs cannot be saved: this user has no home folder. Name another folder by XDG_DATA_HOME, or a database by "
        "DATABASE_URL."
    )


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("postgresql://me:secret@there:port/runs", "its host or its port cannot be read"),
        ("postgresql://me:secret@there:/runs", "its host or its port cannot be read"),
        ("postgresql://me:secret@[::1/runs", "its host or its port cannot be read"),
        ("postgresql://me:secret@there:99999/runs", "its port is not one of 1 to 65535"),
        ("postgresql://me:secret@there:0/runs", "its port is not one of 1 to 65535"),
        ("mysql://me:secret@there/runs", "it begins with mysql://, and only SQLite and PostgreSQL can be used"),
        (
            "postgresql+psycopg2://me:secret@there/runs",
            "it begins with postgresql+psycopg2://, and only SQLite and PostgreSQL can be used",
        ),
        ("me:secret://there", "it begins with something else, and only SQLite and PostgreSQL can be used"),
        ("me:secret@there/runs", "it does not begin with the kind of database"),
        ("sqlite://", "it names no file of SQLite"),
        ("sqlite:///", "it names no file of SQLite"),
        ("sqlite:///:memory:", "it names no file of SQLite"),
        ("sqlite:///file::memory:?uri=true", "it names no file of SQLite"),
        ("sqlite://folder/runs.sqlite", "it names no file of SQLite"),
    ],
)
def test_an_address_that_cannot_be_used_gets_a_sentence_without_its_password(monkeypatch, address, why):
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(StoreError) as caught:
        Store()
    assert str(caught.value) == f"Runs cannot be saved: DATABASE_URL is not an address of a database, {why}. {WAY_OUT}"


def test_a_driver_that_is_missing_gets_a_sentence(monkeypatch):
    monkeypatch.delattr("core.runs.store.postgresql", raising=False)
    monkeypatch.setitem(sys.modules, "core.runs.store.postgresql", None)
    with pytest.raises(StoreError) as caught:
        Store("postgresql://me:secret@there/runs")
    assert str(caught.value) == (
        "Runs cannot be saved: the driver of PostgreSQL is not installed. Install requirements.txt again."
    )


def test_a_file_in_the_place_of_the_folder_gets_a_sentence(tmp_path):
    (tmp_path / "full").write_text("")
    with pytest.raises(StoreError) as caught:
        Store(f"sqlite:///{tmp_path}/full/runs.sqlite")
    assert str(caught.value) == (
        "Runs cannot be saved: the file of the database cannot be opened. Give it another place by DATABASE_URL."
    )


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        (
            'connection failed: FATAL:  password authentication failed for user "me"',
            "the database refuses the user or the password. Put them right in DATABASE_URL.",
        ),
        (
            "connection to server failed: fe_sendauth: no password supplied",
            "the database asks for a password. Give it in DATABASE_URL.",
        ),
        (
            'connection failed: FATAL:  database "runs" does not exist',
            "the server has no such database or user. Put its name right in DATABASE_URL.",
        ),
        (
            "failed to resolve host 'there': Name or service not known",
            "the host of the database is not known. Put its name right in DATABASE_URL.",
        ),
        (
            "connection failed: connection refused",
            "the database does not answer. Start it, or give another by DATABASE_URL.",
        ),
        ("canceling statement due to statement timeout", "the database takes too long. Try again."),
        ("QueuePool limit of size 5 overflow 10 reached", "too many ask the database at once. Try again."),
        ("no such function: secret", "the database refuses it. The log of the dashboard says why."),
    ],
)
def test_failures_are_told_in_plain_words(words, meaning):
    assert reason(OperationalError("SELECT", None, sqlite3.OperationalError(words))) == meaning


def test_what_no_plain_words_are_known_for_is_in_the_log(caplog):
    reason(OperationalError("SELECT 'secret'", None, sqlite3.OperationalError("no such function: f")))
    assert caplog.messages == ["The database refuses: no such function: f"]


def test_a_system_error_is_told_by_its_kind_not_by_its_path():
    assert reason(OSError(13, os.strerror(13), "/full/runs.sqlite")) == (
        "the database may not be written to. Give it a place that may, by DATABASE_URL."
    )
