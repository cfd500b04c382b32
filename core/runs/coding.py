"""Experiments, settings and snapshots as JSON and as safetensors bytes, which hold numbers and nothing that runs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from core.data import Image, Signal, plain_text
from core.kernels import Kernel
from core.learning import SETTINGS, Experiment, Snapshot, TrainingSettings, get_experiment
from core.parameters import Range
from core.runs.record import STATUSES, Change

OBJECTS: dict[str, tuple[type, str]] = {
    "kernel": (Kernel, "weights"),
    "signal": (Signal, "samples"),
    "image": (Image, "pixels"),
}
FACTS = ("name", "title", "family", "sample_rate", "unit")
MOST_BYTES = 64 * 2**20
MOST_STEPS = next(int(each.maximum) for each in SETTINGS if isinstance(each, Range) and each.name == "steps")
LONGEST_TITLE, LONGEST_UNIT = 200, 40


class DamagedRun(ValueError):
    """What is stored of a run cannot be read; the text says so to the person who asked for it."""


def encode_snapshot(snapshot: Snapshot) -> bytes:
    """A snapshot, with all that is needed to go on from it bit for bit."""
    arrays = {f"parameters.{name}": value for name, value in snapshot.parameters.items()}
    arrays |= {f"memory.{name}": value for name, value in snapshot.memory.items()}
    arrays["numbers"] = np.array([snapshot.step, snapshot.loss, snapshot.first_loss])
    arrays["status"] = np.frombuffer(snapshot.status.encode(), np.uint8)
    return save({name: np.ascontiguousarray(value).reshape(np.shape(value)) for name, value in arrays.items()})


def decode_snapshot(content: bytes) -> Snapshot:
    """The snapshot of these bytes; raises DamagedRun where they are none."""
    arrays = _arrays(content)
    try:
        numbers, status = arrays["numbers"], arrays["status"].tobytes().decode()
        if numbers.shape != (3,) or numbers.dtype != np.float64 or status not in STATUSES:
            raise ValueError
        step, loss, first_loss = numbers.tolist()
        if not 0 <= step <= MOST_STEPS or step != int(step):
            raise ValueError
    except (KeyError, ValueError) as error:
        raise DamagedRun("A snapshot of this run is damaged: a part of it is missing.") from error
    parts = {
        part: MappingProxyType({
            name.removeprefix(f"{part}."): value for name, value in arrays.items() if name.startswith(f"{part}.")
        })
        for part in ("parameters", "memory")
    }  # fmt: skip
    return Snapshot(int(step), loss, first_loss, parts["parameters"], parts["memory"], status)


def encode_experiment(experiment: Experiment) -> tuple[dict[str, Any], dict[str, bytes]]:
    """An experiment's options as JSON, and the objects of one's own among them as bytes by option."""
    plain: dict[str, Any] = {}
    objects: dict[str, bytes] = {}
    for name, value in experiment.options.items():
        kind = next((kind for kind, (type_, _) in OBJECTS.items() if isinstance(value, type_)), None)
        if kind is None:
            plain[name] = value
            continue
        array = getattr(value, OBJECTS[kind][1])
        facts = {fact: getattr(value, fact) for fact in FACTS if getattr(value, fact, None) is not None}
        plain[name] = {"object": kind, **facts}
        objects[name] = save({"array": np.ascontiguousarray(array)})
    return {"experiment": experiment.name, "options": plain}, objects


def decode_experiment(described: Mapping[str, Any], objects: Mapping[str, bytes]) -> Experiment:
    """The experiment of that description; raises DamagedRun where it is none that there is."""
    try:
        options = {
            name: _object(value, objects[name]) if isinstance(value, dict) else value
            for name, value in described["options"].items()
        }
        return get_experiment(described["experiment"], **options)
    except DamagedRun:
        raise
    except (KeyError, TypeError, AttributeError) as error:
        raise DamagedRun("What this run was asked to do cannot be read: a part of it is missing.") from error
    except ValueError as error:
        # of the catalogue's own checks, whose words are for people
        raise DamagedRun(f"What this run was asked to do cannot be read: {error}") from error


def encode_settings(settings: TrainingSettings) -> dict[str, Any]:
    """Settings as JSON."""
    return dataclasses.asdict(settings)


def decode_settings(described: Mapping[str, Any]) -> TrainingSettings:
    """The settings of that description; raises DamagedRun where they are not allowed."""
    try:
        return TrainingSettings(**described)
    except TypeError as error:
        raise DamagedRun("The settings of this run cannot be read: some of them are none that there are.") from error
    except ValueError as error:
        raise DamagedRun(f"The settings of this run cannot be read: {error}") from error


def decode_changes(described: Iterable[Any]) -> tuple[Change, ...]:
    """What was changed at which step: the learning rate alone can be; raises DamagedRun for anything else."""
    changes = []
    try:
        for step, change in described:
            if type(step) is not int or set(change) != {"learning_rate"} or change["learning_rate"] is None:
                raise ValueError
            changes.append((step, {"learning_rate": TrainingSettings(**change).learning_rate}))
    except (TypeError, ValueError, KeyError) as error:
        raise DamagedRun(
            "The changes of this run cannot be read: each is a step and a learning rate that is allowed."
        ) from error
    return tuple(changes)


def _object(facts: Mapping[str, Any], content: bytes) -> Kernel | Signal | Image:
    array = _arrays(content)["array"]
    if array.dtype.kind not in "fiu":
        raise DamagedRun("What this run was asked to do cannot be read: an input of it is not made of numbers.")
    name, title = str(facts["name"]), plain_text(str(facts["title"]), LONGEST_TITLE)
    match facts["object"]:
        case "kernel":
            return Kernel(name, title, str(facts.get("family", "edited")), array)
        case "signal":
            return Signal(
                name, title, array, facts.get("sample_rate"), plain_text(str(facts.get("unit", "")), LONGEST_UNIT)
            )
        case "image":
            return Image(name, title, array)
    raise KeyError("object")


def _arrays(content: bytes) -> dict[str, NDArray[Any]]:
    if len(content) > MOST_BYTES:
        raise DamagedRun(f"A part of this run has {len(content):,} bytes: at most {MOST_BYTES:,} can be read.")
    try:
        arrays = load(content)
    except (SafetensorError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise DamagedRun("A part of this run is damaged: its bytes are no safetensors.") from error
    for array in arrays.values():
        array.setflags(write=False)
    return arrays
