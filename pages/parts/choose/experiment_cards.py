"""All experiments as cards, for those who do not know them by name."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from core.learning import describe_experiment
from core.learning.wording import headline
from pages.parts.choose import choices
from pages.parts.shell import say


def offer_experiments(key: str, names: Iterable[str]) -> None:
    """A popover with a card for each of these experiments; a card's button makes its experiment the choice of `key`."""
    cards = st.popover("All tasks", key=f"{key}_cards", icon=":material/dashboard:", width="stretch", on_change="rerun")
    if not cards.open:
        return
    with cards:
        for name in names:
            kind = describe_experiment(name)
            with st.container(border=True, gap="small"):
                st.button(kind.title, key=f"{key}_card_{name}", on_click=_choose, args=(key, name), type="tertiary")
                say.caption(headline(kind.description)[0])


def _choose(key: str, name: str) -> None:
    choices.keep(key, name)
    st.session_state[f"{key}_cards"] = False
