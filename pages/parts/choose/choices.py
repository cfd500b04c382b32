"""A visitor's choices: they stand in the address, and come back when a page is visited again.

A choice is kept under its widget's key, as the text that stands in the address. Only touched widgets have a choice: all
others follow what is recommended for the data on the page, and are not in the address. Streamlit's own binding of
widgets to the address does not tell the two apart, forgets widgets that are not drawn, and writes labels, two of which
may be equal.

Each change is an entry of the browser's history. Back and Forward bring an entry's address, from which the choices are
then taken.

A lesson and its step are choices of no page: they stay when the visitor goes to another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.lessons import BAR_KEYS
from pages.parts.shell.registry import entry_of

CHOICES = "choices"
ASKED = "choices_asked"  # the keys that this run of the page has read
OWNS = "choices_owns"  # the prefixes of the page's keys
VISITED = "choices_page"  # the page of the last run
DRAWN = "choices_drawn"  # the bounds of each widget that was drawn since the visitor came to this page
BARE = "choices_bare"  # by page: the choices at the time when the menu led there, with an address without choices
FROM_ADDRESS = "choices_from_address"  # whether this run of the page took its choices from the address
STEP = "choices_step"  # the lesson and step that stand in the address since the last run
AWAITS = "choices_awaits"  # whether this run of the page has drawn only a part of the page, since a result is awaited
ARRIVED = "choices_arrived"  # whether the page runs because that result has arrived
TURNED = "choices_turned"  # whether the page's choices were replaced before this run, as by an address
MOST_DIGITS = 9  # of a whole number
LONGEST = 20_000  # characters of a choice: the weights of the largest kernel need fewer


class _Held(NamedTuple):
    """What a run reads for each widget: the session answers a hundred times more slowly than a dictionary."""

    choices: dict[str, str]
    asked: dict[str, bool]
    drawn: dict[str, tuple[float, ...]]


_held: ContextVar[_Held | None] = ContextVar("held", default=None)  # while a run of a page is on


def chosen(key: str) -> str | None:
    """The choice of a widget as text; None where nobody has touched it."""
    held = _now()
    held.asked[key] = True
    return held.choices.get(key)


def whole(key: str) -> int | None:
    """The choice as a whole number from 0 on; what is none is no longer chosen."""
    text = chosen(key)
    if text is None or not (text.isascii() and text.isdecimal()) or len(text) > MOST_DIGITS:
        forget(key)
        return None
    return int(text)


def keep(key: str, text: str) -> None:
    """Set the choice of a widget."""
    _choices()[key] = text


def forget(*keys: str) -> None:
    """Make these widgets untouched again."""
    for key in keys:
        _choices().pop(key, None)


def forget_text(text: str) -> None:
    """Make all widgets with this choice untouched again."""
    forget(*(key for key, choice in list(_choices().items()) if choice == text))


def asked_and_chosen(prefix: str) -> dict[str, str]:
    """The choices of the widgets on this page whose keys begin so, by key."""
    asked = _now().asked
    return {key: text for key, text in sorted(_starting(prefix).items()) if key in asked}


def is_any_chosen(prefix: str) -> bool:
    """Whether anybody has touched a widget whose key begins so."""
    return bool(_starting(prefix))


def forget_all(prefix: str) -> None:
    """Make all widgets untouched again whose keys begin so."""
    forget(*_starting(prefix))


def of_page() -> dict[str, str]:
    """All choices on this page, but for the lesson's."""
    return {key: text for key, text in _owned(st.session_state[OWNS]).items() if key not in BAR_KEYS}


def turn_to(query: Mapping[str, str]) -> None:
    """Before a run of the same page: choose this and nothing else, as an address does."""
    forget(*_owned(st.session_state[OWNS]))
    _choices().update(query)
    st.session_state[TURNED] = True


def comes_from_address() -> bool:
    """Whether this run of the page took its choices from the address, not from the visitor's last change."""
    return bool(st.session_state.get(FROM_ADDRESS))


def is_drawn_anew(key: str, bounds: tuple[float, ...]) -> bool:
    """Whether Streamlit takes the widget for a new one, though its key was drawn before.

    A widget is new to Streamlit on another page, and a slider also with other bounds. Its value must then be set again,
    even where the key's last value is the same.
    """
    drawn = _now().drawn
    is_new = drawn.get(key) != bounds
    drawn[key] = bounds
    return is_new


def visited_before() -> str | None:
    """The file of the page that the last run showed."""
    page: str | None = st.session_state.get(VISITED)
    return page


def awaits_more() -> None:
    """This run of the page lacks what a result is awaited for: choices that it does not read stay, as the address does.

    The run in which the result is there goes on where this one ended: with choices from the address, if these came from
    there.
    """
    st.session_state[AWAITS] = True


def arrive() -> None:
    """Before the run of the page that has the awaited result."""
    st.session_state[ARRIVED] = True


@contextmanager
def visited(page: Page) -> Iterator[None]:
    """Around the run of a page: read the choices from its address before, and write them into it afterwards."""
    entry, state = entry_of(page), st.session_state
    is_going_on = state.pop(ARRIVED, False) and state.get(AWAITS, False) and comes_from_address()
    state[AWAITS] = False
    state[FROM_ADDRESS] = _take_address(entry.file, entry.owns) or is_going_on
    state[ASKED] = {}
    state[OWNS] = entry.owns
    token = _held.set(_now())
    try:
        yield
        if state[AWAITS]:
            state[STEP] = _step_in(_named(entry.owns))
            return
        if comes_from_address():
            # the address may have choices of widgets that this page does not have
            asked = state[ASKED]
            forget(*(key for key in _owned(entry.owns) if key not in asked))
        write_address()
    finally:
        _held.reset(token)


@contextmanager
def visited_part() -> Iterator[bool]:
    """Around a part of a page: whether it runs by itself, after a change in it, which then comes into the address."""
    if _held.get() is not None:
        yield False
        return
    st.session_state[FROM_ADDRESS] = False
    token = _held.set(_now())
    try:
        yield True
        write_address()
    finally:
        _held.reset(token)


def write_address() -> None:
    """Write the choices that this run of the page has read into its address; a part that runs by itself does so too."""
    owns, choices = st.session_state[OWNS], _choices()
    wanted = {key: choices[key] for key in st.session_state[ASKED] if key in choices and _is_owned(key, owns)}
    st.session_state[STEP] = _step_in(wanted)
    if _named(owns) != wanted:
        st.query_params.from_dict(wanted)


def _take_address(page: str, owns: tuple[str, ...]) -> bool:
    """Take the choices from the address if it is a new one; return whether it was."""
    state, named = st.session_state, _named(owns)
    last, arrives = state.get(VISITED), state.get(VISITED) != page
    state[VISITED] = page
    if arrives:
        state[DRAWN] = {}
    bare: dict[str, dict[str, str]] = state.setdefault(BARE, {})
    context = get_script_run_ctx()
    is_history = context is not None and context.is_history_navigation
    is_turned = state.pop(TURNED, False)
    is_step = BAR_KEYS[0] in named and _step_in(named) != state.get(STEP)
    if arrives and last is not None and not named and not is_history:
        bare[page] = _owned(owns)
        return False
    if not (arrives or is_history or is_step):
        return bool(is_turned)
    if is_step and not arrives:
        # after a link from a page to itself the browser has forgotten the values of its widgets, and shows the address
        # only if told: at once, since whatever the reader does meanwhile comes with the address that is shown
        state[DRAWN] = {}
        st.query_params.from_dict(named)
    kept = {} if BAR_KEYS[0] in named or is_history else {key: _choices()[key] for key in BAR_KEYS if key in _choices()}
    forget(*_owned(owns))
    _choices().update(kept | (named if named or not is_history else bare.get(page, {})))
    return True


def _named(owns: tuple[str, ...]) -> dict[str, str]:
    """The choices of this page's widgets in the address; a repeated name gives a list."""
    query = st.query_params
    texts = {key: ",".join(query.get_all(key)) for key in query if _is_owned(key, owns)}
    return {key: text for key, text in texts.items() if len(text) <= LONGEST}


def _step_in(named: Mapping[str, str]) -> tuple[str | None, ...]:
    """The lesson and the step."""
    return tuple(named.get(key) for key in BAR_KEYS[:2])


def _is_owned(key: str, owns: tuple[str, ...]) -> bool:
    """Whether the choice is the page's, or one that every page has."""
    return key in BAR_KEYS or key.startswith(owns)


def _owned(owns: tuple[str, ...]) -> dict[str, str]:
    return {key: text for key, text in _choices().items() if _is_owned(key, owns)}


def _starting(prefix: str) -> dict[str, str]:
    return {key: text for key, text in _choices().items() if key.startswith(prefix)}


def _choices() -> dict[str, str]:
    return _now().choices


def _now() -> _Held:
    """What is held of this run, or of the session before and after."""
    state = st.session_state
    return _held.get() or _Held(*(state.setdefault(key, {}) for key in (CHOICES, ASKED, DRAWN)))
