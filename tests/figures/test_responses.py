"""The answers of kernels are drawn over frequencies in the signal's own unit, and around what they answer to."""

import numpy as np

from core.figures import response_chart, spectrum_chart
from core.kernels import frequency_response


def test_spectra_are_drawn_with_their_gain():
    chart = spectrum_chart([("v", frequency_response([-1, 1, -1]), "#000000", "solid")])
    assert chart.alt == "Frequency response. v: gain 1 at frequency 0, 3 at 0.5."


def test_where_the_sample_rate_is_known_frequencies_are_in_hertz():
    chart = spectrum_chart([("v", frequency_response([-1, 1, -1], n=8), "#000000", "solid")], rate=360.0)
    assert chart.figure.data[0].x.tolist() == [0, 45, 90, 135, 180]
    assert chart.figure.layout.xaxis.title.text == "frequency (Hz)"
    assert chart.figure.layout.xaxis.range == (0, 180)
    assert chart.alt == "Frequency response. v: gain 1 at frequency 0, 3 at 180 Hz."


def test_a_response_has_what_it_answers_to_in_its_middle():
    chart = response_chart([("one", np.array([0.0, 0.5, 1.0])), ("two", np.array([0.0, 2.0, -1.0]))], "step")
    first, second = chart.figure.data
    assert list(first.x) == [-1, 0, 1]
    assert (first.line.dash, second.line.dash) == ("solid", "dash")
    assert chart.figure.layout.xaxis.title.text == "samples from the rise"
    assert chart.alt == "Answer to the step. one from 0 to 1, at last 1; two from −1 to 2, at last −1."
