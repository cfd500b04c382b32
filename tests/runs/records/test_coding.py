"""What is written is what is read, bit for bit; what is damaged is said to be."""

import dataclasses
import json

import numpy as np
import pytest

from core.data import Image, Signal
from core.kernels import Kernel
from core.learning import Descent, TrainingSettings, experiment_names, get_experiment, iterate, resolve_settings
from core.runs import DamagedRun, decode_experiment, decode_snapshot, encode_experiment, encode_snapshot
from core.runs.records.coding import decode_settings, encode_settings

RESOLVED = get_experiment("find_peaks").recommended


@pytest.mark.parametrize("name", experiment_names())
def test_a_run_goes_on_from_bytes_as_if_nothing_had_happened(name):
    experiment = get_experiment(name)
    settings = TrainingSettings(steps=12, snapshots=4)
    whole = list(iterate(experiment, settings))
    middle = decode_snapshot(encode_snapshot(whole[1]))
    assert middle.step == whole[1].step
    assert middle.loss == whole[1].loss
    rest = list(iterate(experiment, settings, resume=middle))
    assert set(rest[-1].parameters) == set(whole[-1].parameters) == set(experiment.model.free)
    for part, values in whole[-1].parameters.items():
        np.testing.assert_array_equal(rest[-1].parameters[part], values)
        assert rest[-1].parameters[part].dtype == values.dtype


def test_a_snapshot_that_was_read_cannot_be_written_to():
    run = Descent(get_experiment("find_peaks"), resolve_settings(get_experiment("find_peaks")))
    with pytest.raises(ValueError, match="read-only"):
        decode_snapshot(encode_snapshot(run.snapshot("running"))).weights[0] = 1


@pytest.mark.parametrize(
    "experiment",
    [
        *(get_experiment(name) for name in experiment_names()),
        get_experiment(
            "recover_kernel",
            kernel=Kernel("mine", "Mine", "edited", [1.0, 2.0, 4.0]),
            input=Signal("walk", "Walk", np.random.default_rng(0).normal(size=300), sample_rate=50.0, unit="mV"),
        ),
        get_experiment("denoise", image=Image("mine", "Mine", np.random.default_rng(0).random((40, 40)))),
    ],
    ids=lambda each: each.name,
)
def test_an_experiment_is_the_same_after_json(experiment):
    described, objects = encode_experiment(experiment)
    back = decode_experiment(json.loads(json.dumps(described)), objects)
    assert back.options.keys() == experiment.options.keys()
    np.testing.assert_array_equal(back.inputs, experiment.inputs)
    np.testing.assert_array_equal(back.targets, experiment.targets)


def test_settings_are_the_same_after_json():
    settings = dataclasses.replace(RESOLVED, optimizer="adam", batch_size=8, initialisation="zero")
    assert decode_settings(json.loads(json.dumps(encode_settings(settings)))) == settings


@pytest.mark.parametrize(("batch", "means"), [(None, 0), (1_000_000, 1_000_000)])
def test_settings_of_earlier_versions_are_read(batch, means):
    earlier = {**dataclasses.asdict(RESOLVED), "learning_rate_unit": "absolute", "batch_size": batch}
    assert decode_settings(earlier) == dataclasses.replace(RESOLVED, batch_size=means)


@pytest.mark.parametrize("changes", [{"steps": None}, {"momentum": None}, {"learning_rate_unit": "critical"}])
def test_settings_that_leave_something_open_are_no_runs(changes):
    with pytest.raises(DamagedRun) as caught:
        decode_settings({**dataclasses.asdict(RESOLVED), **changes})
    assert str(caught.value) == (
        "This run cannot be used: its settings leave something open, which those of a saved run do not."
    )


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (lambda: decode_snapshot(b""), "A part of this run is damaged: its bytes are not in the safetensors format."),
        (
            lambda: decode_snapshot(b"\x80\x04pickle"),
            "A part of this run is damaged: its bytes are not in the safetensors format.",
        ),
        (
            lambda: decode_snapshot(encode_snapshot(next(iterate(get_experiment("find_peaks"))))[:-9]),
            "A part of this run is damaged: its bytes are not in the safetensors format.",
        ),
        (
            lambda: decode_experiment({"experiment": "xyz", "options": {}}, {}),
            "The experiment of this run cannot be read: 'xyz' is not an experiment: choose one of "
            "recover_kernel, find_peaks, find_peaks_two_layers, find_edges, denoise, classify_gratings, "
            "describe_pictures, name_textures.",
        ),
        (
            lambda: decode_settings({"steps": -1}),
            "The settings of this run cannot be read: steps=-1 is not allowed: give a whole number from 1 to 100000, "
            "for example 400.",
        ),
    ],
)
def test_what_is_damaged_is_said_to_be(read, message):
    with pytest.raises(DamagedRun) as caught:
        read()
    assert str(caught.value) == message


def test_titles_from_run_files_hold_nothing_unseen():
    signal = Signal("mine", "\u202eMine\u200b" + "e" * 300, np.ones(90), unit="V\u2066\x00")
    described, objects = encode_experiment(get_experiment("find_peaks", signal=signal))
    found = decode_experiment(described, objects).signal
    assert found.title == "Mine" + "e" * 196
    assert found.unit == "V"
