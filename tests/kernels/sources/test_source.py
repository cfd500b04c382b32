"""Every citation says how far it was checked, and none claims more than its record."""

import re

import pytest

from core.kernels import describe_kernel, kernel_names
from core.kernels.sources import Source, as_source, books, papers

CITED = {
    name: source for module in (papers, books) for name, source in vars(module).items() if isinstance(source, Source)
}


@pytest.mark.parametrize("name", CITED)
def test_a_citation_has_a_year_and_says_against_what_it_was_checked(name):
    source = CITED[name]
    assert re.search(r"\b(18|19|20)\d\d\b", source.text)
    assert source.check.startswith("Checked against ") or source.check == "This source could not be checked."
    assert source.check.endswith(".")


@pytest.mark.parametrize("name", kernel_names())
def test_every_kernel_says_whether_its_source_was_checked(name):
    entry = describe_kernel(name)
    assert entry.citation.is_checked is entry.citation.check.startswith("Checked against ")
    assert entry.source == entry.citation.text


def test_every_citation_is_some_filters():
    from core.filters import library

    used = {entry.citation.text for entry in library().values()}
    assert [name for name, source in CITED.items() if not any(source.text.rstrip(".") in text for text in used)] == []


def test_a_place_counts_as_unchecked_unless_it_was_checked():
    book = Source("A. Author, Book, 1990.", "the title page", "the year")
    assert book.at("section 2") == Source(
        "A. Author, Book, 1990, section 2.", "the title page", "the year and section 2"
    )
    assert book.at("section 2", is_checked=True).unchecked == "the year"
    assert book.at("section 2").check == (
        "Checked against the title page. Could not be checked: the year and section 2."
    )


def test_a_bare_citation_is_not_checked():
    source = as_source("Nobody, 2024.")
    assert (source.text, source.is_checked, source.check) == (
        "Nobody, 2024.",
        False,
        "This source could not be checked.",
    )
    assert as_source(books.SOBEL) is books.SOBEL
