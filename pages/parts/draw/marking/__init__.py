"""The visitor's own signal, on which events are marked by a press; the list of events changes with the marks."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from core.figures.marking import marked_anew, marking_figure
from core.figures.wire import noted
from pages.parts.choose import choices
from pages.parts.choose.event_list import EventList, keep_events
from pages.parts.draw.browser import component, take_pin
from pages.parts.shell import say

HEIGHT = 340  # pixels
_COMPONENT = component("marking", Path(__file__).parent)


def show_marking(listed: EventList, key: str) -> None:
    """Show a stretch of the signal with its events, which may be marked and taken away."""
    start = choices.whole(f"{key}_pin") or 0
    message = noted(marking_figure(listed.signal, listed.events, start), height=HEIGHT)
    _COMPONENT(
        key=key,
        data=message,
        height=HEIGHT,
        on_pin_change=partial(take_pin, key, f"{key}_pin"),
        on_marks_change=partial(_take_marks, key, listed),
    )
    if listed.events:
        say.caption("What has no mark counts as no event: mark all of them, or bring only the part that is marked.")


def _take_marks(key: str, listed: EventList) -> None:
    """Write the list anew; what no reader of the figure can send is passed over."""
    marks = st.session_state[key].get("marks")
    if not isinstance(marks, dict):
        return
    try:
        start, stop = int(marks["start"]), int(marks["stop"])
        found = [int(each) for each in marks["events"] if 0 <= int(each) < len(listed.signal.samples)]
    except (KeyError, TypeError, ValueError):
        return
    keep_events(listed, marked_anew(listed.events, start, stop, found))
