"""Relatives of good run files: the same parts, some of them spoilt, as bytes, whatever the format allows."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from hypothesis import strategies as st
from safetensors.numpy import load

from core.data import Image, Signal
from core.kernels import Kernel
from core.learning import TrainingSettings, get_experiment, iterate, resolve_settings
from core.runs import RunView, encode_run, encode_snapshot
from core.runs.records.files import FORMAT
from core.runs.records.record import RunRecord

DTYPES = {
    "float64": "F64",
    "float32": "F32",
    "float16": "F16",
    "uint8": "U8",
    "int8": "I8",
    "int64": "I64",
    "bool": "BOOL",
}
ODD = {"F8_E4M3": 1, "F8_E5M2": 1, "BF16": 2}  # types that NumPy has not, and their bytes
WAVES = np.sin(np.arange(400) / 3) + np.sin(np.arange(400) / 7)
PICTURE = np.random.default_rng(0).random((40, 48))
OPTIONS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("recover_kernel", {}, "sgd"),
    ("recover_kernel", {"kernel": Kernel("own", "Own", "edited", [[1.0, -1.0], [0.5, 2.0]])}, "conjugate_gradient"),
    ("recover_kernel", {"input": Signal("own", "Own", WAVES, 100.0, "V")}, "polyak"),
    ("recover_kernel", {"input": Image("own", "Own", PICTURE)}, "line_search"),
    ("find_peaks", {}, "nesterov"),
    ("find_peaks", {"signal": Signal("own", "Own", WAVES)}, "rmsprop"),
    ("find_peaks_two_layers", {}, "adam"),
    ("find_edges", {"image": Image("own", "Own", PICTURE)}, "adamw"),
    ("find_edges", {"labels": "signed", "filters": 1}, "adam"),
    ("denoise", {"image": Image("own", "Own", PICTURE), "size": 3}, "sgd"),
    ("classify_gratings", {"filters": 4, "size": 3}, "adam"),
)  # fmt: skip
Tensor = tuple[str, tuple[int, ...], bytes]


@dataclass
class Parts:
    """What a run file is made of."""

    head: dict[str, Any]
    snapshots: list[dict[str, Tensor]]
    inputs: dict[str, dict[str, Tensor]] = field(default_factory=dict)

    def content(self) -> bytes:
        """The file."""
        parts = {f"snapshot.{number}": written(each) for number, each in enumerate(self.snapshots)}
        parts |= {f"input.{name}": written(each) for name, each in self.inputs.items()}
        tensors = {name: ("U8", (len(part),), part) for name, part in parts.items()}
        return written(tensors, {"run": json.dumps(self.head)})


def written(tensors: Mapping[str, Tensor], metadata: Mapping[str, str] | None = None) -> bytes:
    """Tensors as safetensors, whether or not the types and the shapes are any that there are."""
    head: dict[str, Any] = {"__metadata__": metadata} if metadata else {}
    at = 0
    for name, (dtype, shape, content) in tensors.items():
        head[name] = {"dtype": dtype, "shape": shape, "data_offsets": [at, at + len(content)]}
        at += len(content)
    start = json.dumps(head).encode("utf-8", "replace")
    start += b" " * (-len(start) % 8)
    return len(start).to_bytes(8, "little") + start + b"".join(content for *_, content in tensors.values())


def tensor(array: Any) -> Tensor:
    """An array as it is written."""
    array = np.ascontiguousarray(array).reshape(np.shape(array))
    return DTYPES[array.dtype.name], array.shape, array.tobytes()


@lru_cache
def good(which: int) -> Parts:
    """A run that was trained a little, of the experiment, the options and the optimiser of that number."""
    name, options, optimizer = OPTIONS[which]
    experiment = get_experiment(name, **options)
    settings = resolve_settings(experiment, TrainingSettings(steps=12, snapshots=4, optimizer=optimizer))
    changes = ((6, {"learning_rate": settings.learning_rate}),)
    kept = tuple(iterate(experiment, settings))[:-1]
    record = RunRecord("0" * 32, "Mine", experiment, settings, "paused", 0, 0.0, {}, changes, "A note", ("one", "two"))
    content = encode_run(RunView(record, kept))
    parts = load(content)
    length = int.from_bytes(content[:8], "little")
    head = json.loads(json.loads(content[8 : 8 + length])["__metadata__"]["run"])
    assert head["format"] == FORMAT
    assert encode_snapshot(kept[0]) == parts["snapshot.0"].tobytes()

    def opened(part: str) -> dict[str, Tensor]:
        return {key: tensor(value) for key, value in load(parts[part].tobytes()).items()}

    snapshots = [opened(f"snapshot.{number}") for number in range(len(kept))]
    return Parts(head, snapshots, {key[6:]: opened(key) for key in parts if key.startswith("input.")})


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.builds(dict), st.builds(list), st.builds(lambda: [[]]),
    st.builds(lambda: {"a": {"b": [1]}}), st.just("ab\ud800c"),
    st.just("x" * 5000), st.just("\x00\u202e<b>"), st.sampled_from((-1, 0, 1, 2, 13, 10**6, 2**62, 10**400)),
    st.sampled_from((0.5, -0.0, float("nan"), float("inf"), 1e300, 1e-300)), st.just("sgd"), st.just("running"),
    st.builds(lambda depth: json.loads("[" * depth + "]" * depth), st.sampled_from((50, 800))),
)  # fmt: skip
NUMBERS = st.sampled_from((np.nan, np.inf, -np.inf, 1e308, -1e200, 1e20, 1e-320, 0.0))
STEPS = st.sampled_from((-5.0, -0.0, 0.5, 1.0, 11.0, 12.0, 13.0, 1e5, 2.0**40, 2.0**62, np.inf, np.nan, 1e300))


def _spoil_dict(draw: Any, target: dict[str, Any], names: tuple[str, ...]) -> None:
    name = draw(st.sampled_from((*names, "unheard_of")))
    if name in target and draw(st.integers(0, 3)) == 0:
        del target[name]
    else:
        target[name] = draw(ANYTHING)


def _head(draw: Any, run: Parts) -> None:
    _spoil_dict(draw, run.head, tuple(run.head))


def _settings(draw: Any, run: Parts) -> None:
    if isinstance(run.head.get("settings"), dict):
        _spoil_dict(draw, run.head["settings"], tuple(run.head["settings"]))


def _allowed_settings(draw: Any, run: Parts) -> None:
    settings = run.head.get("settings")
    if isinstance(settings, dict):
        name, values = draw(st.sampled_from((
            ("steps", (2, 13, 400, 100_000)), ("learning_rate", (1e-300, 1e-9, 10.0, 1e9, 1e300)),
            ("momentum", (0.0, 0.999)), ("batch_size", (1, 7, 1_000_000, None)), ("snapshots", (2, 1000)),
            ("schedule", ("constant", "cosine", "step", "warm_up")), ("initial_scale", (0.0, 100.0)),
            ("optimizer", ("sgd", "adam", "rmsprop", "polyak", "conjugate_gradient", "line_search")),
        )))  # fmt: skip
        settings[name] = draw(st.sampled_from(values))


def _options(draw: Any, run: Parts) -> None:
    if isinstance(run.head.get("options"), dict) and run.head["options"]:
        _spoil_dict(draw, run.head["options"], tuple(run.head["options"]))


def _facts(draw: Any, run: Parts) -> None:
    options = run.head.get("options")
    described = [each for each in options.values() if isinstance(each, dict)] if isinstance(options, dict) else []
    for facts in described:
        _spoil_dict(draw, facts, ("object", "name", "title", "family", "sample_rate", "unit"))
        if draw(st.booleans()):
            facts["object"] = draw(st.sampled_from(("kernel", "signal", "image")))


def _changes(draw: Any, run: Parts) -> None:
    rate = st.one_of(ANYTHING, st.sampled_from((1e-300, 1e300, 0.1)))
    change = st.one_of(
        ANYTHING, st.fixed_dictionaries({"learning_rate": rate}), st.just({"bogus": 1}), st.just({"steps": 10**5})
    )
    step = st.one_of(ANYTHING, st.sampled_from((0, 3, 12)))
    run.head["changes"] = draw(st.one_of(ANYTHING, st.lists(st.tuples(step, change).map(list), max_size=3)))


def _step(draw: Any, run: Parts) -> None:
    for snapshot in draw(st.lists(st.sampled_from(run.snapshots), max_size=2)):
        dtype, shape, content = snapshot.get("numbers", ("", (), b""))
        numbers = np.frombuffer(content).copy() if (dtype, shape) == ("F64", (3,)) else np.zeros(3)
        numbers[draw(st.sampled_from((0, 0, 1, 2)))] = draw(STEPS)
        snapshot["numbers"] = tensor(numbers)


def _order(draw: Any, run: Parts) -> None:
    run.snapshots = draw(st.permutations(run.snapshots))[: draw(st.integers(0, len(run.snapshots)))]


def _tensors(run: Parts) -> list[tuple[dict[str, Tensor], str]]:
    return [(part, name) for part in (*run.snapshots, *run.inputs.values()) for name in part]


def _values(draw: Any, run: Parts) -> None:
    part, name = draw(st.sampled_from(_tensors(run)))
    dtype, shape, content = part[name]
    if dtype == "F64" and content:
        values = np.frombuffer(content).copy()
        values[draw(st.integers(0, len(values) - 1))] = draw(NUMBERS)
        part[name] = dtype, shape, values.tobytes()


def _types(draw: Any, run: Parts) -> None:
    part, name = draw(st.sampled_from(_tensors(run)))
    shape, count = part[name][1], int(np.prod(part[name][1]))
    dtype = draw(st.sampled_from((*DTYPES.values(), *ODD, "NONE")))
    size = ODD.get(dtype) or {"F64": 8, "F32": 4, "F16": 2, "I64": 8}.get(dtype, 1)
    part[name] = dtype, shape, bytes(count * size)


def _shapes(draw: Any, run: Parts) -> None:
    part, name = draw(st.sampled_from(_tensors(run)))
    shape = draw(st.sampled_from(((), (0,), (1,), (3,), (2, 2), (3, 3), (1, 1, 1), (7,), (0, 3), (961,))))
    part[name] = tensor(np.ones(shape))


def _names(draw: Any, run: Parts) -> None:
    part, name = draw(st.sampled_from(_tensors(run)))
    content = part.pop(name)
    if draw(st.booleans()):
        part[draw(st.sampled_from(("memory.velocity", "memory.bogus", "parameters.bias", "parameters.", "x\x00y")))] = (
            content
        )


def _memory(draw: Any, run: Parts) -> None:
    snapshot = draw(st.sampled_from(run.snapshots))
    others = [each for which in range(len(OPTIONS)) for each in good(which).snapshots]
    other = draw(st.sampled_from(others))
    for part in (snapshot, other):
        kept = {name: value for name, value in part.items() if not name.startswith("memory.")}
        if part is snapshot:
            snapshot.clear()
            snapshot.update(kept)
    snapshot.update({name: value for name, value in other.items() if name.startswith("memory.")})


def _status(draw: Any, run: Parts) -> None:
    words = (b"", b"running", b"paused", b"finished", b"diverged", b"failed", b"bogus", b"\xff\xfe")
    word = draw(st.sampled_from(words))
    draw(st.sampled_from(run.snapshots))["status"] = "U8", (len(word),), word


def _input(draw: Any, run: Parts) -> None:
    arrays: tuple[Any, ...] = (
        np.zeros((90, 90), np.int8), np.ones((31, 31)), np.ones(1), np.zeros((1, 1)), np.zeros(0), np.full((8, 8), 2.0),
        np.full((8, 8), -1.0), np.full(300, 5.0), np.arange(300.0), np.arange(300.0) * 1e12, WAVES * 1e-8, WAVES * 1e9,
        np.full((40, 40), np.nan), np.zeros((40, 40, 3)), np.zeros((40, 40, 4)), np.zeros((1, 4000)), np.zeros((200, 200)),
        np.ones((300, 20), bool), PICTURE.astype(np.float32), (PICTURE > 0.5).astype(np.uint8), WAVES.astype(np.float16),
        PICTURE * 1e-300,
    )  # fmt: skip
    kind, option = (
        draw(st.sampled_from(("kernel", "signal", "image"))),
        draw(st.sampled_from((*(run.inputs or ("kernel",)), "kernel", "input", "signal", "image"))),
    )
    if isinstance(run.head.get("options"), dict):
        run.head["options"][option] = {
            "object": kind,
            "name": draw(st.sampled_from(("own", "\x00\u202e", "n" * 3000, ""))),
            "title": "Own",
        }
    run.inputs[option] = {"array": tensor(draw(st.sampled_from(arrays)))}


SPOILINGS: tuple[Callable[[Any, Parts], None], ...] = (
    _head, _settings, _allowed_settings, _options, _facts, _changes, _step, _order, _values, _types, _shapes, _names,
    _memory, _status, _input,
)  # fmt: skip


@st.composite
def relatives(draw: Any) -> bytes:
    """A run file of which one to three parts are spoilt."""
    run = copy.deepcopy(good(draw(st.integers(0, len(OPTIONS) - 1))))
    for spoil in draw(st.lists(st.sampled_from(SPOILINGS), min_size=1, max_size=3)):
        if run.snapshots and all(run.snapshots):
            spoil(draw, run)
    return run.content()
