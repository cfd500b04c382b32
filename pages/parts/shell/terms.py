"""Terms of the field that a newcomer may not know: where one is used first on a page, its explanation is offered.

All of them stand in pages/copy/terms.md, a paragraph each: the term in bold type, further forms of it in brackets, and
one or two sentences. `help_for` is called with every text of a page, in the order in which the page shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TypedDict

import streamlit as st

FILE = Path(__file__).parents[2] / "copy" / "terms.md"
PARAGRAPH = re.compile(r"\*\*(?P<title>[^*]+)\*\*(?: \((?P<forms>[^)]+)\))?: (?P<words>.+)")
KEY = "explained_terms"
MOST_TEXTS = 4096  # whose terms are remembered


@dataclass(frozen=True)
class Term:
    """A term, the forms in which texts use it, in lower case, and its explanation."""

    title: str
    forms: tuple[str, ...]
    words: str

    @property
    def help(self) -> str:
        """The explanation with the term before it, as Markdown."""
        return f"**{self.title}**: {self.words}"


class _Told(TypedDict):
    """The titles that this run of the page has explained and has yet to explain, and both as before each part."""

    explained: list[str]
    owed: list[str]
    before: dict[str, tuple[list[str], list[str]]]


_told: ContextVar[_Told | None] = ContextVar("told", default=None)


def read_terms(text: str) -> tuple[Term, ...]:
    """The terms of a text as pages/copy/terms.md has them.

    Raises ValueError where a paragraph has another form, or two terms share a form.

    >>> read_terms("**Loss** (losses): One number.")
    (Term(title='Loss', forms=('loss', 'losses'), words='One number.'),)
    """
    terms: list[Term] = []
    owners: dict[str, str] = {}
    for paragraph in text.strip().split("\n\n"):
        found = PARAGRAPH.fullmatch(" ".join(paragraph.split()))
        if found is None:
            raise ValueError(f"terms.md: {paragraph[:60]!r} is no term: write **Term** (other, forms): explanation.")
        further = [form.strip().lower() for form in (found["forms"] or "").split(",") if form.strip()]
        # a title of two names is none of the forms itself
        own = [] if "," in found["title"] else [found["title"].lower()]
        forms = tuple(dict.fromkeys([*own, *further]))
        for form in forms:
            if form in owners:
                both = f"{owners[form]} and {found['title']}"
                raise ValueError(f"terms.md: {form!r} stands for {both}: keep one of them.")
            owners[form] = found["title"]
        terms.append(Term(found["title"], forms, found["words"]))
    return tuple(terms)


@cache
def terms() -> tuple[Term, ...]:
    """All terms that are explained."""
    return read_terms(FILE.read_text(encoding="utf-8"))


@lru_cache(MOST_TEXTS)
def terms_in(text: str) -> tuple[Term, ...]:
    """The terms that a text uses, in the order of their first use; of two forms at one place the longer one counts.

    >>> [term.title for term in terms_in("The learning rate decides on the loss.")]
    ['Learning rate', 'Loss']
    """
    by_form, pattern = _lexicon()
    # a form may be broken at the end of a line
    return tuple(dict.fromkeys(by_form[" ".join(found[0].lower().split())] for found in pattern.finditer(text)))


@cache
def _lexicon() -> tuple[dict[str, Term], re.Pattern[str]]:
    by_form = {form: term for term in terms() for form in term.forms}
    longest_first = [re.escape(form).replace("\\ ", r"\s+") for form in sorted(by_form, key=len, reverse=True)]
    return by_form, re.compile(rf"(?<![\w-])(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)


def begin_terms() -> None:
    """Begin a run of the page, in which nothing is explained yet."""
    st.session_state[KEY] = told = _nothing()
    _told.set(told)


def go_on_from(part: str) -> None:
    """At the beginning of a part of the page that is drawn anew by itself: explain the same terms each time."""
    told = _now()
    explained, owed = told["before"].setdefault(part, (list(told["explained"]), list(told["owed"])))
    told["explained"], told["owed"] = list(explained), list(owed)


def help_for(text: str, own: str = "", *, name: str | None = None) -> str | None:
    """The help of an element with this text: its `own` help, then the terms whose first use on the page it is.

    None where there is nothing to say. Where the element's `name`, by default its text, is a term, and it has a help of
    its own, that explains the term.
    """
    told = _now()
    found = (*(_by_title()[title] for title in told["owed"]), *terms_in(text))
    if not found:
        return own or None
    told["owed"].clear()
    called = (text if name is None else name).partition(" (")[0].lower()
    fresh = []
    for term in found:
        if term.title in told["explained"]:
            continue
        told["explained"].append(term.title)
        if not (own and called in term.forms):
            fresh.append(term.help)
    return "\n\n".join([own, *fresh] if own else fresh) or None


def owe(texts: Iterable[str]) -> None:
    """Leave the terms of texts that can have no help, such as a box's title, to the next element that can."""
    told = _now()
    for text in texts:
        told["owed"].extend(term.title for term in terms_in(text) if term.title not in told["explained"])


@cache
def _by_title() -> dict[str, Term]:
    return {term.title: term for term in terms()}


def _nothing() -> _Told:
    return {"explained": [], "owed": [], "before": {}}


def _now() -> _Told:
    """What is known of this run of the page; a part that is drawn anew by itself has it from the session."""
    told = _told.get()
    if told is None:
        told = st.session_state.setdefault(KEY, _nothing())
    return told
