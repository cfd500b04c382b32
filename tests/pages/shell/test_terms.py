"""The terms that are explained: the file that holds them, and who explains what when."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.shell.terms import FILE, help_for, read_terms, terms, terms_in

PAGES = Path(__file__).parents[3] / "pages"
CORE = PAGES.parent / "core"
LOSS = (
    "**Loss**: One number for how wrong the answers are. Training makes it smaller; 0 means that all answers are right."
)
SEED = "**Seed**: The number from which all random numbers follow. The same seed gives the same random numbers again."


def said(*asked: tuple[str, ...]) -> list[str]:
    """The helps of elements with these texts and own helps, in one run of a page; "owe" leaves a text to the next."""

    def page(asked):
        import streamlit as st

        from pages.parts.shell.terms import begin_terms, go_on_from, help_for, owe

        begin_terms()
        for kind, *texts in asked:
            if kind == "owe":
                owe(texts)
            elif kind == "part":
                go_on_from(texts[0])
            else:
                st.text(str(help_for(*texts)))

    app = AppTest.from_function(page, args=(asked,)).run()
    assert not app.exception
    return [each.value for each in app.text]


def test_a_paragraph_is_a_term_with_its_forms():
    one, other = read_terms("**Loss** (losses): How\nwrong.\n\n**Dog, cat** (dog, cat): Two animals.")
    assert (one.title, one.forms, one.words) == ("Loss", ("loss", "losses"), "How wrong.")
    assert other.forms == ("dog", "cat")
    assert other.help == "**Dog, cat**: Two animals."


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Loss: how wrong.", "terms.md: 'Loss: how wrong.' is no term: write **Term** (other, forms): explanation."),
        ("**A** (b): C.\n\n**D** (b): E.", "terms.md: 'b' stands for A and D: keep one of them."),
    ],
)
def test_a_paragraph_that_is_no_term_gets_a_sentence(text, complaint):
    with pytest.raises(ValueError, match=re.escape(complaint)) as caught:
        read_terms(text)
    assert str(caught.value) == complaint


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.title)
def test_an_explanation_is_short_and_plain(term):
    assert term.words.endswith(".")
    assert len(term.words) <= 190
    assert len(re.findall(r"\.(?: |$)", term.words)) <= 3
    assert not re.search(r"[*_`$<>|]", term.words)  # it is Markdown on the page and HTML in a figure


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.title)
def test_no_term_is_explained_that_nobody_uses(term):
    files = [
        file
        for folder in (PAGES, CORE / "learning", CORE / "kernels", CORE / "filters", CORE / "data" / "samples")
        for file in folder.rglob("*")
        if file.suffix in (".py", ".js", ".md") and file != FILE
    ]
    assert any(term in terms_in.__wrapped__(file.read_text(encoding="utf-8")) for file in files)


def test_the_longest_form_counts_whole_words_alone_and_across_lines():
    assert [term.title for term in terms_in("The CRITICAL learning\nrate, stepwise, of step-by-step")] == [
        "Critical learning rate",
        "Step",
    ]
    assert [term.title for term in terms_in("Step response. Footsteps.")] == ["Step response"]
    assert terms_in("nothing of the kind") == ()


def test_a_term_is_explained_where_it_is_used_first_and_not_again():
    assert said(("", "The loss"), ("", "The loss, the seed"), ("", "None")) == [LOSS, SEED, "None"]


def test_each_run_of_the_page_begins_anew():
    assert said(("", "The loss")) == said(("", "The loss"))


def test_a_help_of_ones_own_comes_first_and_explains_what_the_element_is_called():
    own = "Pick one."
    assert said(("", "Seed of the data", own)) == [f"{own}\n\n{SEED}"]
    assert said(("", "Seed", own), ("", "The seed")) == [own, "None"]
    assert said(("", "Seed (of 2)", own), ("", "Loss", "")) == [own, LOSS]


def test_what_can_have_no_help_is_explained_by_the_next_that_can():
    assert said(("owe", "Loss"), ("", "plain"), ("", "plain")) == [LOSS, "None"]
    assert said(("", "loss"), ("owe", "Loss"), ("", "plain")) == [LOSS, "None"]


def test_a_part_that_is_drawn_again_by_itself_explains_the_same_again():
    seen = said(("", "The loss"), ("part", "live"), ("", "The seed"), ("part", "live"), ("", "The loss, the seed"))
    assert seen == [LOSS, SEED, SEED]


def test_without_terms_there_is_no_help():
    assert help_for("plain words") is None
    assert help_for("plain words", "Its own.") == "Its own."


@pytest.mark.parametrize("file", sorted(PAGES.rglob("*.py")), ids=lambda file: file.stem)
def test_pages_say_everything_through_what_explains_it(file):
    direct = re.findall(r"\bst\.(?:caption|markdown|header|subheader|metric|info|success|write)\(", file.read_text())
    assert direct == [] or file.name == "say.py"
