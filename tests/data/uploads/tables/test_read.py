"""Tables: the customs of numbers, text among them, rows of different lengths, and what may mean two things."""

import io

import numpy as np
import pytest

from core.data.uploads import UnreadableUpload, read_image, read_signal, signal_columns, text_columns

NARROW, HARD = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("text", "samples"),
    [
        ("Spannung\r\n0,50\r\n0,75\r\n1,25\r\n", [0.5, 0.75, 1.25]),
        ("0,05\n1,70\n", [0.05, 1.7]),
        (",5\n1,7\n", [0.5, 1.7]),
        ('force\n"1,234.5"\n"2,000"\n', [1234.5, 2000]),
        ('t,force\n0,"1,234.5"\n1,"1,300"\n', [1234.5, 1300]),
        ("a;b\n1.234,5;x\n1.000;y\n", [1234.5, 1000]),
        ("a;b\n1.234.567;x\n1.000;y\n", [1234567, 1000]),
        ('a,b\n"1,234,567",x\n"1,000",y\n', [1234567, 1000]),
        ('"1,23,456.5"\n"12,34,567.5"\n', [123456.5, 1234567.5]),
        ('t,v\n0,"1,23,456.5"\n1,"12,34,567"\n2,"1,234"\n', [123456.5, 1234567, 1234]),
        ("a,b,c\n12,34,567\n13,35,568\n", [12, 13]),
        ("a;b\n1.234;0,5\n2.500;0,7\n", [1234, 2500]),
        ("a;b\n1.234;0.5\n2.500;0.7\n", [1.234, 2.5]),
        ("a\tb\n1.234\tx\n2.500\ty\n", [1.234, 2.5]),
        (f"a;b\n1{NARROW}234,5;x\n-12{HARD}000,25;y\n", [1234.5, -12000.25]),
        ("a;b\n1'234.5;x\n2’000.25;y\n", [1234.5, 2000.25]),
        ("x\n1 234,5\n2 000,1\n", [1234.5, 2000.1]),
        ("v\n−1.5\n–2\n−.5\n- \n", None),
        ("v\n−1.5\n–2\n−.5\n", [-1.5, -2, -0.5]),
        ("v\n+1.5\n1e-3\n1E+3\n.5\n5.\n1e−2\n", [1.5, 0.001, 1000, 0.5, 5, 0.01]),
        ("v;w\n1,5e-3;2\n,5;3\n5,;4\n", [0.0015, 0.5, 5]),
        ("v;w\n1.5;2\n2.5;3\n", [1.5, 2.5]),
        ("sep=;\nv\n1,5\n2,5\n", [1.5, 2.5]),
        ("sep=,\n1,5\n3,7\n", [1, 3]),
        ("v|w\n1|2\n3|4\n", [1, 3]),
        ("v w\n  1   2 \n 10   3\n", [1, 10]),
        ("v,w\n1, 2\n3, 4\n", [1, 3]),
        ("lat,lon\n48.5,9\n\n48.6,9\n\n", [48.5, 48.6]),
        ("a,b,c\n1,2,\n3,4,\n,,\n,,\n", [1, 3]),
        ('a,note\n1,"two\nlines"\n2,"a ""b"", c"\n', [1, 2]),
        ("a,note\n1,'a, b'\n2,'it''s'\n", [1, 2]),
        ('a;note\n1; "x; y"\n2;z\n', [1, 2]),
        ("v,note\n1,\n2,total\n", [1, 2]),
        ("v,note\n1,total\n2,\n", [1, 2]),
        ("a,b\n1,2\n3,4\n# end\n\n// of it\n\n", [1, 3]),
        ("v\n1\n2\n3\n#N/A\n", None),
        ("1,5;2,5;3", [1.5, 2.5, 3]),
        ('"1,5";"2,5";3', [1.5, 2.5, 3]),
        ("\n\n1 2 3\n\n", [1, 2, 3]),
    ],
)
def test_numbers_in_the_customs_of_several_countries(text, samples):
    if samples is None:
        with pytest.raises(UnreadableUpload, match="1 value that is missing or infinite, the first at sample 4"):
            read_signal(text.encode(), "a.csv")
    else:
        assert read_signal(text.encode(), "a.csv").samples.tolist() == samples


def test_the_last_of_many_rows_may_tell_how_numbers_are_written():
    text = "force\n" + '"1,234"\n' * 500 + '"1,234.5"\n'
    assert read_signal(text.encode(), "a.csv").samples.tolist() == [1234.0] * 500 + [1234.5]


@pytest.mark.parametrize("rows", [99, 100, 101])
@pytest.mark.parametrize(
    ("head", "row", "last", "value"),
    [
        ("t;v", "0,5;0", "1,5;1,234", 1.234),
        ("t;v", "0.5;0", "1.5;1,234", 1234),
        ("t;v", "0;0", "1;1,5", 1.5),
        ("t;v", "0;0", "1;1.234.567", 1234567),
        ("t,v", "0,0", '1,"1,5"', 1.5),
    ],
)
def test_a_sign_that_comes_late_means_what_it_would_mean_early(rows, head, row, last, value):
    text = f"{head}\n" + f"{row}\n" * rows + f"{last}\n"
    assert read_signal(text.encode(), "a.csv", "v").samples.tolist() == [0] * rows + [value]


@pytest.mark.parametrize("rows", [99, 100, 101])
def test_a_sign_that_comes_late_is_refused_where_it_would_be_early(rows):
    text = "v;w\n" + "0;0\n" * rows + "1.234;0\n"
    with pytest.raises(UnreadableUpload) as caught:
        read_signal(text.encode(), "a.csv")
    assert str(caught.value) == f"a.csv, line {rows + 2}, column 'v': '1.234' could mean 1.234 or 1234. {PLAIN}"


def test_the_signs_of_a_picture_may_come_late():
    assert read_image(b"0;0\n" * 100 + b"0,5;1\n", "a.csv").pixels[-1].tolist() == [0.5, 1]


PLAIN = "Save the table with decimal points, nothing between thousands and commas between columns, and upload that."
COMMAS = (
    "a.csv has commas that could stand between columns or within numbers: write a name above each column, and upload "
    "the file again."
)
CORRECT = "is not a number. Correct it, or take its line out, and upload the file again."
SUMS_UP = "sums up the rows above. Take its line out, and upload the file again."
EVEN = "Give all rows as many cells and upload the file again."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("t;force\n0;1,234\n1;2,500\n", f"a.csv, line 2, column 'force': '1,234' could mean 1.234 or 1234. {PLAIN}"),
        ('t,f\n0,"1"\n1,"2,500"\n', f"a.csv, line 3, column 'f': '2,500' could mean 2.500 or 2500. {PLAIN}"),
        ("t;force\n0;1.234\n1;2.500\n", f"a.csv, line 2, column 'force': '1.234' could mean 1.234 or 1234. {PLAIN}"),
        ("# by hand\n\nforce\n1,234\n", f"a.csv, line 4, column 'force': '1,234' could mean 1.234 or 1234. {PLAIN}"),
        ("1,2\n3,4\n", COMMAS),
        ("1,234\n2,500\n", COMMAS),
        ("time,volts\n0,1\n0.5,overload\n1,3\n1.5,2\n", f"a.csv, line 3, column 'volts': 'overload' {CORRECT}"),
        ("time,volts\n0,overload\n0.5,3\n1,2\n1.5,2\n", f"a.csv, line 2, column 'volts': 'overload' {CORRECT}"),
        ("x,1\ny,2\n3,4\n5,6\n7,8\n9,9\n", f"a.csv, line 1, column 'column 1': 'x' {CORRECT}"),
        ("x;1\ny;2\n3;4\n5;6\n7;8\n9;9\n", f"a.csv, line 1, column 'column 1': 'x' {CORRECT}"),
        ("Model: X\n\nvolts\n1\n\n1.#INF\n2\n", f"a.csv, line 6, column 'volts': '1.#INF' {CORRECT}"),
        ('v;note\n1;"a\nb"\n2;\n1.5V;\n4;\n', f"a.csv, line 5, column 'v': '1.5V' {CORRECT}"),
        ("sep=;\nv;w\n1,5;2\n1.2.3;3\n2;4\n", f"a.csv, line 4, column 'v': '1.2.3' {CORRECT}"),
        ("v\n1,5\n2,5\n3.25\n", f"a.csv, line 4, column 'v': '3.25' {CORRECT}"),
        ("time,v,w\n0,1,2\n1,2\n2,3,4\n", f"a.csv, line 3: it has 2 cells where line 2 has 3. {EVEN}"),
        ("v,w\r\n1,2\r\n3,4\r\nend\r\n", f"a.csv, line 4: it has 1 cell where line 2 has 2. {EVEN}"),
        ("time,volts\n0,5,1,5\n0,6,1,7\n", f"a.csv, line 2: it has 4 cells where the names in line 1 are 2. {EVEN}"),
        ("a,b,c\n1,2\n3,4\n", COMMAS),
        ("a;b;c\n1;2\n3;4\n", f"a.csv, line 2: it has 2 cells where the names in line 1 are 3. {EVEN}"),
        ("1;2\n1;2;3\n4;5;6\n", f"a.csv, line 2: it has 3 cells where line 1 has 2. {EVEN}"),
        ("1;2\n1;2;3\n", f"a.csv, line 2: it has 3 cells where line 1 has 2. {EVEN}"),
        ("400\n1.5;2.5\n3;4\n", f"a.csv, line 2: it has 2 cells where line 1 has 1. {EVEN}"),
        ("2,487,364\n1,649,433\n", COMMAS),
        ("item,v\na,1\nb,2\nTotal,3\n", f"a.csv, line 4, column 'item': 'Total' {SUMS_UP}"),
        ("a,b\n1,2\n3,4\n5,6\nTotal:,12\n", f"a.csv, line 5, column 'a': 'Total:' {SUMS_UP}"),
        ("id;a;b\nx;1;2\ny;3;4\n;Sum;6\n", f"a.csv, line 4, column 'a': 'Sum' {SUMS_UP}"),
        ("a;b\n1;2\n3;4\n5;6\n;\nMittelwert;12\n\n;\n", f"a.csv, line 6, column 'a': 'Mittelwert' {SUMS_UP}"),
        ("12,34,567\n13,35,568\n", COMMAS),
        ("x;y\n(1);(2)\n3;4\n", f"a.csv, line 2, column 'x': '(1)' {CORRECT}"),
        ("f;R\n1 kHz;5 Ohm\n2 kHz;6 Ohm\n", f"a.csv, line 2, column 'f': '1 kHz' {CORRECT}"),
        ("f,R\n1 kHz,5 Ohm\n2 kHz,6 Ohm\n", f"a.csv, line 2, column 'f': '1 kHz' {CORRECT}"),
        ("f\tR\n1 kHz\t5 Ohm\n2 kHz\t6 Ohm\n", f"a.csv, line 2, column 'f': '1 kHz' {CORRECT}"),
        ("±;×\n1;2\n3;4\n", f"a.csv, line 1, column 'column 1': '±' {CORRECT}"),
        ("1,5;OL\n2,5;3\n3,5;4\n", f"a.csv, line 1, column 'column 2': 'OL' {CORRECT}"),
        ("#\tt\tv\n0\toverload\n0.5\t6\n1\t7\n", f"a.csv, line 2, column 'v': 'overload' {CORRECT}"),
        ("# v\n---\n5\n6\n", f"a.csv, line 2, column 'column 1': '---' {CORRECT}"),
        ("price\n$1.5\n$2.5\n", f"a.csv, line 2, column 'price': '$1.5' {CORRECT}"),
        ("t;v\n0;5 V\n1;6 V\n", f"a.csv, line 2, column 'v': '5 V' {CORRECT}"),
        ('t,v\n0,"1,2,3"\n1,"4,5,6"\n', f"a.csv, line 2, column 'v': '1,2,3' {CORRECT}"),
        ('"1,2,3,4,5"\n"4,5,6,7,8"\n', f"a.csv, line 1, column 'column 1': '1,2,3,4,5' {CORRECT}"),
    ],
)
def test_what_is_in_the_way_is_said_with_line_and_column(text, message):
    with pytest.raises(UnreadableUpload) as caught:
        read_signal(text.encode(), "a.csv", "column 2" if "OL" in text else None)
    assert str(caught.value) == message


def test_other_columns_are_read_although_one_is_not():
    content = b"time,volts,amps,note\n0,1,NA,5\n0.5,overload,2,\n1,3,3,high\n1.5,4,4,low\n"
    assert signal_columns(content, "a.csv") == ("volts", "amps")
    assert read_signal(b"t;force;v\n0;1,234;1,5\n1;2,500;2\n", "a.csv", "v").samples.tolist() == [1.5, 2.0]
    content = content.replace(b"NA", b"1")
    assert read_signal(content, "a.csv", "amps").samples.tolist() == [1, 2, 3, 4]
    assert read_signal(content, "a.csv", "amps").sample_rate == 2.0


@pytest.mark.parametrize("marker", ["", "NA", "n/a", "NaN", "null", "-", "–", "None"])
def test_missing_cells_are_counted_in_their_column_alone(marker):
    content = f"a,b\n1,5\n2,{marker}\n3,{marker}\n4,6\n".encode()
    assert read_signal(content, "a.csv").samples.tolist() == [1, 2, 3, 4]
    with pytest.raises(UnreadableUpload) as caught:
        read_signal(content, "a.csv", "b")
    assert str(caught.value) == (
        "a.csv has 2 values that are missing or infinite, the first at sample 2 (counted from 1): "
        "fill or remove them and upload the file again."
    )


def test_text_in_the_first_rows_of_another_column_costs_no_sample():
    content = b"1,x\n2,y\n3,4\n5,6\n7,8\n9,9\n"
    assert read_signal(content, "a.csv", "column 1").samples.tolist() == [1, 2, 3, 5, 7, 9]
    with pytest.raises(UnreadableUpload, match="line 1, column 'column 2': 'x' is not a number"):
        read_signal(content, "a.csv", "column 2")


def test_counters_part_pairs_of_whole_numbers():
    counted = "".join(f"{row},{512 + row % 3}\n" for row in range(8))
    assert read_signal(counted.encode(), "a.csv").samples.tolist() == [512, 513, 514, 512, 513, 514, 512, 513]
    assert read_signal(b"12,100\n13,95\n11,8\n", "a.csv", "column 2").samples.tolist() == [100, 95, 8]


@pytest.mark.parametrize(
    ("text", "pixels"),
    [
        ("0,1\n1,0\n", [[0, 1], [1, 0]]),
        ("0,25;0,5\n0,75;1\n", [[0.25, 0.5], [0.75, 1]]),
        ("a,b,\n0,1,\n1,0,\n", [[0, 1], [1, 0]]),
        (",0,1\n0,0.5,0.25\n1,0.75,1\n2,0,1\n", [[0.5, 0.25], [0.75, 1], [0, 1]]),
        ("index,0,1\n0,0.5,0.25\n1,0.75,1\n", [[0.5, 0.25], [0.75, 1]]),
        ("0,0.5,1\n0.25,0.5,1\n0.5,0.5,1\n", [[0, 0.5, 1], [0.25, 0.5, 1], [0.5, 0.5, 1]]),
    ],
)
def test_images_are_tables_of_numbers(text, pixels):
    assert read_image(text.encode(), "a.csv").pixels.tolist() == pixels


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b,note\n1,2,x\n3,4,y\n", f"a.csv, line 2, column 'note': 'x' {CORRECT}"),
        ("1;2\n3;x\n5;6\n", f"a.csv, line 2, column 'column 2': 'x' {CORRECT}"),
        (
            "1,2\n3,NA\n",
            "a.csv has 1 value that is missing or infinite, the first at row 2, column 2 (counted from 1): "
            "fill or remove it and upload the file again.",
        ),
    ],
)
def test_images_have_numbers_everywhere(text, message):
    with pytest.raises(UnreadableUpload) as caught:
        read_image(text.encode(), "a.csv")
    assert str(caught.value) == message


def test_large_and_small_values_are_kept():
    assert read_signal(b"v\n1e69\n-1e70\n1e-300\n", "a.csv").samples.tolist() == [1e69, -1e70, 1e-300]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            b"when,who,volts,empty,\xc2\xb5\n2024-01-01,Ann,1,,x\n2024-01-02,Ben,2,,y\n2024-01-03,Eve,4,,z\n",
            ("who", "\u00b5"),
        ),
        (b"time,volts\n0,1\n1,3\n", ()),
        (b"1\n2\n", ()),
    ],
)
def test_columns_that_hold_neither_numbers_nor_times_are_known(content, expected):
    assert text_columns(content, "a.csv") == expected


def test_only_a_table_has_columns_of_text():
    file = io.BytesIO()
    np.save(file, np.arange(9.0))
    assert text_columns(file.getvalue(), "a.npy") == ()
