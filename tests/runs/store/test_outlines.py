"""What a list draws of runs: the recorded losses in the order of their steps, and the last state."""

import numpy as np
from sqlalchemy import text

from core.learning import TrainingSettings, get_experiment, iterate, resolve_settings

PEAKS = get_experiment("find_peaks")
SETTINGS = resolve_settings(PEAKS, TrainingSettings(steps=30, snapshots=6))


def entered(store, **changes):
    snapshots = tuple(iterate(PEAKS, SETTINGS))
    return store.add(PEAKS, SETTINGS, snapshots[-1], snapshots=snapshots, **changes).id, snapshots


def test_an_outline_has_what_was_recorded(store):
    run, snapshots = entered(store)
    other, _ = entered(store)
    found = store.outlines([run])
    assert list(found) == [run]
    np.testing.assert_array_equal(found[run].losses, [each.loss for each in snapshots])
    np.testing.assert_array_equal(found[run].last.weights, snapshots[-1].weights)
    assert set(store.outlines([run, other, "none"])) == {run, other}
    assert store.outlines([]) == {}


def test_no_recorded_state_but_the_last_is_read(store):
    runs = [entered(store)[0] for _ in range(5)]
    asked = []
    from sqlalchemy import event

    event.listen(store._engine, "before_cursor_execute", lambda *parts: asked.append(parts[2]))
    store.outlines(runs)
    selects = [each for each in asked if each.startswith("SELECT")]
    assert len(selects) == 2
    assert not any("content" in each for each in selects)


def test_a_damaged_state_leaves_the_losses(store):
    run, snapshots = entered(store)
    with store._engine.begin() as connection:
        connection.execute(text("UPDATE runs SET checkpoint = NULL WHERE id = :run"), {"run": run})
    outline = store.outlines([run])[run]
    assert outline.last is None
    assert len(outline.losses) == len(snapshots)


def test_runs_are_asked_for_by_their_ids(store):
    runs = [entered(store)[0] for _ in range(3)]
    assert {row["id"] for row in store.rows(among=runs[:2])} == set(runs[:2])
    assert store.rows(among=[]) == []
    assert store.rows(among=runs, status="failed") == []
