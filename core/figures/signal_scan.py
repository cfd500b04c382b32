"""A signal and what one or two layers make of it, for the browser, where a window slides over the signal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.convolution.geometry import OUTSIDE, beyond_edge
from core.data import Signal
from core.figures.axis import placed
from core.figures.chart import number
from core.figures.curves import MOST_POINTS, thinned
from core.figures.marks import marking, spread_marks
from core.figures.part import Part
from core.figures.wire import content_of, packed
from core.filters import Layer, samples_under

Array = NDArray[Any]
Answered = tuple[Layer, Array]  # a layer, and its output (m,) for the whole signal

LABELS = {"input_marks": "peaks", "output_marks": "positive answers"}


def signal_scan(
    signal: Signal,
    answered: Sequence[Answered],
    part: Part,
    pinned: int,
    peaks: NDArray[np.intp],
    *,
    is_over: bool = False,
) -> bytes:
    """Pack a part of a signal, and the outputs of one or two layers that differ in their kernels alone.

    `pinned` is the index of an answer before ReLU and pooling, `peaks` are the signal's; `is_over` draws outputs over
    the input instead of below it. `input_at` are indices of samples, `output_at_0` those of outputs, thinned where
    there are too many to draw. `around` are the samples that the kernels read, those beyond the edge included, from
    the index `first_around` on: of the whole part where it is not thinned, else of the pinned answer alone. A kernel's
    first number lies `leads` samples from the sample whose answer it gives.
    """
    layers = [each for each, _ in answered]
    layer, output = answered[0]
    arrays: dict[str, Array] = {}
    arrays["input_at"], arrays["input"] = _curve(signal.samples, 1, part)
    for index, (each, answers) in enumerate(answered):
        arrays[f"output_at_{index}"], arrays[f"output_{index}"] = _curve(answers, each.spacing, part)
        arrays[f"weights_{index}"] = np.flip(each.kernel.weights) if each.flip else each.kernel.weights
    marked = {"input_marks": _marks(arrays, "input_marks", peaks, signal.samples, 1, part)}
    if layer.kernel.family == "peaks":
        fired = np.flatnonzero(output > 0)
        marked["output_marks"] = _marks(arrays, "output_marks", fired, output, layer.spacing, part)
    header = {
        "title": signal.title,
        "unit": signal.unit,
        "axis": placed(signal),
        "samples": len(signal.samples),
        "part": [part.start, part.stop],
        "titles": [each.kernel.title for each in layers],
        "leads": [samples_under(each, 0).start for each in layers],
        "stride": layer.stride,
        "dilation": layer.dilation,
        "pool": layer.pool,
        "relu": layer.relu,
        "is_over": is_over,
        "marked": marked,
        "words": _words(signal, layers, part, arrays),
    }
    begin, around = _around(signal.samples, layers, part, pinned)
    # what tells another scan from the same one with another pin
    scanned = content_of(packed(header, **arrays))
    return packed({**header, "scanned": scanned, "pinned": pinned, "first_around": begin}, **arrays, around=around)


def largest_difference(first: Array, second: Array, spacing: int) -> str:
    """Say where two outputs (m,) differ most; `spacing` is the number of samples from one output to the next.

    >>> largest_difference(np.array([1.0, 2.0]), np.array([1.0, 4.5]), spacing=2)
    'The two outputs differ by at most 2.5, at sample 3.'
    >>> largest_difference(np.ones(2), np.ones(2), spacing=1)
    'The two outputs are equal.'
    """
    apart = np.abs(np.asarray(first, np.float64) - second)
    at = int(apart.argmax())
    if not apart[at]:
        return "The two outputs are equal."
    return f"The two outputs differ by at most {number(float(apart[at]))}, at sample {at * spacing + 1:,}."


def _curve(values: Array, spacing: int, part: Part) -> tuple[NDArray[np.intp], Array]:
    """Indices and values of the points to be drawn, of which each stands for `spacing` samples."""
    start, stop = -(-part.start // spacing), min(len(values), -(-part.stop // spacing))
    at, shown = thinned(values[start:stop])
    return at + start, shown


def _marks(
    arrays: dict[str, Array], name: str, marks: NDArray[np.intp], values: Array, spacing: int, part: Part
) -> str:
    """Add the marks that are drawn and their heights to `arrays`; return the words for all in the part."""
    inside = marks[slice(*np.searchsorted(marks * spacing, (part.start, part.stop)).tolist())]
    arrays[f"{name}_at"] = spread_marks(inside, values)
    arrays[name] = values[arrays[f"{name}_at"]]
    return marking(len(inside), LABELS[name])


def _around(samples: Array, layers: Sequence[Layer], part: Part, pinned: int) -> tuple[int, Array]:
    """The samples that the kernels read, and the index of the first of them, negative beyond the signal's beginning."""
    stride = layers[0].stride
    if len(part) <= MOST_POINTS:
        answers = part.start // stride, (part.stop - 1) // stride
    elif part.start <= pinned * stride < part.stop:
        answers = pinned, pinned
    else:
        return 0, np.zeros(0)
    begin = min(samples_under(layer, answers[0]).start for layer in layers)
    end = max(samples_under(layer, answers[1]).stop for layer in layers)
    indices = beyond_edge(np.arange(begin, end), len(samples), layers[0].boundary)
    return begin, np.where(indices == OUTSIDE, 0.0, samples[indices])


def _words(signal: Signal, layers: Sequence[Layer], part: Part, arrays: Mapping[str, Array]) -> str:
    """What is seen, for those who do not see it; what is thinned keeps its lowest and its highest."""
    which = "" if len(part) == len(signal.samples) else f", samples {part.start + 1:,} to {part.stop:,}"
    parts = [f"{signal.title}{which}, {len(part):,} samples {_span(arrays['input'])}"]
    for index, layer in enumerate(layers):
        output = arrays[f"output_{index}"]
        parts.append(f"output of {layer.kernel.title} {_span(output)}" if len(output) else "no output")
    return "; ".join(parts) + "."


def _span(values: Array) -> str:
    return f"from {number(float(values.min()))} to {number(float(values.max()))}"
