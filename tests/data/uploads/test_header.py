"""Where tables begin and what their columns are called, in what instruments and spreadsheets write above them."""

import pytest

from core.data.uploads import read_signal, signal_columns
from core.data.uploads.header import header_of
from core.data.uploads.rows import Row

SCOPE = (
    "Record Length,2500,,-0.01,0.04,\nSample Interval,1e-05,,-0.00999,0.05,\nVertical Units,V,,-0.00998,0.06,\n"
    + "".join(f",,,{-0.00997 + 1e-5 * row:.5f},0.0{row},\n" for row in range(6))
)


@pytest.mark.parametrize(
    ("text", "names", "samples", "rate"),
    [
        ("#Scope\n#Device: none\n\nTime (s),CH1\n0,5\n0.5,6\n", ("CH1",), [5, 6], 2.0),
        ("; made by hand\n; twice\nt,CH1\n0,5\n0.5,6\n", ("CH1",), [5, 6], 2.0),
        ("% t v\n0 5\n0.5 6\n", ("v",), [5, 6], 2.0),
        ("// note, with a comma\nt,v\n0,5\n0.5,6\n", ("v",), [5, 6], 2.0),
        ("# fs = 1000, gain = 2\n1.5,5\n2.5,6\n", ("column 1", "column 2"), [1.5, 2.5], None),
        ("Sample rate: 1000\nDate: 2024-01-01\nv,w\n1,5\n3,6\n", ("v", "w"), [1, 3], None),
        ("Model,TDS2012\nSample Interval,0.001\n\ntime,volts\n0,1\n0.25,2\n0.5,2\n", ("volts",), [1, 2, 2], 4.0),
        ("Model,X,1\nGain,2\nt,a,b\n0,5,7\n0.5,6,8\n", ("a", "b"), [5, 6], 2.0),
        ("My measurement\n1.5,5\n2.5,6\n", ("column 1", "column 2"), [1.5, 2.5], None),
        ("sep=;\nt;v\n0;1,5\n0,5;2,5\n", ("v",), [1.5, 2.5], 2.0),
        ('"sep=,"\nv,w\n1,5\n2,6\n', ("v", "w"), [1, 2], None),
        (",,\nt,v,w\n0,5,7\n0.5,6,8\n", ("v", "w"), [5, 6], 2.0),
        ("\n\nv;w\n\n1;2\n\n3;4\n", ("v", "w"), [1, 3], None),
        ("t,v\ns,mV\n0,5\n0.5,6\n", ("v",), [5, 6], 2.0),
        ("Time,A,B\n(ms),(V),(mV)\n\n0.0,1,2\n0.5,2,3\n", ("A", "B"), [1, 2], 2000.0),
        ("x-axis,1\nsecond,Volt\n0,5\n0.5,6\n1,4\n", ("1",), [5, 6, 4], 2.0),
        (",Left,,Right,\nt,x,y,x,y\n0,1,2,3,4\n0.5,5,6,7,8\n", ("Left x", "Left y", "Right x", "Right y"), [1, 5], 2.0),
        ("time,1,2\n0,5,7\n0.5,6,8\n", ("1", "2"), [5, 6], 2.0),
        (",0,1\n0,5,7\n1,6,8\n2,5,5\n", ("0", "1"), [5, 6, 5], None),
        ("a,b\n1,2,\n3,4,\n", ("a", "b"), [1, 3], None),
        ("a,b,\n1,2\n3,4\n", ("a", "b"), [1, 3], None),
        ("name,v\nAnna,1.5\nBen,1.7\n", ("v",), [1.5, 1.7], None),
        ("# notes\n1\n2\n3\n", ("column 1",), [1, 2, 3], None),
        (SCOPE, ("column 5",), [0.04, 0.05, 0.06, 0, 0.01, 0.02, 0.03, 0.04, 0.05], None),
    ],
)
def test_names_stand_above_and_preambles_are_passed_over(text, names, samples, rate):
    signal = read_signal(text.encode(), "a.csv")
    assert signal_columns(text.encode(), "a.csv") == names
    assert signal.samples.tolist() == samples
    assert signal.sample_rate == rate


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,v\nAnna,\nBen,1.7\nCara,1.8\n", "the first at sample 1 "),
        ("date,v\n2024-01-01,NA\n2024-01-02,5\n", "the first at sample 1 "),
        ("v\nNA\n1\n2\n", "the first at sample 1 "),
        ("a,b\n1,2\n,\n3,4\n", "the first at sample 2 "),
    ],
)
def test_first_rows_with_gaps_are_no_names(text, message):
    with pytest.raises(ValueError, match=message):
        read_signal(text.encode(), "a.csv")


@pytest.mark.parametrize(
    ("header", "unit"),
    [("CH1 (V)", "V"), ("force [kN]", "kN"), ("a (m/s²)", "m/s²"), ("volts", ""), ("x (a remark that is long)", "")],
)
def test_units_in_brackets_go_with_the_samples(header, unit):
    signal = read_signal(f"{header}\n1\n2\n".encode(), "a.csv")
    assert signal.unit == unit
    assert signal_columns(f"{header}\n1\n2\n".encode(), "a.csv") == (header,)


def test_a_long_preamble_is_passed_over():
    preamble = "".join(f"Setting {number}: {number % 7}\n" for number in range(250))
    signal = read_signal(f"{preamble}t;v\n0;1,5\n0,5;2,5\n".encode(), "a.csv")
    assert signal.samples.tolist() == [1.5, 2.5]
    assert signal.sample_rate == 2.0


def test_names_and_units_hold_nothing_unseen():
    rows = [Row(1, ("t\u202eemit", "a\u200bb (V\u2066)", "\u3164")), Row(2, ("0", "1", "2")), Row(3, ("1", "2", "3"))]
    header = header_of(rows)
    assert header is not None
    assert header.names == ("temit", "ab (V)", "column 3")
    assert header.units == ("", "V", "")
