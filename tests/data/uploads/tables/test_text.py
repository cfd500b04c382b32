"""Encodings and line ends: every sample arrives, whichever program wrote them."""

import codecs

import pytest

from core.data.uploads import UnreadableUpload, read_signal, signal_columns
from core.data.uploads.tables.text import decoded

TABLE = "Größe (µV);t\n−1,5;a\n2,25;b\n"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\r\r\n"])
@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: codecs.BOM_UTF8 * 2 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.replace("−", "-").encode("cp1252"),
        lambda text: text.replace("−", "–").encode("cp1252"),
    ],
)
def test_tables_in_every_encoding_have_their_names_and_samples(encode, ends):
    content = encode(TABLE.replace("\n", ends))
    assert signal_columns(content, "a.csv") == ("Größe (µV)",)
    assert read_signal(content, "a.csv").samples.tolist() == [-1.5, 2.25]


def test_a_byte_order_mark_costs_no_sample():
    for marks in (1, 2, 3):
        assert read_signal(codecs.BOM_UTF8 * marks + b"1\n2\n3\n", "a.csv").samples.tolist() == [1, 2, 3]
        assert read_signal(("\ufeff" * marks + "1\n2\n").encode("utf-16"), "a.csv").samples.tolist() == [1, 2]


def test_line_ends_may_be_mixed():
    assert read_signal(b"v\r\n1\n2\r3\r\n", "a.csv").samples.tolist() == [1, 2, 3]


@pytest.mark.parametrize("end", ["\x1a", "\n\x1a", "\n\x1a\n", "\x1a" * 100])
def test_the_end_of_a_file_of_dos_is_no_cell(end):
    assert read_signal(f"v\n1\n2{end}".encode(), "a.csv").samples.tolist() == [1, 2]


def test_signs_of_windows_are_read():
    assert decoded(b"20 \xb0C \x96 \x80", "a.csv") == "20 °C – €"


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02", b"\x01\x02\x03\xff" * 200, b"\xff\xfe\x00\x00" * 9, b"a\x00b\xff"]
)
def test_what_is_no_text_is_said_to_be_none(content):
    with pytest.raises(UnreadableUpload) as caught:
        decoded(content, "a.csv")
    assert str(caught.value) == "a.csv is not text: save the table as CSV (UTF-8) and upload that."
