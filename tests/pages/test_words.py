"""A newcomer finds each term explained where a page uses it first, and explained once; some words no page uses.

The order is that in which a page is read: its title and the question beside it, then its controls, then the result.
What can have no help (a box's title, a note) is explained by the next element that can. Buttons are not looked at: on a
touch screen a help of theirs cannot be read without pressing them.
"""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.data import describe_sample, sample_names
from core.filters import library
from core.learning import TrainingSettings, experiment_names, get_experiment
from core.runs import Service
from pages.parts.shell.terms import Term, terms, terms_in
from tests.pages.conftest import FILES, ended, opened, shown_errors, unfolded

TEXTS = ("title", "header", "subheader", "markdown", "caption")
WIDGETS = ("metric", "selectbox", "slider", "select_slider", "toggle", "text_input", "button_group", "multiselect")
WITHOUT_HELP = ("expander", "info", "success")
JARGON = (
    "closed form", "convex", "eigenvalue", "epoch", "hyperparameter", "logit", "orthogonal", "principal cosine",
    "rectifier", "stochastic", "tensor", "whitened",
)  # fmt: skip

# beside the title stands what was chosen among the controls
CHOSEN_FIRST = ("Converge", "Compare", "Runs")
PLACES = [
    *((file, {}) for file in FILES),
    *(("converge", {"run_experiment": name}) for name in experiment_names()),
    *(("compare", {"run_experiment": name}) for name in ("find_peaks", "recover_kernel")),
    ("signals", {"signals_beside": "true", "signals_sample": "ecg", "signals_kernel": "savitzky_golay"}),
    ("signals", {"signals_stride": "2", "signals_relu": "true", "signals_pool": "2"}),
    ("images", {"images_filter": "sobel"}),
    ("images", {"images_kernel": "gabor", "images_mode": "valid"}),
    ("library", {"library_kernel": "savitzky_golay"}),
    ("library", {"library_kernel": "gabor"}),
    ("library", {"library_kernel": "zero_crossings"}),
]


def listed(block: Any) -> list[Any]:
    """The elements of a block in turn."""
    children = getattr(block, "children", None)
    return [block, *(each for child in children.values() for each in listed(child))] if children else [block]


def read(app: AppTest) -> list[Any]:
    """All elements that say something, in the order in which a page is read."""
    heading, *rest = (listed(part) for part in app.main.children.values())
    first = [listed(app.sidebar), heading] if app.title[0].value in CHOSEN_FIRST else [heading, listed(app.sidebar)]
    parts = [each for part in (*first, *rest) for each in part]
    # a closed box is opened to learn what is in it
    closed = [each for each in parts if each.type == "expander" and not each.proto.expanded]
    return [
        each for each in parts if each.type in (*TEXTS, *WIDGETS, *WITHOUT_HELP) and each not in closed and said(each)
    ]


def of_the_bar(app: AppTest) -> list[Any]:
    """The elements of the bar over the page that say something, in order."""
    parts = listed(app.main.children[0])
    return [each for each in parts if each.type in (*TEXTS, *WITHOUT_HELP) and said(each)]


def said(element: Any) -> str:
    """What an element says: its text, or its name and, in a menu, what is chosen."""
    if element.type in ("expander", *WIDGETS):
        chosen = (
            f": {element.options[element.index]}" if element.type == "selectbox" and element.index is not None else ""
        )
        return f"{element.label}{chosen}"
    if str(element.value).startswith("| "):
        return ""  # a table, whose words are explained below it
    return str(element.value).partition(" Source: ")[0]  # whose title is its author's


def help_of(element: Any) -> str:
    return getattr(element.proto, "help", "") if element.type not in WITHOUT_HELP else ""


def explains_itself(element: Any, term: Term) -> bool:
    """Whether an element that is called by the term has a help of its own."""
    return element.type in WIDGETS and bool(help_of(element)) and element.label.partition(" (")[0].lower() in term.forms


def complaints(app: AppTest, *, of_bar: bool = False) -> list[str]:
    """Where a term is explained too late, never, or twice: on the page, or in the bar over a page with a lesson."""
    elements = of_the_bar(app) if of_bar else read(app)
    found = []
    for term in terms():
        uses = [place for place, element in enumerate(elements) if term in terms_in(said(element))]
        at = [place for place, element in enumerate(elements) if term.help in help_of(element)]
        by_itself = [place for place in uses if explains_itself(elements[place], term)]
        if len(at) > 1:
            found.append(f"{term.title} is explained {len(at)} times")
        if not uses:
            continue
        first = uses[0]
        while elements[first].type in WITHOUT_HELP and first + 1 < len(elements):
            first += 1
        told = min([*at, *by_itself[:1]], default=len(elements))
        if told > first:
            found.append(f"{term.title}: {said(elements[uses[0]])[:80]!r} is not explained in time")
    return found


@pytest.mark.parametrize(("file", "query"), PLACES)
def test_each_term_is_explained_once_and_in_time(file, query):
    app = opened(file, **query)
    for _ in range(2):  # folded, and with every box open
        assert not app.exception, shown_errors(app)
        assert complaints(app) == []
        unfolded(app)
    assert complaints(unfolded(app)) == []


def test_what_a_chart_writes_is_explained_below_it():
    below = next(
        each for each in opened("signals", signals_details="open").caption if each.value.startswith("Peak detector: ")
    )
    told = [term.title for term in terms() if term.help in below.proto.help]
    assert sorted(told) == ["Cycles per sample", "Frequency", "Gain", "Spectrum"]


def test_a_saved_run_explains_its_terms_while_it_trains_and_afterwards(service: Service):
    run = service.start(get_experiment("find_peaks"), TrainingSettings(steps=300, snapshots=10))
    assert complaints(unfolded(opened("converge", converge_run=run))) == []
    ended(service, run)
    assert complaints(unfolded(opened("converge", converge_run=run))) == []


@pytest.mark.parametrize(("file", "query"), PLACES)
def test_no_page_uses_words_that_only_experts_know(file, query):
    app = unfolded(unfolded(opened(file, **query)))
    texts = [f"{said(element)} {help_of(element)}".lower() for element in read(app)]
    assert [(word, text[:120]) for word in JARGON for text in texts if word in text] == []


def test_no_kernel_filter_or_sample_is_described_in_words_that_only_experts_know():
    described = [
        *(" ".join((each.description, each.use, each.avoid, each.family.purpose)) for each in library().values()),
        *(describe_sample(name).description for name in sample_names()),
    ]
    assert [(word, text) for word in JARGON for text in described if word in text.lower()] == []


def test_a_term_is_found_unexplained_or_explained_twice():
    def page():
        import streamlit as st

        with st.container():
            st.title("A page")
        st.caption("The loss")
        st.caption("The seed", help="**Seed**: The number from which all random numbers follow. The same seed gives "
                   "the same random numbers again.")  # fmt: skip
        st.caption("The seed", help="**Seed**: The number from which all random numbers follow. The same seed gives "
                   "the same random numbers again.")  # fmt: skip

    assert complaints(AppTest.from_function(page).run()) == [
        "Loss: 'The loss' is not explained in time",
        "Seed is explained 2 times",
    ]
