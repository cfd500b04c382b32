"""The winner of a comparison on one's own data as a Python program: `answer(data)`, and `events(data)` for a detector.

A kernel is applied by SciPy, two layers by PyTorch, any other designed method by the call of its library
(`core/export/method_code.py`). The tests run the program of every kind of winner.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from core.data.image import LUMA_WEIGHTS
from core.export.files import File, named
from core.export.method_code import METHOD_CODE, Body
from core.study import Winner

PROGRAM = '''"""{title}, as chosen on all of the data{settings}.

{data}
"""

{imports}

{constants}
{helpers}

def answer(data):
    """The answer at each {each} of {what}, in the shape {shape}."""
{prepared}
{lines}
    return GAIN * found + OFFSET
'''
EVENTS = '''

def events(data):
    """The samples of peaks above the threshold, none nearer than the tolerance to a higher one."""
    found = answer(data)
    peaks = signal.find_peaks(found, distance=max(1, TOLERANCE))[0]
    return peaks[found[peaks] > THRESHOLD]
'''
SIGNAL = """\
Data are the samples (n,) of one signal, in the unit that they had when the comparison was made. Numbers are in double
precision."""
PICTURE = """\
Data are the pixels of one picture from 0 to 1 (divide those of eight bits by 255): grey (h, w), or (h, w, 3) in
colours, which become grey first by the weights of Rec. 709. Numbers are in double precision."""
GREY = """\
    if np.ndim(data) == 3:
        data = np.clip(np.asarray(data, np.float32) @ np.float32(LUMA), 0, 1)
"""
NETWORK = """\
scaled = (data - MIDDLE) / SPREAD
padded = np.pad(scaled, WEIGHTS.shape[-1] // 2, mode="reflect")
rectified = torch.relu(functional.conv{ndim}d(torch.tensor(padded)[None, None], WEIGHTS, HIDDEN_BIAS))[0]
found = (torch.tensordot(OUTPUT_WEIGHTS, rectified, dims=1) + BIAS).numpy()"""


def winner_code(winner: Winner) -> File:
    """A program whose `answer(data)` does what `winner.apply` does, and whose `events(data)` what `winner.events` does.

    Pictures in colour are made grey as the comparison made them.
    """
    body = _body(winner)
    detects = winner.threshold is not None
    imports = {"import numpy as np", *body.imports, *(["from scipy import signal"] if detects else [])}
    picture = winner.ndim == 2
    text = PROGRAM.format(
        title=winner.title,
        settings="".join(f", {name} {value:g}" for name, value in winner.chosen.items()),
        data=PICTURE if picture else SIGNAL,
        imports="\n".join(sorted(imports, key=lambda line: (line.startswith("from"), line))),
        constants="\n".join(_constants(winner, body)),
        helpers=f"\n{body.helper}" if body.helper else "",
        each="pixel" if picture else "sample",
        what="a picture" if picture else "a signal",
        shape="(h, w)" if picture else "(n,)",
        prepared=(GREY if picture else "") + "    data = np.asarray(data, dtype=float)",
        lines="\n".join(f"    {line}" for line in body.lines.splitlines()),
    )
    text += EVENTS if detects else ""
    return named(f"winner_{winner.name}", "py", "text/x-python", text.encode())


def gain_and_offset(winner: Winner) -> tuple[float, float]:
    """By what the answer is multiplied and what is added, those of a network included."""
    network = winner.network
    if network is None:
        return winner.gain, winner.offset
    return winner.gain * network.scale, winner.gain * network.offset + winner.offset


def _body(winner: Winner) -> Body:
    """How the answer is found before gain and offset."""
    if winner.network is not None:
        network = winner.network
        weights = network.parameters["weights"]
        numbers = {
            **network.parameters,
            "weights": np.reshape(weights, (len(weights), 1, *np.shape(weights)[1:])),
        }
        written = {name: f"torch.tensor({_number(value)}, dtype=torch.float64)" for name, value in numbers.items()}
        written |= {"middle": _number(network.middle), "spread": _number(network.spread)}
        return Body(NETWORK.format(ndim=winner.ndim), ("import torch", "from torch.nn import functional"), written)
    if winner.kernel is not None:
        mask = f"np.array({_number(winner.kernel.weights)})"
        line = 'found = ndimage.correlate(data, WEIGHTS, mode="mirror")'
        return Body(line, ("from scipy import ndimage",), {"weights": mask})
    body = METHOD_CODE[winner.name]
    written = {name: f"np.array({_number(value)})" for name, value in body.kernels(winner.chosen).items()}
    chosen = {name: _number(value) for name, value in winner.chosen.items() if name.upper() in body.lines}
    return Body(body.lines, body.imports, {**written, **chosen}, body.helper)


def _constants(winner: Winner, body: Body) -> Sequence[str]:
    gain, offset = gain_and_offset(winner)
    numbers = {**body.constants, "gain": _number(gain), "offset": _number(offset)}
    if winner.threshold is not None:
        numbers |= {"threshold": _number(winner.threshold), "tolerance": f"{winner.tolerance}  # samples"}
    if winner.ndim == 2:
        numbers["luma"] = f"{_number(LUMA_WEIGHTS)}  # of red, green and blue"
    return [f"{name.upper()} = {value}" for name, value in numbers.items()]


def _number(value: Any) -> str:
    """A number, or arrays of numbers, as Python writes them with all digits."""
    plain = np.asarray(value, np.float64).tolist()
    if isinstance(plain, float):
        if math.isinf(plain):
            return f'float("{plain}")'
        return repr(int(plain) if plain.is_integer() and abs(plain) < 1e15 and isinstance(value, int) else plain)
    return json.dumps(plain)
