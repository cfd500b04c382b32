"""What is taken from a run file must run: beside a healthy run each relative of a good one ends, and harms nobody."""

from __future__ import annotations

import os
from collections import Counter

from hypothesis import HealthCheck, given, settings

from core.runs import DamagedRun, RunView, Store, decode_run
from core.runs.records.record import LIVE
from core.runs.worker.live import LiveRun
from core.runs.worker.worker import FAILED
from tests.runs.relatives import relatives
from tests.runs.worker.test_worker import entered, heard, often, working

RELATIVES = int(os.environ.get("RELATIVES", "150"))
MOST_LIVE = 60


def accepted() -> list[RunView]:
    """The relatives that a page would take, and that may still go on."""
    taken: list[RunView] = []

    @settings(max_examples=RELATIVES, suppress_health_check=list(HealthCheck))
    @given(relatives())
    def collect(content: bytes) -> None:
        try:
            run = decode_run(content)
        except DamagedRun:
            return
        if run.record.status in LIVE:
            taken.append(run)

    collect()
    return taken


def brought(store: Store, run: RunView) -> str:
    """Enter a run as the page does that takes it from a file."""
    record, kept = run.record, run.snapshots
    changes = record.changes
    return store.add(record.experiment, record.settings, kept[-1], status="paused", snapshots=kept, changes=changes).id


def test_what_is_taken_runs_beside_a_healthy_run(tmp_path, monkeypatch):
    often(monkeypatch)
    turns: list[str] = []
    advance = LiveRun.advance

    def counted(run: LiveRun, seconds: float) -> None:
        turns.append(run.id)
        advance(run, seconds)

    monkeypatch.setattr(LiveRun, "advance", counted)
    store = Store(f"sqlite:///{tmp_path}/runs.sqlite")
    healthy = entered(store)
    step, ends = 0, Counter[str]()
    runs = accepted()
    assert len(runs) >= RELATIVES // 20
    for first in range(0, len(runs), MOST_LIVE):
        some = {brought(store, run): run for run in runs[first : first + MOST_LIVE]}
        with working(store) as line:
            turns.clear()
            for number, run in enumerate(some):
                line.send((number, "resume", run, None))
            moved: set[str] = set()
            while moved < some.keys():
                news = heard(line, "progress")
                if news.status == "failed":
                    assert news.message == FAILED.format(step=news.step)
                if news.status not in LIVE or (news.run in some and news.step > some[news.run].snapshots[-1].step):
                    moved.add(news.run)
                    ends[news.status] += 1
            before, had = turns.count(healthy), Counter(turns)
            while turns.count(healthy) < before + 3:
                heard(line, "progress")
        # in turn: no other run had more turns in a round than the healthy one
        assert all(count <= had[healthy] + 1 for run, count in had.items() if run != healthy)
        record = store.get(healthy)
        assert record.status == "running"
        assert record.step > step
        step = record.step
        for run in some:
            store.delete(run)
    assert ends["finished"] > 0
    store.close()
