"""The browser can take every answer apart, and gets no more than what it can draw."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.convolution import BOUNDARIES, local_maxima
from core.data import Signal, get_signal
from core.figures import Part, largest_difference, signal_scan
from core.filters import Layer, run_layer, samples_under
from core.kernels import Kernel, get_kernel
from tests.messages import read_message

RANDOM = np.random.default_rng(5).normal(size=60)


def scan_of(samples, *kernels, part=None, pinned=0, is_over=False, sample_rate=None, unit="", **steps):
    signal = Signal("mine", "Mine", samples, sample_rate, unit)
    layers = [Layer(kernel, **steps) for kernel in kernels]
    answered = [(layer, run_layer(signal.samples, layer).output) for layer in layers]
    part = part or Part(0, len(samples))
    message = signal_scan(signal, answered, part, pinned, local_maxima(samples), is_over=is_over)
    return (*read_message(message), answered)


@given(
    taps=st.integers(1, 6),
    flip=st.booleans(),
    boundary=st.sampled_from(BOUNDARIES),
    stride=st.integers(1, 3),
    dilation=st.integers(1, 3),
    start=st.integers(0, 30),
    length=st.integers(10, 30),
)
def test_what_the_browser_adds_up_is_what_the_layer_answers(taps, flip, boundary, stride, dilation, start, length):
    """As arithmetic.js does: samples from `first_around` on, by `leads`, `stride` and `dilation`."""
    kernels = [Kernel(name, name, "mine", np.arange(1.0, count + 1)) for name, count in (("a", taps), ("b", 5))]
    steps = {"flip": flip, "boundary": boundary, "stride": stride, "dilation": dilation}
    header, arrays, answered = scan_of(RANDOM, *kernels, part=Part(start, start + length), **steps)
    for index, (_, output) in enumerate(answered):
        np.testing.assert_array_equal(arrays[f"output_{index}"], output[arrays[f"output_at_{index}"]].astype("float32"))
        at = arrays[f"output_at_{index}"]
        assert at.tolist() == [i for i in range(len(output)) if start <= i * stride < start + length]
        for answer in at:
            begin = answer * stride + header["leads"][index] - header["first_around"]
            weights = arrays[f"weights_{index}"]
            samples = arrays["around"][begin : begin + dilation * len(weights) : dilation]
            assert samples @ weights == pytest.approx(output[answer], rel=1e-4, abs=1e-4)


def test_the_axis_the_unit_and_the_words_are_those_of_the_signal():
    header, _, _ = scan_of(
        np.array([0.0, 2.0, 1.0, 3.0, 0.0]), get_kernel("peak_detector"), sample_rate=10.0, unit="mV", relu=True, pool=2
    )
    assert header["axis"] == {"axis": "seconds", "spacing": 0.1, "first": 0.0, "end": 0.4}
    assert (header["unit"], header["samples"], header["part"]) == ("mV", 5, [0, 5])
    assert (header["relu"], header["pool"], header["stride"], header["dilation"]) == (True, 2, 1, 1)
    assert header["marked"] == {"input_marks": "2 peaks marked", "output_marks": "2 positive answers marked"}
    assert header["words"] == "Mine, 5 samples from 0 to 3; output of Peak detector from 1 to 2."


def test_only_a_kernel_that_looks_for_peaks_has_its_positive_answers_marked():
    header, arrays, _ = scan_of(RANDOM, get_kernel("gaussian_1d"))
    assert list(header["marked"]) == ["input_marks"]
    assert "output_marks" not in arrays
    np.testing.assert_array_equal(arrays["input_marks_at"], local_maxima(RANDOM))
    np.testing.assert_array_equal(arrays["input_marks"], RANDOM[local_maxima(RANDOM)].astype("float32"))


def test_marks_are_those_of_the_part_shown():
    header, arrays, _ = scan_of(RANDOM, get_kernel("peak_detector"), part=Part(10, 40), stride=2)
    peaks = [at for at in local_maxima(RANDOM) if 10 <= at < 40]
    assert arrays["input_marks_at"].tolist() == peaks
    assert header["marked"]["input_marks"] == f"{len(peaks)} peaks marked"
    assert all(10 <= 2 * at < 40 for at in arrays["output_marks_at"])
    assert header["words"].startswith("Mine, samples 11 to 40, 30 samples from ")


@pytest.mark.parametrize("pinned", [0, 499_999, 999_999])
def test_of_a_million_samples_the_dips_and_spikes_are_sent_and_what_the_pinned_answer_reads(pinned):
    samples = np.zeros(1_000_000)
    samples[[123_456, 654_321]] = 5, -7
    header, arrays, answered = scan_of(samples, get_kernel("savitzky_golay"), pinned=pinned)
    assert sum(array.nbytes for array in arrays.values()) < 80_000
    assert (arrays["input"].max(), arrays["input"].min()) == (5, -7)
    assert arrays["output_0"].max() == pytest.approx(answered[0][1].max())
    under = samples_under(answered[0][0], pinned)
    assert header["first_around"] == under.start
    assert len(arrays["around"]) == len(under)


def test_a_pin_outside_a_long_part_reads_nothing():
    _, arrays, _ = scan_of(np.zeros(9000), get_kernel("box_1d"), part=Part(0, 5000), pinned=6000)
    assert arrays["around"].size == 0


def test_another_pin_is_no_other_scan():
    one, two, other = (
        scan_of(RANDOM, get_kernel("box_1d"), pinned=pinned, is_over=is_over)[0]
        for pinned, is_over in ((3, False), (7, False), (3, True))
    )
    assert (one["pinned"], two["pinned"]) == (3, 7)
    assert one["scanned"] == two["scanned"] != other["scanned"]
    assert one["content"] != two["content"]


def test_where_two_outputs_differ_most():
    signal = get_signal("step", length=64)
    outputs = [run_layer(signal.samples, Layer(get_kernel(name))).output for name in ("identity_1d", "box_1d")]
    assert largest_difference(*outputs, 1) == "The two outputs differ by at most 0.4, at sample 32."
    assert largest_difference(outputs[0], outputs[0], 1) == "The two outputs are equal."
