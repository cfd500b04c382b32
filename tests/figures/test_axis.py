"""Samples lie where their time is, or are counted from 1, and an output lies below the signal that it was made of."""

import numpy as np
import pytest

from core.data import Signal
from core.figures import placed, signal_chart
from core.figures.curves import Curve
from core.filters import Layer, run_layer
from core.kernels import Kernel


def test_samples_without_a_rate_are_counted_from_1():
    signal = Signal("a", "A", np.zeros(10))
    assert placed(signal) == {"axis": "sample, counted from 1", "spacing": 1.0, "first": 1.0, "end": 10.0}


@pytest.mark.parametrize("rate", [None, 8.0, 360.0])
@pytest.mark.parametrize(("stride", "pool"), [(1, 1), (3, 1), (2, 2)])
def test_what_a_layer_keeps_lies_where_it_stood(rate, stride, pool):
    """The largest of a climbing block is its last sample, the point stands where the block begins."""
    climb = np.arange(24.0)
    signal, layer = Signal("a", "A", climb, rate), Layer(Kernel("one", "One", "mine", [1.0]), stride=stride, pool=pool)
    output = run_layer(climb, layer).output
    whole = signal_chart([Curve(climb, "in")], **placed(signal)).figure
    kept = signal_chart([Curve(output, "out")], **placed(signal, layer.spacing)).figure
    begins = (output - (pool - 1) * stride).astype(int)
    np.testing.assert_allclose(kept.data[0].x, whole.data[0].x[begins])
    assert kept.layout.xaxis.range == whole.layout.xaxis.range
    assert kept.layout.xaxis.title.text == ("seconds" if rate else "sample, counted from 1")
