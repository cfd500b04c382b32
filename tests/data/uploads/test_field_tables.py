"""Tables from public bug reports of people who filter signals: each is read to the right values."""

from pathlib import Path

import numpy as np
import pytest

from core.data import read_signal, signal_columns

FIELD = Path(__file__).parent / "field"


@pytest.mark.parametrize(
    ("filename", "columns", "samples", "rate", "unit"),
    [
        ("case-04-one-column-decimal-comma.csv", ("Spannung",), [0.5, 0.75, 1.25, -0.5, 2.05], None, ""),
        ("case-06-thousands-separators.csv", ("force",), [1234.5, 1240.0, 1310.25, 1298.0], 1.0, ""),
        ("case-06-unicode-minus.csv", ("v",), [-1.5, -2.0, -3.0, -2.5], 1.0, ""),
        ("case-07-semicolon-in-a-quoted-note.csv", ("volts",), [1.0, 2.0, 3.0, 4.0], 10.0, ""),
        ("case-08-excel-sep-line.csv", ("v",), [1.5, 2.5, 3.5], 1.0, ""),
        ("case-08-preamble.csv", ("Channel 1 (V)",), [-0.012, -0.013, -0.014], 100_000.0, "V"),
        ("case-08-units-row.csv", ("CH1", "CH2"), [0.016, 0.017, 0.018], None, "Volt"),
    ],
)
def test_small_tables_are_read_to_the_right_values(filename, columns, samples, rate, unit):
    content = (FIELD / filename).read_bytes()
    signal = read_signal(content, filename)
    assert signal_columns(content, filename) == columns
    assert signal.samples.tolist() == samples
    assert signal.sample_rate == rate
    assert signal.unit == unit


def test_the_second_channel_of_a_units_row_has_its_values():
    content = (FIELD / "case-08-units-row.csv").read_bytes()
    assert read_signal(content, "a.csv", "CH2").samples.tolist() == [0.2, 0.3, 0.4]


def test_pressure_in_pascals_keeps_its_level_and_its_rate():
    signal = read_signal((FIELD / "case-03-pressure-in-pascal.csv").read_bytes(), "pressure.csv")
    assert len(signal.samples) == 400
    assert signal.samples[:5].tolist() == [101327.51, 101322.36, 101337.81, 101327.10, 101314.29]
    assert signal.samples[-1] == 101333.88
    assert (signal.samples.min(), signal.samples.max()) == (101249.55, 101386.32)
    assert signal.sample_rate == 10.0


def test_microseconds_give_two_megahertz():
    signal = read_signal((FIELD / "case-05-time-in-microseconds.csv").read_bytes(), "scope.csv")
    assert len(signal.samples) == 40
    assert signal.samples[:4].tolist() == [0.0, 0.1987, 0.3894, 0.5646]
    assert signal.sample_rate == 2_000_000.0
    assert signal.unit == "V"


def test_counts_of_8_bits_are_whole_and_have_no_rate():
    signal = read_signal((FIELD / "case-16-plateaus-of-an-8-bit-sine.csv").read_bytes(), "counts.csv")
    expected = np.round(128 + 100 * np.sin(2 * np.pi * np.arange(500) / 50))
    assert signal.samples.tolist() == expected.tolist()
    assert signal.sample_rate is None
