"""What an upload may be: every limit at its edge, with the whole of its sentence."""

import os
import re
import subprocess
import sys
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data import UnreadableUpload
from core.data.uploads.limits import check_bytes, check_finite, check_pixels, check_samples, configured, shown_name


def refusal(check, *arguments):
    with pytest.raises(UnreadableUpload) as caught:
        check(*arguments, "a.csv")
    return str(caught.value)


def test_a_file_has_content_of_eight_megabytes_at_most():
    megabyte = 1024**2
    check_bytes(b"x", "a.csv")
    check_bytes(bytes(8 * megabyte), "a.csv")
    assert refusal(check_bytes, b"") == "a.csv is empty: choose a file with content."
    for more, words in ((1, "8.1"), (megabyte // 10, "8.1"), (megabyte, "9.0")):
        assert refusal(check_bytes, bytes(8 * megabyte + more)) == (
            f"a.csv is {words} MB: files up to 8 MB can be read. Save a smaller copy and upload that."
        )


@pytest.mark.parametrize("shape", [(2000, 2000), (1, 4_000_000)])
def test_a_picture_has_four_megapixels_at_most(shape):
    height, width = shape
    check_pixels(height, width, "a.csv")
    assert refusal(check_pixels, height, width + 1) == (
        f"a.csv has {width + 1:,} x {height:,} pixels: images up to 4 megapixels can be read. Save a smaller copy and "
        "upload that."
    )


def test_a_signal_has_one_to_a_million_samples():
    check_samples(1, "a.csv")
    check_samples(1_000_000, "a.csv")
    assert refusal(check_samples, 0) == "a.csv holds no numbers: choose a file with at least one."
    assert refusal(check_samples, 1_000_001) == (
        "a.csv has 1,000,001 samples: signals up to 1,000,000 can be read. Cut out a part and upload that."
    )


@given(
    shape=st.sampled_from([(7,), (3, 4), (2, 3, 3)]),
    bad=st.lists(st.tuples(st.integers(0, 17), st.sampled_from([np.nan, np.inf, -np.inf])), max_size=4),
)
def test_what_is_not_finite_is_counted_and_the_first_of_it_is_placed(shape, bad):
    values = np.zeros(shape)
    for place, value in bad:
        values.flat[place % values.size] = value
    places = sorted({place % values.size for place, _ in bad})
    if not places:
        check_finite(values, "a.csv")
        return
    first = np.unravel_index(places[0], shape)
    where = f"sample {first[0] + 1}" if len(shape) == 1 else f"row {first[0] + 1}, column {first[1] + 1}"
    counted, them = ("1 value that is", "it") if len(places) == 1 else (f"{len(places)} values that are", "them")
    assert refusal(check_finite, values) == (
        f"a.csv has {counted} missing or infinite, the first at {where} (counted from 1): fill or remove {them} and "
        "upload the file again."
    )


@given(st.text(max_size=80))
def test_a_name_is_short_has_no_folders_and_nothing_that_a_page_would_take_for_markup(filename):
    name = shown_name(filename)
    assert 1 <= len(name) <= 40
    assert not set(name) & set('\\/<>*`[]{}|$#~!&"\n')
    assert not any(unicodedata.category(sign).startswith("C") for sign in name)
    assert shown_name(name) == name


@pytest.mark.parametrize(
    ("filename", "shown"),
    [
        ("C:\\data\\probe.csv", "probe.csv"),
        ("../../etc/passwd", "passwd"),
        ("", "The file"),
        ("folder/", "The file"),
        ("a" * 36 + ".csv", "a" * 36 + ".csv"),
        ("a" * 37 + ".csv", "a" * 32 + "...a.csv"),
    ],
)
def test_names_that_people_and_programs_give(filename, shown):
    assert shown_name(filename) == shown


def test_limits_are_configured_by_the_environment():
    given = {"MAX_UPLOAD_MB": "200", "MAX_MEGAPIXELS": " 16 ", "MAX_SAMPLES": "10000000"}
    program = "import core.data as data; print(data.MAX_BYTES, data.MAX_PIXELS, data.MAX_SAMPLES)"
    done = subprocess.run([sys.executable, "-c", program], env=os.environ | given, capture_output=True, check=True)
    assert done.stdout.split() == [b"209715200", b"16000000", b"10000000"]


@pytest.mark.parametrize("given", ["much", "0", "-3", "1.5", "1e6", "²"])
def test_a_limit_that_is_no_whole_number_is_refused(monkeypatch, given):
    monkeypatch.setenv("MAX_SAMPLES", given)
    wanted = f"MAX_SAMPLES={given!r} is not allowed: give a whole number from 1 on, or leave it out for 1,000,000."
    with pytest.raises(ValueError, match=f"^{re.escape(wanted)}$"):
        configured("MAX_SAMPLES", 1_000_000)


def test_an_empty_limit_is_the_usual_one(monkeypatch):
    monkeypatch.setenv("MAX_SAMPLES", "")
    assert configured("MAX_SAMPLES", 7) == 7
