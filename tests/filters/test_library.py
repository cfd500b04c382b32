"""The library has every kernel and every combined filter once, with what each is for."""

import pytest

from core.filters import COMBINED, library, library_entry
from core.kernels import describe_kernel, kernel_names


def test_the_library_has_every_filter_once():
    assert list(library()) == [*kernel_names(), *COMBINED]


@pytest.mark.parametrize("name", list(library()))
def test_an_entry_says_what_it_is_for_when_it_serves_and_where_it_is_from(name):
    entry = library_entry(name)
    for text in (entry.description, entry.use, entry.avoid, entry.family.purpose):
        assert text.endswith(".")
        assert len(text) > 20
        assert "  " not in text
    assert entry.citation.text
    assert (entry.combined is None) is (name in kernel_names())


def test_an_entry_is_what_its_filter_says():
    kernel, combined = describe_kernel("gabor"), COMBINED["zero_crossings"]
    assert library_entry("gabor").parameters == kernel.parameters
    assert library_entry("gabor").citation == kernel.citation
    assert library_entry("zero_crossings").combined is combined
    assert library_entry("zero_crossings").use == combined.use
    assert library_entry("sobel").avoid == library_entry("sobel").family.avoid


def test_unknown_names_are_met_with_near_ones():
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        library_entry("sobl")
    assert str(caught.value) == (
        f"'sobl' is not a filter of the library: did you mean sobel or sobel_y? The library has {len(library())}."
    )
