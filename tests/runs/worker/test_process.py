"""The worker as a process of its own: it ends when it is asked to, whatever the database does."""

from __future__ import annotations

import signal
import sqlite3
import time

from core.runs import Store, new_id
from core.runs.worker.process import started
from tests.runs.worker.test_worker import entered, heard

PATIENT = 120.0  # seconds of a machine that is far slower than the four that the channel allows


def test_it_ends_in_time_while_another_program_holds_the_database(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/runs.sqlite")
    run = entered(store)
    process, line = started(store.url, new_id())
    while heard(line, "progress").step < 100:
        pass
    other = sqlite3.connect(tmp_path / "runs.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    # it goes on, and waits in vain to save
    step = heard(line, "progress").step
    while heard(line, "progress").step < step + 100:
        pass
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENT) == 0
    print(f"ended after {time.monotonic() - began:.1f} s")
    assert store.get(run).status == "running"
    other.execute("ROLLBACK")
    other.close()
    line.close()
    # the next one goes on from what was saved
    process, line = started(store.url, new_id())
    assert heard(line, "progress").run == run
    line.send((0, "close", "", None))
    assert process.wait(PATIENT) == 0
    line.close()
    store.close()
