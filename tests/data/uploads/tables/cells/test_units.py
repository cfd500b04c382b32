"""What the name of a column says besides the name."""

import pytest

from core.data.uploads.tables.cells.units import is_clock, is_unit, unit_in, words_and_unit


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("CH1 (V)", "V"),
        ("CH1(mV)", "mV"),
        ("force [ kN ]", "kN"),
        ("a <m/s²>", "m/s²"),
        ("{Pa}", "Pa"),
        ("a (V) (A)", "V"),
        ("x (123456789012)", "123456789012"),
        ("x (1234567890123)", ""),
        ("a (V", ""),
        ("volts", ""),
        ("", ""),
    ],
)
def test_a_unit_stands_in_brackets(name, unit):
    assert unit_in(name) == unit


@pytest.mark.parametrize(
    "cell", ["V", "mV", "µs", "μs", "kOhm", "m/s²", "m/s^2", "N·m", "kg m/s", "s-1", "dBm", "°C", "%", "‰", "-", "Volts", "MILLISECONDS", "Sekunden", "metres", "(bit)", "[1]", "(V)"]
)  # fmt: skip
def test_units_alone(cell):
    assert is_unit(cell)


@pytest.mark.parametrize("cell", ["CH1", "Vx", "mv", "5 V", "(12.50)", "( 1,2 )", "V V V A x", "", "time", "kk"])
def test_names_and_numbers_are_no_units(cell):
    assert not is_unit(cell)


@pytest.mark.parametrize(
    ("name", "unit", "words", "plain"),
    [
        ("Time (ms)", "ms", {"time"}, "ms"),
        ("Time in the recording", "", {"time"}, ""),
        ("elapsedTime_us", "", {"time"}, "us"),
        ("Zeit in \u00b5s", "", {"zeit"}, "us"),
        ("Zeit", "\u03bcs", {"zeit"}, "us"),
        ("CH1 Voltage", "V", {"ch1", "voltage"}, "v"),
        ("T", "K", {"T"}, "k"),
        ("t", "", {"t"}, ""),
        ("min", "", {"min"}, ""),
        ("duration min", "", {"duration"}, "min"),
        ("seconds", "", {"seconds"}, "seconds"),
        ("date", "", {"date"}, ""),
        ("X_Value", "", {"x_value"}, ""),
    ],
)
def test_words_and_unit_of_a_name(name, unit, words, plain):
    assert words_and_unit(name, unit) == (frozenset(words), plain)


@pytest.mark.parametrize(
    ("name", "tells_time"),
    [
        ("Time (ms)", True),
        ("timestamp_us", True),
        ("Zeitstempel", True),
        ("seconds", True),
        ("t", True),
        ("t (s)", True),
        ("t (°C)", False),
        ("T", False),
        ("T (s)", True),
        ("min", False),
        ("response time (ms)", False),
        ("temperature", False),
        ("h", False),
        ("X_Value", True),
    ],
)
def test_a_clock_is_told_from_what_is_like_one(name, tells_time):
    assert is_clock(*words_and_unit(name, unit_in(name))) is tells_time
