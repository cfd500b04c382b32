"""Experiments, settings and snapshots as JSON and as safetensors, which holds numbers and no code."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from safetensors.numpy import save

from core.learning import Experiment, ResolvedSettings, Snapshot, TrainingSettings, get_experiment
from core.learning.settings import LEARNING_RATE, STEPS
from core.runs.records.inputs import ARRAYS, decode_input, encode_input
from core.runs.records.numbers import DamagedRun, arrays_of
from core.runs.records.record import STATUSES, Change

LEFT_OPEN = "This run cannot be used: its settings leave something open, which those of a saved run do not."
PART_MISSING = "The experiment of this run cannot be read: a part of it is missing."


def encode_snapshot(snapshot: Snapshot) -> bytes:
    """A snapshot as bytes, from which training goes on bit for bit."""
    arrays = {f"parameters.{name}": value for name, value in snapshot.parameters.items()}
    arrays |= {f"memory.{name}": value for name, value in snapshot.memory.items()}
    arrays["numbers"] = np.array([snapshot.step, snapshot.loss, snapshot.first_loss])
    arrays["status"] = np.frombuffer(snapshot.status.encode(), np.uint8)
    return save({name: np.ascontiguousarray(value).reshape(np.shape(value)) for name, value in arrays.items()})


def decode_snapshot(content: bytes) -> Snapshot:
    """The snapshot in these bytes; raises DamagedRun where there is none."""
    arrays = arrays_of(content)
    try:
        numbers, status = arrays["numbers"], arrays["status"].tobytes().decode()
        if numbers.shape != (3,) or numbers.dtype != np.float64 or status not in STATUSES:
            raise ValueError
        step, loss, first_loss = numbers.tolist()
        if not 0 <= step <= STEPS.maximum or step != int(step):
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
    """An experiment's options as JSON, and the kernels, signals and images among them as bytes by option."""
    plain: dict[str, Any] = {}
    objects: dict[str, bytes] = {}
    for name, value in experiment.options.items():
        if type(value) in ARRAYS:
            plain[name], objects[name] = encode_input(value)
        else:
            plain[name] = value
    return {"experiment": experiment.name, "options": plain}, objects


def decode_experiment(described: Mapping[str, Any], objects: Mapping[str, bytes]) -> Experiment:
    """The experiment that `encode_experiment` described; raises DamagedRun where there is no such experiment."""
    name, given = described.get("experiment"), described.get("options")
    if not isinstance(name, str) or not isinstance(given, dict):
        raise DamagedRun(PART_MISSING)
    try:
        options = {
            option: decode_input(value, objects[option]) if isinstance(value, dict) else value
            for option, value in given.items()
        }
        return get_experiment(name, **options)
    except DamagedRun:
        raise
    except (KeyError, TypeError) as error:
        raise DamagedRun(PART_MISSING) from error
    except ValueError as error:
        # the catalogue's own checks write their messages for people
        raise DamagedRun(f"The experiment of this run cannot be read: {error}") from error


def encode_settings(settings: ResolvedSettings) -> dict[str, Any]:
    """Settings as JSON."""
    return dataclasses.asdict(settings)


def decode_settings(described: Mapping[str, Any]) -> ResolvedSettings:
    """The settings that `encode_settings` described; raises DamagedRun where they are not allowed.

    Earlier versions also stored the unit of the learning rate, and None for a batch of all inputs.
    """
    try:
        settings = TrainingSettings(**described)
    except TypeError as error:
        raise DamagedRun("The settings of this run cannot be read: some of them are unknown.") from error
    except ValueError as error:
        raise DamagedRun(f"The settings of this run cannot be read: {error}") from error
    given = {field.name: getattr(settings, field.name) for field in dataclasses.fields(ResolvedSettings)}
    given["batch_size"] = given["batch_size"] or 0
    if None in given.values() or settings.learning_rate_unit != "absolute":
        raise DamagedRun(LEFT_OPEN)
    return ResolvedSettings(**given)


def decode_changes(described: Iterable[Any]) -> tuple[Change, ...]:
    """The changes of the learning rate, each with its step; raises DamagedRun for changes of anything else."""
    changes = []
    try:
        for step, change in described:
            if type(step) is not int or set(change) != {"learning_rate"}:
                raise ValueError
            changes.append((step, {"learning_rate": LEARNING_RATE.check(change["learning_rate"])}))
    except (TypeError, ValueError, KeyError) as error:
        raise DamagedRun(
            "The changes of this run cannot be read: each is a step and a learning rate that is allowed."
        ) from error
    return tuple(changes)
