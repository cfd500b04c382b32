"""What people write about a run: a name, tags, a note, each no longer than a list can show."""

from __future__ import annotations

from collections.abc import Iterable

from core.data import plain_text
from core.runs.records.record import LONGEST_NAME, LONGEST_NOTE, LONGEST_TAG, MOST_TAGS


def checked_description(
    name: str | None, tags: Iterable[str] | None, note: str | None
) -> tuple[dict[str, str], list[str] | None]:
    """The name and the note by column, where given, and the tags, all in the form that is stored.

    Raises ValueError for one that is empty or too long, and for too many tags.

    >>> checked_description("Peaks ", ["b", "a", "b"], None)
    ({'name': 'Peaks'}, ['a', 'b'])
    """
    values = {}
    if name is not None:
        values["name"] = _checked("name", name, LONGEST_NAME)
    if note is not None:
        if len(note) > LONGEST_NOTE:
            raise ValueError(f"note has {len(note)} characters: write at most {LONGEST_NOTE}.")
        values["note"] = plain_text(note, LONGEST_NOTE, keeps_lines=True)
    chosen = None if tags is None else sorted({_checked("tag", tag, LONGEST_TAG) for tag in tags})
    if chosen is not None and len(chosen) > MOST_TAGS:
        raise ValueError(f"{len(chosen):,} tags are too many: give at most {MOST_TAGS}.")
    return values, chosen


def _checked(what: str, text: str, longest: int) -> str:
    plain = plain_text(text, longest)
    if not plain or len(text.strip()) > longest:
        raise ValueError(f"{what}={text.strip()[:60]!r} is not allowed: write 1 to {longest} characters.")
    return plain
