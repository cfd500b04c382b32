"""Several names as one choice: the address has them one after another, separated by commas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.parts.choose import choices
from pages.parts.choose.widgets import show
from pages.parts.shell.terms import help_for


def chosen_names(key: str) -> list[str]:
    """The chosen names in their order, each once; none where nobody has chosen."""
    return [name for name in dict.fromkeys((choices.chosen(key) or "").split(",")) if name]


def keep_names(key: str, names: Sequence[str]) -> None:
    """Let these names be chosen; where there are none, the choice is untouched again."""
    if names:
        choices.keep(key, ",".join(names))
    else:
        choices.forget(key)


def several(label: str, titles: Mapping[str, str], shown: Sequence[str], key: str, *, most: int, hint: str) -> None:
    """Show a menu of these titles by name, in which the names `shown` are chosen and at most so many can be."""
    show(key, list(shown))
    st.multiselect(
        label,
        list(titles),
        key=key,
        format_func=lambda name: titles.get(str(name), str(name)),
        max_selections=most,
        placeholder=hint,
        help=help_for(label),
        on_change=_take,
        args=(key,),
    )


def _take(key: str) -> None:
    keep_names(key, st.session_state[key])
