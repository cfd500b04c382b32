"""A single result that takes longer than a page may: awaited for a moment, then in a part of the page of its own."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

import streamlit as st

from core.background import Progress, Study
from core.cache import CACHE, belongs_to, owner
from pages.parts.choose import choices
from pages.parts.draw.progress import say_failed
from pages.parts.shell import say
from pages.parts.shell.background import background
from pages.parts.shell.terms import go_on_from
from pages.parts.shell.visit import this_visit

# seconds: what arrives within a moment is drawn at once; a visitor's next wish ends the wait after the shorter time
MOMENT, LOOK = 0.4, 0.05
EVERY = 0.25  # seconds between two looks of the part that waits
AWAITED = "_awaited"  # the end of the key of a line that says how far a study is
Say = Callable[[Progress], str]


def arrived(study: Study, key: str, said: Say, *, is_quick: bool = False) -> Progress | None:
    """The whole of a study; None as long as it is awaited, with a line here that says how far it is.

    When it arrives the page runs again, and finds it. What `is_quick` is computed here. A visitor awaits one study
    under each `key`: the newest, whose process leaves the one before at the end of its piece.
    """
    if is_quick:
        return background().at_once(study)
    progress, until = _look(study, key), monotonic() + MOMENT
    while progress.status == "working" and monotonic() < until:
        # reading the session's state is where Streamlit ends a run of the page that is no longer wanted
        st.session_state.get(key)
        progress = _look(study, key)
    if progress.status == "finished":
        return progress
    choices.awaits_more()
    if progress.status == "failed":
        say_failed(progress, key, study)
    else:
        st.fragment(_await, run_every=EVERY)(study, key, said, owner())
    return None


def keep_shown(key: str, shown: Any) -> None:
    """Note what stands under a key, in the cache and not in the session, which holds nothing large."""
    st.session_state[f"{key}_stood"] = True
    CACHE.put(("shown", this_visit(), key), shown, this_visit())


def shown_before(key: str, nothing: Any = None) -> Any:
    """What stood under a key before; it keeps its place while the next one is awaited."""
    return CACHE.get(("shown", this_visit(), key), nothing) if f"{key}_stood" in st.session_state else nothing


def _await(study: Study, key: str, said: Say, visit: str | None) -> None:
    # it runs on a thread of its own, which does not know whose file the study follows from
    belongs_to(visit)
    go_on_from(key)
    progress = _look(study, key, 0.0)
    if progress.status != "working":
        choices.arrive()
        st.rerun()
    with st.container(key=f"{key}{AWAITED}"):
        say.caption(progress.message or said(progress))


def _look(study: Study, key: str, wait: float = LOOK) -> Progress:
    return background().look(study, f"{this_visit()} {key}", wait)
