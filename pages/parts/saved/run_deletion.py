"""Deleting saved runs, one or several at once, and bringing them back within a few seconds."""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from core.digest import digest_of
from core.runs import Service, StoreError
from core.runs.service.service import UNDO_FOR
from pages.parts.choose import choices
from pages.parts.choose.several import keep_names
from pages.parts.saved.run_address import CHOSEN
from pages.parts.shell import say
from pages.parts.shell.service import visitor
from pages.parts.shell.show import warning_sentence

REFUSED, DELETED = "deletion_refused", "deleted_runs"
TOO_LATE = "It is too late: {what} gone."


def offer_deletion(runs: Service, chosen: Sequence[str], name: str) -> None:
    """A button that deletes these runs, behind a second one that asks first."""
    what = "it" if len(chosen) == 1 else f"these {len(chosen)} runs"
    # keyed by the runs: a popover that stays open would otherwise show over the next ones
    key = chosen[0] if len(chosen) == 1 else digest_of(*chosen, size=8)
    with st.popover(f"Delete {what}", icon=":material/delete:", key=f"runs_deletion_{key}"):
        say.markdown(f"For {UNDO_FOR:.0f} seconds {'it' if len(chosen) == 1 else 'they'} can be brought back.")
        label = "Delete this run" if len(chosen) == 1 else f"Delete {len(chosen)} runs"
        st.button(label, key=f"runs_delete_{key}", on_click=_delete, args=(runs, tuple(chosen), name))


def say_refusal() -> None:
    """Say why the last deletion, or the last undoing of one, was refused."""
    if REFUSED in st.session_state:
        warning_sentence(st.session_state.pop(REFUSED))


def undo_offer() -> tuple[str, float] | None:
    """What was deleted last, in a sentence, and the seconds in which it can be brought back; None after these."""
    if DELETED not in st.session_state:
        return None
    deleted, name, until = st.session_state[DELETED]
    left = until - time.time()
    if left <= 0:
        del st.session_state[DELETED]
        return None
    return f"{name} is deleted." if len(deleted) == 1 else f"{len(deleted)} runs are deleted.", left


def bring_back(runs: Service) -> None:
    """Bring back what was deleted last, and choose it."""
    deleted, _, _ = st.session_state.pop(DELETED, ((), "", 0.0))
    try:
        back = [run for run in deleted if runs.bring_back(run, by=visitor())]
    except StoreError as error:
        st.session_state[REFUSED] = error
        return
    if back:
        keep_names(CHOSEN, back)
    if len(back) < len(deleted):
        what = "that run is" if len(deleted) == 1 else "some of these runs are"
        st.session_state[REFUSED] = StoreError(TOO_LATE.format(what=what))


def _delete(runs: Service, chosen: tuple[str, ...], name: str) -> None:
    """Delete runs before the page is drawn anew, so that the list is without them."""
    gone = []
    try:
        for run in chosen:
            runs.delete(run, by=visitor())
            gone.append(run)
    except StoreError as error:
        st.session_state[REFUSED] = error
    if gone:
        choices.forget(CHOSEN)
        st.session_state[DELETED] = tuple(gone), name, time.time() + UNDO_FOR
