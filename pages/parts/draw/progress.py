"""A study on the page: how far it has come, what it shows so far, and a button that stops it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.background import Progress, Study
from core.cache import belongs_to, owner
from pages.parts.choose import choices
from pages.parts.shell import say
from pages.parts.shell.background import background
from pages.parts.shell.show import warning_sentence
from pages.parts.shell.terms import go_on_from
from pages.parts.shell.visit import this_visit

EVERY = 0.4  # seconds between two looks
LONGEST_RUN = 20.0  # seconds of a single run of a study: until it ends, nobody else's study goes on
Draw = Callable[[Progress], None]
Say = Callable[[Progress], str]


def follow(study: Study, draw: Draw, done: Say, key: str) -> None:
    """Have a study computed while the page is open, and `draw` what is known of it, again and again until it is whole.

    `done` says what is done, such as "96 of 256 starts". The visitor may stop the study, and let it go on.
    """
    progress = _look(study, key)
    # one element for what follows on the page, however much is drawn: what follows keeps its place, and the focus
    with st.container():
        if progress.status == "working":
            # a part of the page that runs by itself
            st.fragment(_follow, run_every=EVERY)(study, draw, done, key, owner())
        else:
            _say(progress, done, key, study)
            draw(progress)


def say_failed(progress: Progress, key: str, study: Study) -> None:
    """Say why a study failed, with a button that lets it begin anew."""
    warning_sentence(RuntimeError(progress.message))
    st.button("Try again", key=f"{key}_again", icon=":material/refresh:", on_click=background().retry, args=(study,))


def is_too_long(seconds: float) -> bool:
    """Whether a single run that takes so long is too long for a study of many to be offered."""
    return seconds > LONGEST_RUN


def say_too_long(seconds: float) -> None:
    """Say why there is no study of runs that take so long, and what to do."""
    say.info(
        f"A single run with these settings takes about {seconds:.0f} seconds, which is too long for so many runs. "
        "Choose fewer steps, or watch one run on Converge."
    )


def _follow(study: Study, draw: Draw, done: Say, key: str, visit: str | None) -> None:
    # it runs on a thread of its own, which does not know whose file the study follows from
    belongs_to(visit)
    go_on_from(key)
    progress = _look(study, key)
    if progress.status != "working":
        st.rerun()
    _say(progress, done, key, study)
    draw(progress)
    choices.write_address()


def _look(study: Study, key: str) -> Progress:
    if st.session_state.get(f"{key}_stopped") == study:
        return background().peek(study)
    return background().look(study, f"{this_visit()} {key}")


def _say(progress: Progress, done: Say, key: str, study: Study) -> None:
    """One line: what is done, how long the rest takes, and the button."""
    if progress.status == "failed":
        say_failed(progress, key, study)
        return
    with status_line():
        if progress.status == "finished":
            say.caption(f"{done(progress)}.")
        elif progress.status == "stopped":
            say.caption(f"Stopped: {done(progress)}.")
            st.button("Go on", key=f"{key}_go_on", icon=":material/play_arrow:", on_click=_go_on, args=(key,))
        else:
            st.progress(progress.share, progress.message or f"{done(progress)}{_rest(progress)}")
            st.button("Stop", key=f"{key}_stop", icon=":material/stop:", on_click=_stop, args=(key, study))


def status_line() -> DeltaGenerator:
    """The place for what is done, of the same height whatever stands there."""
    return st.container(horizontal=True, vertical_alignment="center", height=48, border=False)


def _rest(progress: Progress) -> str:
    """What is still to come: a time, or only the conclusion, whose time is not known.

    >>> _rest(Progress((), 70, None, "working", 42.0)), _rest(Progress((1.0,) * 70, 70, None, "working", 0.0))
    (', about 42 seconds left', ', the conclusion is on its way')
    """
    if len(progress.parts) == progress.count:
        return ", the conclusion is on its way"
    return "" if progress.seconds_left is None else f", {_written(progress.seconds_left)} left"


def _written(seconds: float) -> str:
    """A time as people say it.

    >>> _written(0.4), _written(42.0), _written(200.0)
    ('about 1 second', 'about 42 seconds', 'about 4 minutes')
    """
    if seconds > 90:
        return f"about {-(-seconds // 60):.0f} minutes"
    whole = max(1, round(seconds))
    return f"about {whole} second{'s' if whole > 1 else ''}"


def _stop(key: str, study: Study) -> None:
    st.session_state[f"{key}_stopped"] = study
    background().stop(f"{this_visit()} {key}")


def _go_on(key: str) -> None:
    st.session_state.pop(f"{key}_stopped", None)
