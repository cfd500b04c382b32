"""What another program left in the database is listed, taken for what it is, and harms nobody else."""

from __future__ import annotations

import json

import pytest

from core.learning import TrainingSettings, get_experiment, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import Store
from core.runs.store.foreign import count, finite, numbers, read_json, read_text, words
from tests.runs.foreign_rows import LOOSE, ROWS, entered, loosened, tagged
from tests.runs.worker.test_worker import heard, often, working


@pytest.fixture
def sqlite(tmp_path):
    made = Store(f"sqlite:///{tmp_path}/runs.sqlite")
    yield made
    made.close()


def test_values_are_taken_for_what_they_are():
    assert [count(value) for value in (3, -1, True, 2.0, "3", 2**60, None)] == [3, *[None] * 6]
    assert [finite(value) for value in (3, 0.5, True, float("inf"), float("nan"), 10**400, "3")] == [
        3.0, 0.5, *[None] * 5,
    ]  # fmt: skip
    assert numbers({"a": 1, "b": "two", "c": None}) == pytest.approx({"a": 1.0, "c": float("nan")}, nan_ok=True)
    assert numbers([1]) == {}
    assert [read_json(value) for value in ('{"a": 1}', "{", None, "[" * 10**5, "1" * 5000)] == [{"a": 1}, *[None] * 4]
    assert read_text(b"a\xff") == "a\ufffd"
    assert words(7, 3) == "7"
    assert words(None, 3) == ""
    assert words("a\x00\u202e bcd", 3) == "a b"


@pytest.mark.parametrize("kind", ROWS)
def test_every_row_is_listed(store, kind):
    run = entered(store, **ROWS[kind][0])
    (row,) = store.rows()
    assert row["id"] == run
    assert json.dumps(row)
    assert isinstance(row["settings"], dict)
    assert isinstance(row["metrics"], dict)


@pytest.mark.parametrize("kind", LOOSE)
def test_every_row_of_sqlite_is_listed(sqlite, kind):
    run = loosened(sqlite, *LOOSE[kind])
    (row,) = sqlite.rows()
    assert row["id"] == run
    assert json.dumps(row)


def test_tags_by_the_hundred_thousand_are_neither_listed_nor_read(sqlite):
    run = entered(sqlite)
    tagged(sqlite, run, 200_000)
    (row,) = sqlite.rows()
    assert row["tags"] == [f"{number:059d}" for number in range(20)]
    assert sqlite.get(run).tags == tuple(row["tags"])


def test_each_that_is_marked_as_running_fails_with_a_sentence_and_a_healthy_one_goes_on(store, monkeypatch):
    often(monkeypatch)
    bad = {entered(store, **changes): message for changes, message in ROWS.values()}
    if store.url.startswith("sqlite"):
        bad |= {loosened(store, *LOOSE[kind]): "" for kind in ("step-text", "settings-no-json", "options-deep")}
    healthy = entered(store)
    ended: dict[str, str] = {}
    with working(store) as line:
        reached = 0
        while len(ended) < len(bad) or reached < 500:
            news = heard(line, "progress")
            if news.run == healthy:
                reached = news.step
            elif news.status == "failed":
                ended[news.run] = news.message
        assert store.get(healthy).status == "running"
    assert ended.keys() == bad.keys()
    for run, message in ended.items():
        assert bad[run] in message
        assert message.endswith(".")
        assert "Error" not in message
    assert {row["id"]: row["status"] for row in store.rows()} == dict.fromkeys(bad, "failed") | {healthy: "running"}


def test_a_run_whose_numbers_are_anothers_is_not_shown(service):
    other, mine = get_experiment("denoise"), get_experiment("find_peaks")
    settings = resolve_settings(mine, TrainingSettings(steps=10))
    first = first_snapshot(other, resolve_settings(other, TrainingSettings(steps=10)))
    run = service.store.add(mine, settings, first, status="stopped").id
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        service.view(run)
    assert str(caught.value) == "This run cannot be used: its parameters do not fit its experiment."


def test_an_order_for_a_run_that_is_gone_tells_no_other_of_trouble(store):
    running = entered(store)
    with working(store) as line:
        assert heard(line, "progress").run == running
        line.send((1, "pause", "0" * 32, None))
        told = []
        while not told or told[-1][0] != "done":
            told.append(line.recv())
    assert "trouble" not in {kind for kind, *_ in told}
    assert told[-1][1:] == (1, "There is no run of this address: it was deleted, or the address is incomplete.")
