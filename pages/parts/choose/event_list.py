"""The events of a signal as a list that the visitor writes, or marks on the signal."""

from __future__ import annotations

from dataclasses import dataclass

from core.data import Signal
from core.study.marks import events_of_text, text_of_events
from pages.parts.choose import choices
from pages.parts.choose.widgets import switch, text

MISSING = "The events are missing: mark them on the signal, write their samples, or bring them as a column."


@dataclass(frozen=True)
class EventList:
    """A signal and the samples of its events; their list is the choice of `key`, in seconds if there is a rate."""

    signal: Signal
    key: str
    rate: float | None
    events: tuple[int, ...]


def listed_events(prefix: str, signal: Signal) -> EventList:
    """Show the field with the list; raises ValueError for what is no list of events."""
    key = f"{prefix}_events"
    given = text("Events", key, help_text="Numbers or ranges, such as 12, 40-44, 90: of samples counted from 0.")
    rate = signal.sample_rate
    is_time = rate is not None and switch("The list is in seconds", f"{prefix}_seconds")
    rate = rate if is_time else None
    return EventList(signal, key, rate, events_of_text(given, rate) if given else ())


def keep_events(listed: EventList, events: tuple[int, ...]) -> None:
    """Write the list anew."""
    if events:
        choices.keep(listed.key, text_of_events(events, listed.rate))
    else:
        choices.forget(listed.key)
