"""A run leaves as a file that can be brought back, its losses as a table."""

import pytest

from core.export import losses_file, run_file
from core.learning import TrainingSettings, get_experiment, iterate, resolve_settings
from core.learning.training.descent import first_snapshot
from core.runs import RunView, Store, decode_run


@pytest.fixture
def store(tmp_path):
    made = Store(f"sqlite:///{tmp_path}/runs.sqlite")
    yield made
    made.close()


def stored(store, name="find_peaks"):
    experiment = get_experiment(name)
    settings = resolve_settings(experiment, TrainingSettings(steps=12, snapshots=4))
    record = store.add(experiment, settings, first_snapshot(experiment, settings), name="Mine")
    store.take("worker")
    kept = list(iterate(experiment, settings))
    store.save(record.id, "worker", kept[-1], status="finished", metrics={}, snapshots=kept)
    store.describe(record.id, tags=["a", "b"])
    return RunView(store.get(record.id), tuple(store.snapshots(record.id)))


def test_losses_leave_as_a_table(store):
    view = stored(store)
    lines = losses_file(view).content.decode().splitlines()
    assert lines[0] == "step,loss"
    assert len(lines) == len(view.snapshots) + 1


def test_a_run_is_taken_along_whole(store):
    view = stored(store)
    file = run_file(view)
    assert file.name.startswith("run_find_peaks-")
    assert file.name.endswith(".safetensors")
    assert [each.step for each in decode_run(file.content).snapshots] == [each.step for each in view.snapshots]
