"""What people look for is found first; every filter is found by what its family is for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.filters import library, library_entry, search

EXPECTED = {
    "blur": "gaussian",
    "blurring": "gaussian",
    "smooth": "gaussian_1d",
    "noise": "box_1d",
    "average": "box_1d",
    "edge": "sobel_x",
    "Edges": "sobel_x",
    "edge detection": "sobel_x",
    "vertical edge": "sobel_x",
    "horizontal edges": "sobel_y",
    "find edges in noise": "step_detector",
    "diagonal": "roberts_1",
    "derivative": "gaussian_derivative_x",
    "derivative of a signal": "central_difference",
    "peak": "peak_detector",
    "local maximum": "peak_detector",
    "stripe": "gabor",
    "stripes": "gabor",
    "line": "line_detector",
    "corner": "gaussian_derivative_xy",
    "blob": "laplacian_of_gaussian",
    "spot": "laplacian",
    "texture": "laws",
    "sharpen": "sharpen",
    "out of focus": "pillbox",
    "camera shake": "motion_blur",
    "hum": "notch_1d",
    "drift": "high_pass_1d",
    "heartbeat": "pan_tompkins_derivative",
    "speech": "pre_emphasis",
    "jpeg": "dct_basis",
    "retina": "centre_surround",
    "mexican hat": "ricker",
    "low pass": "low_pass_1d",
    "gaussian": "gaussian",
    "gradient magnitude": "sobel",
    "relief": "emboss",
    "sobel": "sobel_x",
    "lapl": "laplacian",
}


@pytest.mark.parametrize("query", EXPECTED)
def test_what_is_expected_comes_first(query):
    assert search(query)[0].name == EXPECTED[query]


@pytest.mark.parametrize("name", list(library()))
def test_a_filter_is_found_by_its_titles_its_name_its_words_and_its_family(name):
    entry = library_entry(name)
    for query in (entry.title, name, entry.family.name, *entry.words, *entry.family.words):
        assert entry in search(query), query


@pytest.mark.parametrize("query", ["", "   ", "the", "of a", "..."])
def test_nothing_asked_for_finds_everything_in_order(query):
    assert search(query) == tuple(library().values())


@pytest.mark.parametrize("query", ["zebra", "qqqq", "xyzzy plugh"])
def test_what_is_nowhere_finds_nothing(query):
    assert search(query) == ()


def test_of_several_words_as_many_as_possible_are_found():
    assert [entry.name for entry in search("zebra corner")] == [entry.name for entry in search("corner")]


@given(st.text(max_size=300))
def test_any_query_finds_each_filter_at_most_once_whatever_its_case(query):
    found = [entry.name for entry in search(query)]
    assert len(set(found)) == len(found)
    assert set(found) <= set(library())
    if query.isascii():  # the case of some other letters is no way back
        assert [entry.name for entry in search(query.upper())] == found
