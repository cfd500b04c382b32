"""A part of a page that runs by itself when something in it changes, so that the rest is not drawn again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

import streamlit as st

from core.cache import belongs_to, owner
from core.lessons import BAR_KEYS
from pages.parts.choose import choices
from pages.parts.shell.metrics import timed
from pages.parts.shell.terms import go_on_from


def part(draw: Callable[[], None], key: str) -> None:
    """Draw a part of a page; a change in it draws this part alone, and nothing else on the page may depend on it.

    While a lesson is on, the whole page runs: the bar over it says whether what is shown is what the lesson means.
    """
    if choices.chosen(BAR_KEYS[0]) is None:
        st.fragment(_draw)(draw, key, owner())
    else:
        _draw(draw, key, owner())


def _draw(draw: Callable[[], None], key: str, visit: str | None) -> None:
    with choices.visited_part() as is_alone:
        if is_alone:
            # its thread does not know whose file the part follows from
            belongs_to(visit)
        with timed(choices.visited_before() or "") if is_alone else nullcontext():
            go_on_from(key)
            draw()
