"""A chart is right in Plotly's own eyes, and reaches the page as Plotly itself would have written it."""

import base64
import json

import numpy as np
import plotly.io
import pytest

import core.figures as figures
from core.figures.chart import Chart, figure, number
from core.figures.curves import Curve
from core.kernels import frequency_response, get_kernel
from core.learning import get_experiment, solve, train

RUN = train(get_experiment("find_peaks"))
CHARTS = {
    "bank_chart": lambda: [
        figures.bank_chart(np.arange(24.0).reshape(shape), "bank") for shape in ((2, 12), (2, 3, 4))
    ],
    "bars_chart": lambda: [
        figures.bars_chart([("one", np.array([0.2, 0.8]), "#111111")], ("cat", "dog"), np.array([0.0, 1.0]), "right")
    ],
    "strips_chart": lambda: [
        figures.strips_chart(np.arange(3.0), np.array([0.0, 1, 1]), [("one", np.array([0.9, 0.9, 0.1]), "#111111")])
    ],
    "kernel_chart": lambda: [
        figures.kernel_chart(weights, "kernel")
        for weights in ([-1, 1, -1], np.arange(40.0), get_kernel("sobel_x"), np.arange(121.0).reshape(11, 11))
    ],
    "kernels_chart": lambda: [figures.kernels_chart([("one", [-1, 1, -1]), ("two", np.arange(40.0))])],
    "loss_chart": lambda: [figures.loss_chart(RUN, None), figures.loss_chart(RUN, solve(RUN.experiment))],
    "losses_chart": lambda: [figures.losses_chart([("one", RUN), ("two", RUN)])],
    "response_chart": lambda: [figures.response_chart([("one", np.arange(5.0)), ("two", np.ones(5))], "step")],
    "signal_chart": lambda: [
        figures.signal_chart([Curve(np.array([1.0, np.nan, 3.0]), "a"), Curve(np.ones(3), "b", dash="dot")]),
        figures.signal_chart([Curve(np.arange(9.0), "a")], marks=np.array([1, 5]), spacing=0.5, first=2),
    ],
    "spectrum_chart": lambda: [figures.spectrum_chart([("v", frequency_response([-1, 1]), "#000000", "dash")])],
    "spectrum_map": lambda: [figures.spectrum_map(frequency_response(get_kernel("sobel_x"), 16))],
}


def readable(value):
    """JSON with its arrays written out, so that only what they hold is compared."""
    if isinstance(value, dict) and "bdata" in value:
        array = np.frombuffer(base64.b64decode(value["bdata"]), f"<{value['dtype']}")
        shape = [int(length) for length in str(value.get("shape", array.size)).split(",")]
        return readable(array.reshape(shape).tolist())
    if isinstance(value, dict):
        return {name: readable(each) for name, each in value.items() if name != "template" and each != []}
    if isinstance(value, list):
        return [readable(each) for each in value]
    return "not a number" if value != value else value


def test_every_kind_of_chart_is_tried():
    assert set(CHARTS) == {name for name in figures.__all__ if name.endswith(("_chart", "_map"))}


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_is_written_as_plotly_would_write_it(kind):
    for chart in CHARTS[kind]():
        plotlys = json.loads(plotly.io.to_json(chart.figure, validate=True))
        ours = json.loads(json.dumps(chart.as_json()))
        assert readable(ours) == readable(plotlys)


def test_a_property_that_plotly_does_not_know_is_found():
    with pytest.raises(ValueError, match="Invalid property specified for object of type plotly"):
        _ = Chart(figure([{"type": "bar", "hight": 3}], 200), "").figure


@pytest.mark.parametrize(
    ("array", "kind"),
    [
        (np.array([1.5, -2]), "f8"),
        (np.array([1.5, -2], np.float32), "f4"),
        (np.array([7, -(2**40)]), "f8"),
        (np.array([7, -2], np.int32), "i4"),
        (np.array([[7, 2]], np.uint8), "u1"),
        (np.arange(6.0)[::2], "f8"),
        (np.array([1.5, -2], ">f8"), "f8"),
    ],
)
def test_numbers_travel_as_bytes(array, kind):
    (trace,) = Chart(figure([{"type": "bar", "y": array}], 200), "").as_json()["data"]
    assert trace["y"]["dtype"] == kind
    assert readable(trace["y"]) == array.tolist()


@pytest.mark.parametrize("array", [np.array(["a", "b"]), np.array([True, False])])
def test_what_are_no_numbers_is_written_out(array):
    (trace,) = Chart(figure([{"type": "bar", "x": array}], 200), "").as_json()["data"]
    assert trace["x"] == array.tolist()


def test_words_are_shown_as_they_are_wherever_they_stand():
    typed = '<a href="https://evil.example">x</a> A&amp;B'
    written = '&lt;a href="https://evil.example"&gt;x&lt;/a&gt; A&amp;amp;B'
    spec = figure(
        [
            {
                "type": "bar",
                "name": typed,
                "x": [typed],
                "y": np.ones(1),
                "text": [typed],
                "hovertemplate": "<extra></extra>",
            }
        ],
        200,
        xaxis={"title": {"text": typed}},
        yaxis={"title": {"text": typed}},
        annotations=[{"text": typed, "x": 1, "y": 1}],
    )
    assert json.dumps(spec, default=np.ndarray.tolist).count(json.dumps(written)) == 6
    assert spec["data"][0]["hovertemplate"] == "<extra></extra>"


@pytest.mark.parametrize(
    "kind",
    ["losses_chart", "kernels_chart", "response_chart", "signal_chart", "spectrum_chart"],
)
def test_no_label_of_a_chart_becomes_a_link(kind):
    label = "<a href='https://evil.example'>x</a>"
    drawn = {
        "losses_chart": lambda: figures.losses_chart([(label, RUN)]),
        "bars_chart": lambda: [
            figures.bars_chart(
                [("one", np.array([0.2, 0.8]), "#111111")], ("cat", "dog"), np.array([0.0, 1.0]), "right"
            )
        ],
        "strips_chart": lambda: [
            figures.strips_chart(np.arange(3.0), np.array([0.0, 1, 1]), [("one", np.array([0.9, 0.9, 0.1]), "#111111")])
        ],
        "kernels_chart": lambda: figures.kernels_chart([("kernel", [1.0]), (label, [1.0, 2.0])]),
        "response_chart": lambda: figures.response_chart([("kernel", np.ones(3)), (label, np.ones(3))], "step"),
        "signal_chart": lambda: figures.signal_chart(
            [Curve(np.ones(3), label)], marks=np.array([1]), marks_label=label, axis=label
        ),
        "spectrum_chart": lambda: figures.spectrum_chart([(label, frequency_response([-1, 1]), "#000000", "dash")]),
    }[kind]()
    written = json.dumps(drawn.as_json())
    assert "<a" not in written
    assert "&lt;a href='https://evil.example'&gt;x&lt;/a&gt;" in written
    assert label in drawn.alt


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (-0.5, "−0.5"),
        (0.0, "0"),
        (14.517, "14.5"),
        (2e-9, "2.0e-09"),
        (1234567.0, "1,234,567"),
        (0.1, "0.1"),
    ],
)
def test_numbers_are_short(value, text):
    assert number(value) == text
