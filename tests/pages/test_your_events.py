"""Events in one's own data: a column beside the signal, a list, and marks that are set on the figure."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import opened, reported, shown_errors
from tests.pages.own_data import (
    EVENTS,
    beats,
    figures,
    pulses,
    studies_are_whole,  # noqa: F401 - a fixture
    table,
    warnings,
    with_files,
)

pytestmark = pytest.mark.usefixtures("studies_are_whole")


def test_a_column_beside_the_signal_marks_the_events():
    app = with_files(opened("your_data", **EVENTS), [table("pulses.csv", **pulses())])
    assert not app.warning, app.warning[0].value
    assert app.selectbox(key="your_data_marks").value == "mark"
    header, stretch = figures(app)[0][0], figures(app)[1][0]
    assert header["metric"] == "F1"
    assert stretch["ticks"] == np.flatnonzero(pulses()["mark"]).tolist()


def test_events_may_be_written_as_a_list():
    only = {"volts": pulses()["volts"]}
    app = with_files(opened("your_data", **EVENTS), [table("pulses.csv", **only)])
    assert app.warning[0].value.replace("\\", "") == (
        "The events are missing: mark them on the signal, write their samples, or bring them as a column."
    )
    listed = ", ".join(map(str, np.flatnonzero(pulses()["mark"])))
    app.text_input(key="your_data_events").set_value(listed).run()
    assert not app.warning
    assert figures(app)[2][0]["ticks"] == np.flatnonzero(pulses()["mark"]).tolist()
    app.text_input(key="your_data_events").set_value("1, soon").run()
    assert app.warning[0].value.replace("\\", "") == (
        "“soon” is neither a number nor a range: write times such as 12, 40-44, 90, in samples or seconds."
    )


def marked(app: AppTest, **marks: object) -> AppTest:
    """The page after a press on the signal, as the component reports it."""
    return reported(app, "marks", marks)


def test_events_are_marked_on_the_signal_and_stand_in_the_list():
    app = with_files(opened("your_data", **EVENTS), [beats()])
    missing = "The events are missing: mark them on the signal, write their samples, or bring them as a column."
    assert warnings(app) == [missing]
    ((header, arrays),) = figures(app)
    assert (header["count"], header["events"], arrays["before"].shape) == (900, [], (400,))
    marked(app, start=0, stop=400, events=[50])
    assert app.text_input(key="your_data_events").value == "50"
    assert warnings(app) == ["samples of events: 1 came, and at least 3 are needed."]
    marked(app, start=0, stop=400, events=[50, 110, 230, 395])
    assert app.text_input(key="your_data_events").value == "50, 110, 230, 395"
    assert not app.warning
    (header, _), (study, _), _ = figures(app)
    assert header["events"] == [50, 110, 230, 395]
    assert study["metric"] == "F1"
    marked(app, start=0, stop=400, events=[])
    assert app.text_input(key="your_data_events").value == ""
    assert warnings(app) == [missing]


@pytest.mark.parametrize(
    "sent",
    [{}, {"start": 0}, {"start": "a", "stop": 1, "events": []}, {"start": 0, "stop": 9, "events": 3}, {"events": None}],
)
def test_marks_that_no_figure_sends_change_nothing(sent):
    app = with_files(opened("your_data", **EVENTS), [beats()])
    marked(app, start=0, stop=400, events=[50, 110])
    marked(app, **sent)
    assert app.text_input(key="your_data_events").value == "50, 110"
    assert not shown_errors(app)


def test_marks_outside_of_the_signal_are_passed_over():
    app = with_files(opened("your_data", **EVENTS), [beats()])
    marked(app, start=0, stop=10**9, events=[50, 899, 900, -1, 10**8])
    assert app.text_input(key="your_data_events").value == "50, 899"


def test_a_column_of_marks_is_recognised_wherever_it_stands():
    columns = {"mark": pulses()["mark"], "volts": pulses()["volts"]}
    app = with_files(opened("your_data", **EVENTS), [table("pulses.csv", **columns)])
    assert [app.selectbox(key=f"your_data_{name}").value for name in ("column", "marks")] == ["volts", "mark"]
    assert not app.warning
    # the other question says that these are events
    app.selectbox(key="your_data_task").set_value("before_after").run()
    (note,) = app.info
    assert (
        note.value == "'mark' is 0 except here and there. To find when, choose the question *Find events in a signal*."
    )


def test_a_list_of_events_waits_in_the_address_for_its_file():
    app = opened("your_data", your_data_events_data="own", your_data_events="50, 110, 230, 395", **EVENTS)
    assert app.query_params["your_data_events"] == "50, 110, 230, 395"
    with_files(app, [beats()])
    assert app.text_input(key="your_data_events").value == "50, 110, 230, 395"
    assert not app.warning
    assert not app.info


def test_events_nearer_than_the_tolerance_are_counted():
    listed = "50, 53, 110, 230, 395"
    app = opened("your_data", your_data_events_data="own", your_data_events=listed, **EVENTS)
    with_files(app, [beats()])
    said = [each.value for each in app.caption if each.value.startswith("2 events have another nearer")]
    assert len(said) == 1


def test_a_list_of_events_goes_with_its_file():
    app = with_files(opened("your_data", **EVENTS), [beats()])
    marked(app, start=0, stop=400, events=[50, 110, 230, 395])
    app.button(key="your_data_files_away").click().run()
    with_files(app, [beats(1200)])
    assert app.text_input(key="your_data_events").value == ""
    marked(app, start=0, stop=400, events=[50, 110])
    _, content, kind = beats()
    app.file_uploader[0].set_value([("others.csv", content, kind)]).run()
    assert app.text_input(key="your_data_events").value == ""
