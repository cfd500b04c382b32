"""A run leaves as a file that can be brought back, its losses as a table."""

import pytest

from core.export import losses_file, run_file
from core.runs import Store, decode_run
from tests.runs.finished import stored


@pytest.fixture
def store(tmp_path):
    made = Store(f"sqlite:///{tmp_path}/runs.sqlite")
    yield made
    made.close()


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
