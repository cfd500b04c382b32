"""Sample rates: a false one is never given, and none is not given without a reason."""

import numpy as np
import pytest

from core.data.uploads import read_signal, signal_columns


def read(times, header, others=("5", "6", "4")):
    text = f"{header},v\n" + "".join(f"{time},{other}\n" for time, other in zip(times, others, strict=True))
    return read_signal(text.encode(), "a.csv"), signal_columns(text.encode(), "a.csv")


HALVES = ("0", "0.5", "1.0")


@pytest.mark.parametrize(
    ("header", "rate"),
    [
        ("time", 2),
        ("t", 2),
        ("Zeit", 2),
        ("seconds", 2),
        ("sec", 2),
        ("s", 2),
        ("Time (s)", 2),
        ("t [s]", 2),
        ("Time/s", 2),
        ("Elapsed Time (sec)", 2),
        ("Time (ns)", 2e9),
        ("Time (µs)", 2e6),
        ("Time (μs)", 2e6),
        ("timestamp_us", 2e6),
        ("time usec", 2e6),
        ("ms", 2e3),
        ("time_ms", 2e3),
        ("timeMs", 2e3),
        ("Zeit in ms", 2e3),
        ("t/ms", 2e3),
        ("Time [milliseconds]", 2e3),
        ("Time (min)", 2 / 60),
        ("time_minutes", 2 / 60),
        ("Zeit [h]", 2 / 3600),
        ("Stunden", 2 / 3600),
        ("Time (days)", 2 / 86400),
        ("X (s)", 2),
    ],
)
def test_units_of_time_give_the_rate(header, rate):
    signal, columns = read(HALVES, header)
    assert signal.sample_rate == pytest.approx(rate, rel=1e-11)
    assert columns == ("v",)
    assert signal.description == "Your own file."


@pytest.mark.parametrize(
    ("header", "times", "rate"),
    [
        ("timestamp", ("1700000000", "1700000001", "1700000002"), 1),
        ("timestamp", ("1700000000.01", "1700000000.02", "1700000000.03"), 100),
        ("time", ("1700000000000", "1700000000004", "1700000000008"), 250),
        ("epoch", ("1700000000000000", "1700000000000100", "1700000000000200"), 10_000),
        ("", ("1700000000000000000", "1700000000000000500", "1700000000000001000"), 2_000_000),
        ("when", ("2024-02-28T23:59:59", "2024-02-29T00:00:00", "2024-02-29T00:00:01"), 1),
        ("when", ("2024-01-01 00:00:00.00", "2024-01-01 00:00:00.25", "2024-01-01 00:00:00.50"), 4),
        ("when", ("2024-01-01T00:00:00Z", "2024-01-01T00:00:02Z", "2024-01-01T00:00:04Z"), 0.5),
        ("when", ("2024-03-31T01:59:59+01:00", "2024-03-31T03:00:00+02:00", "2024-03-31T03:00:01+02:00"), 1),
        ("Datum", ("31.01.2024 23:59:59", "01.02.2024 00:00:00", "01.02.2024 00:00:01"), 1),
        ("Datum", ("1.2.2024 9:59:59", "1.2.2024 10:00:00", "1.2.2024 10:00:01"), 1),
        ("when", ("2024/01/01 00:00:00", "2024/01/01 00:00:01", "2024/01/01 00:00:02"), 1),
        ("when", ("01/02/2024 00:00:00", "01/02/2024 00:00:01", "01/02/2024 00:00:02"), 1),
        ("when", ("1/2/2024 11:59:59 PM", "1/3/2024 12:00:00 AM", "1/3/2024 12:00:01 AM"), 1),
        ("when", ("09:59:59.5", "10:00:00.0", "10:00:00.5"), 2),
    ],
)
def test_dates_and_times_since_1970_give_the_rate(header, times, rate):
    signal, columns = read(times, header)
    assert signal.sample_rate == pytest.approx(rate, rel=1e-11)
    assert columns == ("v",)


UNKNOWN = "Your own file. No sample rate: the unit of the times in '{}' is not known."
UNEVEN = "Your own file. No sample rate: the times in '{}' are not evenly spaced."
GAPS = "Your own file. No sample rate: some of the times in '{}' are missing or no numbers."


@pytest.mark.parametrize(
    ("header", "times", "note"),
    [
        ("time", ("0", "1", "3"), UNEVEN),
        ("when", ("2024-01-01", "2024-01-02", "2024-01-09"), UNEVEN),
        ("time", ("0", "2", "4"), UNKNOWN),  # as likely milliseconds
        ("time", ("12345678000", "12345679000", "12345680000"), UNKNOWN),
        ("timestamp", ("12345", "12346", "12347"), UNKNOWN),
        ("Time (ticks)", HALVES, UNKNOWN),
        ("Time (s)", ("1700000000000", "1700000001000", "1700000002000"), UNKNOWN),
        ("time", ("0", "", "4"), GAPS),
        ("time", ("0", "off", "4"), GAPS),
        # days, as spreadsheets and MATLAB keep them: of steps that clocks have, or of many since their beginning
        ("Time", ("0.5", "0.50001157", "0.50002315"), UNKNOWN),
        ("Time", ("0", "0.00000001157", "0.00000002315"), UNKNOWN),
        ("t", ("0", "0.0416667", "0.0833333"), UNKNOWN),
        ("Zeit", ("45292.5", "45292.5000115741", "45292.5000231481"), UNKNOWN),
        ("Time", ("45292.5", "45292.500081019", "45292.500162037"), UNKNOWN),
        ("Time", ("45292", "45293", "45294"), UNKNOWN),
        ("Time", ("45292", "45292.25", "45292.5"), UNKNOWN),
        ("time", ("738000.25", "738000.250011574", "738000.250023148"), UNKNOWN),
        ("X_Value", HALVES, UNKNOWN),
        ("index", ("1", "2", "3"), "Your own file."),
        ("Sample", ("0", "10", "20"), "Your own file."),
        ("", ("0", "1", "2"), "Your own file."),
        ("", HALVES, UNKNOWN),
    ],
)
def test_no_rate_rather_than_a_false_one(header, times, note):
    signal, columns = read(times, header)
    assert signal.sample_rate is None
    assert columns == ("v",)
    assert signal.samples.tolist() == [5, 6, 4]
    assert signal.description == note.format(header or "column 1")


@pytest.mark.parametrize(
    "rate", [1, 2, 4, 8, 10, 25, 50, 60, 100, 120, 128, 200, 240, 250, 256, 360, 500, 512, 1000, 2000, 4000, 5000, 8000,
             10_000, 11_025, 16_000, 20_000, 22_050, 44_100, 48_000, 50_000, 96_000, 1e5, 2e5, 2.5e5, 1e6, 2e6, 1e7, 1e8]
)  # fmt: skip
@pytest.mark.parametrize("start", [0, 0.5, 20])
def test_seconds_are_not_taken_for_days(rate, start):
    signal, columns = read([f"{start + row / rate:.12f}" for row in range(3)], "time")
    assert signal.sample_rate == pytest.approx(rate, rel=1e-3)
    assert columns == ("v",)


def test_seconds_of_a_day_are_not_taken_for_days():
    assert read(("45292.001", "45292.002", "45292.003"), "time")[0].sample_rate == pytest.approx(1000)
    assert read(("45292.5", "45292.5000115741", "45292.5000231481"), "time (s)")[0].sample_rate > 80_000


@pytest.mark.parametrize(
    ("header", "times"),
    [
        ("time", ("3", "2", "1")),
        ("T", ("20.5", "30.5", "40.5")),
        ("min", ("0", "1", "2")),
        ("h", HALVES),
        ("d", HALVES),
        ("time", ("1", "1", "1")),
        ("T (°C)", HALVES),
        ("t", ("20", "21", "19")),
        ("t1", HALVES),
        ("response time (ms)", ("5", "9", "7")),
        ("sample", ("5", "9", "7")),
        ("temperature", HALVES),
    ],
)
def test_columns_that_do_not_count_are_data(header, times):
    signal, columns = read(times, header)
    assert signal.sample_rate is None
    assert columns == (header, "v")
    assert signal.samples.tolist() == [float(time) for time in times]


@pytest.mark.parametrize("times", [("01/02/2024", "01/03/2024", "01/04/2024"), ("00:00", "00:01", "00:02")])
def test_dates_that_mean_two_things_give_no_rate(times):
    assert read(times, "when")[0].sample_rate is None


def test_a_date_beside_a_time_of_day_counts_over_midnight():
    text = b"Datum;Uhrzeit;v\n31.12.2023;23:59:59;1,5\n01.01.2024;00:00:00;1,6\n01.01.2024;00:00:01;1,7\n"
    assert read_signal(text, "a.csv").sample_rate == 1.0


def test_each_channel_has_the_times_to_its_left():
    text = b"Time (s),A,time (ms),B,index\n0,1,0,5,0\n0.5,2,0.5,6,1\n1,1,1,7,2\n"
    assert signal_columns(text, "a.csv") == ("A", "B")
    assert read_signal(text, "a.csv", "A").sample_rate == 2.0
    assert read_signal(text, "a.csv", "B").sample_rate == 2000.0
    assert read_signal(text, "a.csv", "index").sample_rate is None


def test_the_x_values_of_labview_count_whatever_else_is_there():
    text = (
        "LabVIEW Measurement\t\nSeparator\tTab\n***End_of_Header***\t\n\t\nChannels\t1\t\nX_Dimension\tTime\t\n"
        "Delta_X\t0.001\t\n***End_of_Header***\t\t\nX_Value\tVoltage\tComment\n"
    ) + "".join(f"{row / 1000:.6f}\t{row % 3}.5\t\n" for row in range(9))
    assert signal_columns(text.encode(), "a.txt") == ("Voltage",)
    signal = read_signal(text.encode(), "a.txt")
    assert signal.samples.tolist() == [0.5, 1.5, 2.5] * 3
    assert signal.description == UNKNOWN.format("X_Value")


def test_times_that_were_rounded_still_give_their_rate():
    lines = "\n".join(f"{i / 360:.4f},{i % 7}" for i in range(400))
    signal = read_signal(f"time,ecg\n{lines}\n".encode(), "a.csv")
    np.testing.assert_allclose(signal.sample_rate, 360, rtol=1e-3)
