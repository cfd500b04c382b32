"""What the page on signals says of one signal, one or two kernels, and the pinned sample."""

from __future__ import annotations

import numpy as np
import pytest

from core.convolution import correlate
from core.data import get_signal
from core.figures import largest_difference
from core.figures.chart import number
from core.filters import Layer, overshoot_of, responses_of
from core.kernels import get_kernel
from tests.pages.choose.test_own_files import bring
from tests.pages.conftest import figure_of, opened, shown_errors, unfolded
from tests.pages.test_effects import alts, said

RATE = 250
TONE = np.sin(2 * np.pi * 10 * np.arange(500) / RATE)
TIMED = "\n".join(["time (s),volt (mV)", *(f"{i / RATE:.3f},{value:.5f}" for i, value in enumerate(TONE))])


def table_of(app):
    return app.table[0].value


def test_the_table_has_the_samples_numbers_and_its_products_add_up():
    app = opened("signals", signals_table="open", signals_iid_length="96", signals_pin="48")
    samples = get_signal("iid", length=96).samples
    table = table_of(app)
    assert list(table.columns) == ["47", "48", "49"]
    assert list(table.index) == ["input", "kernel", "product"]
    assert table.loc["input"].tolist() == [number(value, 4) for value in samples[46:49].tolist()]
    assert table.loc["kernel"].tolist() == ["−1", "1", "−1"]
    total = -samples[46] + samples[47] - samples[48]
    assert any(text.startswith("Sum: ") and text.endswith(f"= **{number(total, 5)}**") for text in said(app))
    assert figure_of(app)[0]["pinned"] == 47


@pytest.mark.parametrize(("pin", "heads"), [("1", ["0, filled in", "1", "2"]), ("96", ["95", "96", "97, filled in"])])
def test_what_lies_beyond_the_edge_is_said_to_be_filled_in(pin, heads):
    app = opened("signals", signals_table="open", signals_pin=pin)
    assert list(table_of(app).columns) == heads
    assert "1 of the 3 samples lies beyond the edge and was filled in." in said(app)


def test_a_pin_counts_answers_where_there_are_fewer_than_samples():
    app = opened("signals", signals_table="open", signals_stride="2", signals_pin="10")
    assert list(table_of(app).columns) == ["18", "19", "20"]
    assert app.slider(key="signals_pin").label == "Pinned answer, counted from 1"


def test_the_longest_kernel_has_its_table():
    app = opened("signals", signals_table="open", signals_numbers=" ".join(["1"] * 31))
    assert table_of(app).shape == (3, 31)


def test_a_second_kernel_is_shown_beside_the_first_and_the_difference_is_stated():
    app = opened("signals", signals_details="open", signals_beside="true", signals_kernel="box_1d")
    samples = get_signal("iid", length=96).samples
    outputs = [correlate(samples, get_kernel(name)) for name in ("box_1d", "gaussian_1d")]
    header, arrays = figure_of(app)
    assert header["titles"] == ["Moving average", "Gaussian, 1-D"]
    for index, output in enumerate(outputs):
        np.testing.assert_array_equal(arrays[f"output_{index}"], output.astype("float32"))
    assert largest_difference(*outputs, 1) in said(app)
    assert any(
        alt.startswith("Bars of Moving average, 5 taps: ") and "; Gaussian, 1-D, 7 taps: " in alt for alt in alts(app)
    )
    assert any(
        alt.startswith("Frequency response. Moving average: ") and "; Gaussian, 1-D: " in alt for alt in alts(app)
    )


def test_two_kernels_of_one_name_can_be_told_apart():
    app = opened("signals", signals_beside="true", signals_kernel="box_1d", signals_second_kernel="box_1d")
    assert figure_of(app)[0]["titles"] == ["Moving average", "Moving average, second"]
    assert "The two outputs are equal." in said(app)


@pytest.mark.parametrize(
    ("query", "is_over"),
    [
        ({}, False),
        ({"signals_kernel": "gaussian_1d"}, True),
        ({"signals_kernel": "gaussian_1d", "signals_beside": "true"}, True),
        ({"signals_kernel": "gaussian_1d", "signals_beside": "true", "signals_second_kernel": "haar_high"}, False),
        ({"signals_kernel": "gaussian_1d", "signals_over": "false"}, False),
        ({"signals_over": "true"}, True),
    ],
)
def test_the_output_lies_over_the_input_where_both_have_one_level(query, is_over):
    app = opened("signals", **query)
    assert figure_of(app)[0]["is_over"] is is_over
    assert app.toggle(key="signals_over").value is is_over


def test_the_part_shown_follows_the_pin_until_it_is_moved():
    app = opened("signals", signals_shown="20", signals_pin="90")
    assert figure_of(app)[0]["part"] == [75, 95]
    app.slider(key="signals_pin").set_value(10).run()
    assert figure_of(app)[0]["part"] == [0, 20]
    assert "signals_from" not in app.query_params
    app.slider(key="signals_from").set_value(31).run()
    app.slider(key="signals_pin").set_value(90).run()
    assert figure_of(app)[0]["part"] == [30, 50]
    assert app.query_params["signals_from"] == "31"


def test_hertz_seconds_and_the_unit_are_shown_where_the_file_has_them():
    app = bring(opened("signals", signals_details="open", signals_take="npz"), ("tone.csv", TIMED.encode(), "text/csv"))
    header, _ = figure_of(app)
    assert (header["unit"], header["axis"]["axis"]) == ("mV", "seconds")
    assert header["axis"]["spacing"] == pytest.approx(1 / RATE)
    (spectrum,) = (alt for alt in alts(app) if alt.startswith("Frequency response"))
    assert spectrum == "Frequency response. Peak detector: gain 1 at frequency 0, 3 at 125 Hz."
    told = "250 samples a second: the fastest wave that they can show has 125 Hz, or 0.5 cycles per sample."
    assert told in said(app)
    assert not any("samples a second" in text for text in said(opened("signals", signals_details="open")))


def test_responses_are_drawn_only_when_they_are_asked_for():
    app = opened("signals", signals_kernel="savitzky_golay", signals_beside="true", signals_second_kernel="box_1d")
    assert not any(alt.startswith("Answer to the ") for alt in alts(app))
    unfolded(app, "signals_responses")
    assert [alt[:22] for alt in alts(app) if alt.startswith("Answer")] == [
        "Answer to the impulse.",
        "Answer to the step. Sa",
    ]
    shares = [overshoot_of(responses_of(Layer(get_kernel(name))).step) for name in ("savitzky_golay", "box_1d")]
    told = f"beyond its final value: Savitzky-Golay {shares[0]:.0%}; Moving average {shares[1]:.0%}."
    assert any(text.endswith(told) for text in said(app))


def test_how_it_is_computed_is_worked_out_only_when_it_is_asked_for():
    app = opened("signals")
    assert not any("Expected time: " in text for text in said(app))
    unfolded(app, "signals_plan")
    assert any("Direct: 3 products an output." in text for text in said(app))


def test_the_spectrum_is_that_of_the_kernel_as_it_is_applied():
    (spectrum,) = (
        alt
        for alt in alts(opened("signals", signals_details="open", signals_dilation="2"))
        if alt.startswith("Frequency")
    )
    # two samples apart, the outer numbers meet the fastest wave in phase with the centre's constant
    assert spectrum == "Frequency response. Peak detector: gain 1 at frequency 0, 1 at 0.5."


def test_embedded_the_figure_is_all_there_is(monkeypatch):
    monkeypatch.setattr("pages.parts.shell.registry.is_embedded", lambda: True)
    monkeypatch.setattr("pages.parts.shell.frame.is_embedded", lambda: True)
    app = opened("signals", signals_pin="7")
    assert not app.exception, shown_errors(app)
    assert figure_of(app)[0]["pinned"] == 6
    assert app.query_params["signals_pin"] == "7"
    assert not app.title
    assert not app.get("plotly_chart")
    assert not app.main.header
