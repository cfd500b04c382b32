"""A run leaves as a file and comes back the same, and whatever else is brought is refused with a sentence."""

import dataclasses

import numpy as np
import pytest
from safetensors.numpy import save

from core.learning import experiment_names, iterate
from core.learning.settings import MOST_RECORDED
from core.runs import DamagedRun, RunView, Store, decode_run, encode_run
from tests.runs.finished import stored


@pytest.fixture
def store(tmp_path):
    made = Store(f"sqlite:///{tmp_path}/runs.sqlite")
    yield made
    made.close()


@pytest.mark.parametrize("name", experiment_names())
def test_a_run_comes_back_the_same(store, name):
    view = stored(store, name)
    back = decode_run(encode_run(view))
    record = back.record
    assert (record.name, record.tags, record.status) == ("Mine", ("a", "b"), "finished")
    assert record.experiment == view.record.experiment
    assert record.settings == view.record.settings
    assert (record.step, record.loss) == (view.record.step, view.record.loss)
    assert (record.id, record.owner, record.data_owner) == ("", None, None)
    for one, other in zip(back.snapshots, view.snapshots, strict=True):
        for part, values in other.parameters.items():
            np.testing.assert_array_equal(one.parameters[part], values)
        assert one.loss == other.loss
    again = list(iterate(record.experiment, record.settings, resume=back.snapshots[1]))
    for part, values in view.snapshots[-1].parameters.items():
        np.testing.assert_array_equal(again[-1].parameters[part], values)


NO_RUN = "The file is not a saved run: bring one that was downloaded from the page Runs."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", NO_RUN),
        (b"\x80\x04.", NO_RUN),
        (b"{" * 10_000, NO_RUN),
        (save({"a": np.zeros(3)}), NO_RUN),
        (save({"a": np.zeros(3)}, {"run": "[" * 5000}), NO_RUN),
        (save({"a": np.zeros(3)}, {"run": '{"format": "filters-learned-and-designed run 1"}'}), None),
    ],
)
def test_what_is_no_run_is_refused(content, message):
    with pytest.raises(DamagedRun) as caught:
        decode_run(content)
    if message:
        assert str(caught.value) == message


def test_numbers_of_another_model_are_refused(store):
    view = stored(store)
    other = RunView(stored(store, "denoise").record, view.snapshots)
    with pytest.raises(DamagedRun) as caught:
        decode_run(encode_run(other))
    assert str(caught.value) == "This run cannot be used: its parameters do not fit its experiment."


def test_a_run_that_would_record_more_than_one_that_is_trained_here_is_refused(store):
    view = stored(store, "describe_pictures")
    settings = dataclasses.replace(view.record.settings, steps=1000, snapshots=1000)
    heavy = dataclasses.replace(view, record=dataclasses.replace(view.record, settings=settings))
    size = view.record.experiment.model.size
    with pytest.raises(DamagedRun) as caught:
        decode_run(encode_run(heavy))
    assert str(caught.value) == (
        f"The run records 1,000 states of {size:,} numbers: at most {MOST_RECORDED // size:,} can be brought."
    )
