"""What a visitor chose: it stands in the address, and comes back when a page is visited again.

A choice is kept under its widget's key as the text that stands in the address. Only what somebody touched is kept: what
nobody touched follows what is recommended for the data on the page, and is not in the address. Streamlit's own binding
of widgets to the address can tell neither apart, forgets whatever is not drawn, and writes labels, two of which may be
alike.

Each change is an entry of the browser's history. Back and Forward bring an entry's address, from which the choices are
then taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts.shell.registry import entry_of

CHOICES = "choices"
ASKED = "choices_asked"  # the keys whose choices this run of the page looked at
VISITED = "choices_page"  # the page of the last run
DRAWN = "choices_drawn"  # the bounds of each widget that was drawn since the visitor came to this page
BARE = "choices_bare"  # by page: what was chosen when the menu led there, whose address names nothing
LONGEST = 20_000  # signs of a choice: the numbers of the largest kernel need fewer


def chosen(key: str) -> str | None:
    """What was chosen for a widget, as text; None where nobody has touched it."""
    st.session_state.setdefault(ASKED, {})[key] = True
    return _choices().get(key)


def keep(key: str, text: str) -> None:
    """Let this be what was chosen."""
    _choices()[key] = text


def forget(*keys: str) -> None:
    """Let these be untouched again."""
    for key in keys:
        _choices().pop(key, None)


def forget_text(text: str) -> None:
    """Let all be untouched again for which this was chosen."""
    forget(*(key for key, kept in list(_choices().items()) if kept == text))


def is_drawn_anew(key: str, bounds: tuple[float, ...]) -> bool:
    """Whether a widget is another one than its key had when it was last drawn on this visit.

    To Streamlit the widget of a key is another one on another page, and a slider also with other bounds; its value must
    then be set again, even where the key's last value is the same.
    """
    drawn: dict[str, tuple[float, ...]] = st.session_state.setdefault(DRAWN, {})
    is_so = drawn.get(key) != bounds
    drawn[key] = bounds
    return is_so


@contextmanager
def visited(page: Page) -> Iterator[None]:
    """Around the run of a page: its address is read before, and written after what was chosen is known."""
    entry = entry_of(page)
    comes_from_address = _take_address(entry.file, entry.owns)
    st.session_state[ASKED] = {}
    yield
    asked, choices = st.session_state[ASKED], _choices()
    if comes_from_address:
        # what an address says of widgets that this page does not have
        forget(*(key for key in list(choices) if key.startswith(entry.owns) and key not in asked))
    wanted = {key: choices[key] for key in asked if key in choices and key.startswith(entry.owns)}
    if _named(entry.owns) != wanted:
        st.query_params.from_dict(wanted)


def _take_address(page: str, owns: tuple[str, ...]) -> bool:
    """Take the choices from the address where it is a new one; say whether it was."""
    state, named = st.session_state, _named(owns)
    last, arrives = state.get(VISITED), state.get(VISITED) != page
    state[VISITED] = page
    if arrives:
        state[DRAWN] = {}
    bare: dict[str, dict[str, str]] = state.setdefault(BARE, {})
    context = get_script_run_ctx()
    is_history = context is not None and context.is_history_navigation
    if arrives and last is not None and not named and not is_history:
        bare[page] = _starting(_choices(), owns)
        return False
    if not arrives and not is_history:
        return False
    forget(*_starting(_choices(), owns))
    _choices().update(named if named or not is_history else bare.get(page, {}))
    return True


def _named(owns: tuple[str, ...]) -> dict[str, str]:
    """What the address says of this page's widgets; a name that it repeats stands for a list."""
    query = st.query_params
    texts = {key: ",".join(query.get_all(key)) for key in query if key.startswith(owns)}
    return {key: text for key, text in texts.items() if len(text) <= LONGEST}


def _starting(choices: dict[str, str], owns: tuple[str, ...]) -> dict[str, str]:
    return {key: text for key, text in choices.items() if key.startswith(owns)}


def _choices() -> dict[str, str]:
    kept: dict[str, str] = st.session_state.setdefault(CHOICES, {})
    return kept
