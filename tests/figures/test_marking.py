"""A signal on which events are marked: what is sent, and what becomes of the list."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.data import Signal
from core.figures.marking import marked_anew, marking_figure
from tests.messages import read_message

SAMPLES = np.random.default_rng(0).normal(size=1000)
OWN = Signal("own", "Own", SAMPLES)
EVENTS = st.lists(st.integers(0, 99), unique=True).map(sorted)


def test_a_stretch_comes_with_its_events_and_the_number_of_all_others():
    header, arrays = read_message(marking_figure(OWN, (700, 3, 420, 399), 100))
    assert {name: header[name] for name in ("count", "start", "events", "elsewhere", "ticks")} == {
        "count": 1000,
        "start": 100,
        "events": [399, 420],
        "elsewhere": 2,
        "ticks": [3, 399, 420, 700],
    }
    np.testing.assert_allclose(arrays["before"], SAMPLES[100:500], rtol=1e-6)
    assert len(arrays["low"]) == len(arrays["high"]) == 600
    assert (arrays["low"].min(), arrays["high"].max()) == (np.float32(SAMPLES.min()), np.float32(SAMPLES.max()))


def test_no_stretch_leaves_the_signal():
    header, arrays = read_message(marking_figure(OWN, (), 9999))
    assert (header["start"], len(arrays["before"])) == (600, 400)
    short = Signal("short", "Short", SAMPLES[:50])
    header, arrays = read_message(marking_figure(short, (49,), 10))
    assert (header["start"], len(arrays["before"]), header["events"]) == (0, 50, [49])


@given(EVENTS, EVENTS, st.integers(0, 99), st.integers(0, 99))
def test_marks_replace_the_events_of_their_stretch_and_no_other(events, marks, one, other):
    start, stop = sorted((one, other))
    found = marked_anew(events, start, stop, marks)
    assert list(found) == sorted(set(found))
    assert [each for each in found if not start <= each < stop] == [each for each in events if not start <= each < stop]
    assert [each for each in found if start <= each < stop] == [each for each in marks if start <= each < stop]
