"""Where tables begin and what their columns are called, in what instruments and spreadsheets write above them."""

import pytest

from core.data.uploads import UnreadableUpload, read_signal, signal_columns
from core.data.uploads.tables.header import header_of
from core.data.uploads.tables.rows import Row

CORRECT = "is not a number. Correct it, or take its line out, and upload the file again."
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
        ("Angle;x\n°;%\n5;1\n9;2\n", ("Angle", "x"), [5, 9], None),
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


DATED = "Time,Temp\n2024-01-01 10:00:00,{}\n2024-01-01 10:00:01,1.5\n2024-01-01 10:00:02,1.6\n"
ALONE = "Temp\n{}\n1.5\n1.6\n"
NO_NUMBERS = [
    "ERR",
    "Err 1",
    "OL",
    "OVLD",
    "---",
    "-.-",
    "<LOD",
    "<0.5",
    "#VALUE!",
    "5 V",
    "(12.50)",
    "(1)",
    "$1.5",
    "5%",
]


@pytest.mark.parametrize("cell", NO_NUMBERS)
@pytest.mark.parametrize("text", [DATED, ALONE, "Temp;id\n{};A\n1.5;B\n1.6;C\n", "Temp|x\n{0}|{0}\n1.5|1\n1.6|7\n"])
def test_a_first_row_without_numbers_is_refused_as_a_later_one_is(text, cell):
    with pytest.raises(UnreadableUpload) as caught:
        read_signal(text.format(cell).encode(), "a.csv", "Temp")
    assert str(caught.value) == f"a.csv, line 2, column 'Temp': '{cell}' {CORRECT}"


@pytest.mark.parametrize("cell", ["anything", "ERR", "(12.50)"])
def test_a_date_above_dates_is_no_name(cell):
    text = DATED.format(cell).removeprefix("Time,Temp\n")
    with pytest.raises(UnreadableUpload) as caught:
        read_signal(text.encode(), "a.csv")
    assert str(caught.value) == f"a.csv, line 1, column 'column 2': '{cell}' {CORRECT}"


@pytest.mark.parametrize("cell", ["---", "-.-", "<LOD", "<0.5", "#VALUE!", "(12.50)"])
def test_what_no_name_is_needs_no_names_above(cell):
    with pytest.raises(UnreadableUpload) as caught:
        read_signal(f"{cell}\n1.5\n1.6\n".encode(), "a.csv")
    assert str(caught.value) == f"a.csv, line 1, column 'column 1': '{cell}' {CORRECT}"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Time,Error\n0,1\n0.5,2\n", ("Error",)),
        ("Run 1,\nx,Error\n1,2\n3,4\n5,7\n", ("x", "Error")),
        ("f,5 V,12 V\n1,2,3\n2,3,4\n", ("f", "5 V", "12 V")),
        ("Voltage,,\n1 V,5 V,12 V\n1,2,3\n2,3,4\n2,4,4\n", ("1 V", "5 V", "12 V")),
        ("Time,r\n(s),(1)\n0,5\n0.5,6\n", ("r",)),
        ("Time,r\n[s],[1]\n0,5\n0.5,6\n", ("r",)),
        ("Start,2024-01-01\nv,w\n1,5\n2,6\n", ("v", "w")),
        ("overload\n1\n2\n", ("overload",)),
        ("Country,2019,2020\nA,1,2\nB,4,5\n", ("2019", "2020")),
        ("Country;2019;2020;2021\nA;1;2;3\nB;4;5;6\n", ("2019", "2020", "2021")),
        ("sample,400.5,410.5,420.5\nA,0.1,0.3,0.2\nB,0.2,0.3,0.5\n", ("400.5", "410.5", "420.5")),
        (";400,5;410,5;420,5\nA;0,1;0,3;0,2\nB;0,2;0,3;0,5\n", ("400,5", "410,5", "420,5")),
        ("p;10%;50%;90%\nA;1;2;3\nB;3;5;8\n", ("10%", "50%", "90%")),
        ("5%;10%\n1;2\n3;4\n", ("5%", "10%")),
        ("2024-01-01 10:00\n1\n2\n", ("column 1",)),
        ("#,v\n1,5\n2,6\n3,7\n", ("v",)),
        ("#;t;v\n0;5\n0.5;6\n", ("v",)),
    ],
)
def test_names_that_are_like_readings_stay_names(text, names):
    assert signal_columns(text.encode(), "a.csv") == names


@pytest.mark.parametrize(
    "text",
    [
        "Anna,1.7,62\nBen,1.8,80\n",
        "A,1,2,3\nB,4,5,6\nC,7,8,9\n",
        "CH1,0.1,0.2,0.3\nCH2,0.5,0.1,0.9\n",
        "a,5,6,7\nb,6,9,8\nc,1,2,4\n",
        "Born,1980,1990\nWed,2001,2010\n",
    ],
)
def test_first_rows_of_numbers_beside_words_are_rows(text):
    signal = read_signal(text.encode(), "a.csv", "column 3")
    assert signal.samples.tolist() == [float(line.split(",")[2]) for line in text.splitlines()]


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
