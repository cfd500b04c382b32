"""Saving the run that is on the screen; a run that takes too long for a page is trained in the background."""

from __future__ import annotations

import streamlit as st

from core.learning import Experiment, ResolvedSettings
from core.runs import Full, Service, StoreError, keep_run
from pages.parts.draw.training import known_run
from pages.parts.draw.training_view import is_long
from pages.parts.saved.run_address import choose_run
from pages.parts.shell.registry import is_embedded
from pages.parts.shell.service import is_hosted, opened_service, visitor
from pages.parts.shell.show import escaped, warning_sentence

REFUSED, TO_CONVERGE = "saving_refused", "run_saved_elsewhere"


def save_button(prefix: str, experiment: Experiment, settings: ResolvedSettings | None) -> None:
    """Offer to save the run of these settings, which Converge then shows; not on an embedded page.

    It waits for settings that are not known yet.
    """
    if is_embedded():
        return
    may_save = _may_save_data(prefix, experiment)
    st.button(
        "Save this run",
        key=f"{prefix}_keep",
        icon=":material/bookmark_add:",
        on_click=_save,
        args=(prefix, experiment, settings),
        disabled=settings is None or not may_save,
        help="Saves what is on the screen, to be found again by its address and branched. What takes longer is trained "
        "in the background, to be watched and paused.",
    )
    if REFUSED in st.session_state:
        warning_sentence(st.session_state.pop(REFUSED))


def _may_save_data(prefix: str, experiment: Experiment) -> bool:
    """Ask whether a file of one's own may be stored with the run; True where there is none."""
    own = experiment.own_data
    if not own:
        return True
    what = " and ".join(escaped(value.title) for value in own.values())
    who = (
        "Whoever has the run's address sees it on the page and may branch the run; a branch keeps it when you delete "
        "yours. You alone can take it out as a file."
        if is_hosted()
        else ("It is stored in the database of this machine, and is part of the run's file.")
    )
    return st.checkbox(f"Store {what} with the run", key=f"{prefix}_keep_data", help=f"Only what training needs. {who}")


def _save(prefix: str, experiment: Experiment, settings: ResolvedSettings) -> None:
    """Save the run before the page is drawn anew, which then shows it.

    Were it saved while the page is drawn, whatever the player reports at that moment would cut the page short.
    """
    try:
        choose_run(_saved(opened_service(), experiment, settings))
    except (Full, StoreError) as error:
        st.session_state[REFUSED] = error
    else:
        st.session_state[TO_CONVERGE] = prefix != "converge"


def go_to_saved() -> None:
    """Go to the page that shows a run which was saved on another page."""
    if st.session_state.pop(TO_CONVERGE, False):
        st.switch_page("pages/converge.py")


def _saved(runs: Service, experiment: Experiment, settings: ResolvedSettings) -> str:
    """Save what the page shows, or start what is too long for a page or awaited there; return the run's id."""
    known = None if is_long(experiment, settings) else known_run(experiment, settings)
    if known is None:
        return runs.start(experiment, settings, by=visitor())
    return keep_run(runs, known.run, known.snapshots, by=visitor())
