"""Files of one's own for a study: they stay in the session, and are not part of the page's address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.data import IMAGE_TYPES, MAX_MEGABYTES, SIGNAL_TYPES, Image, Signal, UnreadableUpload
from core.export import name_of, study_template
from core.study.examples import BEFORE_AFTER, EVENTS, NOISY
from pages.parts.choose import choices
from pages.parts.choose.boxes import box
from pages.parts.choose.own_files import PICTURES, Kind, OwnFile, opened
from pages.parts.shell import say
from pages.parts.shell.held_uploads import note_held
from pages.parts.shell.reading import reading
from pages.parts.shell.show import download, escaped

HELD, UPLOADS, REFUSED = "study_files", "study_uploads", "study_refused"
MOST_NAMES = 5  # of columns in a sentence
OWN = "own"  # stands for the files in an address
WITH_FILES = ("column", "column_after", "marks", "events", "seconds")  # choices that belong to the files
LABELS = {
    EVENTS: ("A table with a signal", ""),
    NOISY: ("A table, pictures or sounds", ""),
    BEFORE_AFTER: ("Before: a table, pictures or sounds", "After: what they should become"),
}
STAY = f"Files stay in your session until you remove them, and are stored nowhere. Each may have {MAX_MEGABYTES} MB."
WHOLE = "Of several files each is held out as a whole."
HELP = {
    EVENTS: f"{STAY} Events can be another column, a list, or marked on the signal.",
    NOISY: f"{STAY} {WHOLE}",
    BEFORE_AFTER: f"{STAY} A table may have both as columns. {WHOLE} They are paired in the order of their names.",
}


@dataclass(frozen=True)
class Brought:
    """The files of a task: those `before`, and those `after` where there are any."""

    before: tuple[OwnFile, ...] = ()
    after: tuple[OwnFile, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table, where a single one was brought."""
        return self.before[0].columns if len(self.before) == 1 else ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """The columns of the tables that hold text, each name once."""
        return tuple(dict.fromkeys(name for file in (*self.before, *self.after) for name in file.left_out))

    @property
    def is_colour(self) -> bool:
        """Whether any of the files is a picture in colour."""
        return any(isinstance(made := each.data, Image) and made.is_colour for each in (*self.before, *self.after))

    @property
    def title(self) -> str:
        """The entry in the menu."""
        first = self.before[0].name
        return f"Your data: {first}" if len(self.before) == 1 else f"Your data: {first} and {len(self.before) - 1} more"


def brought(task: str) -> Brought:
    """The visitor's files for this task; what was last brought for another question serves this one, if it can."""
    held: dict[str, Brought] = st.session_state.setdefault(HELD, {})
    if task in held:
        return held[task]
    newest = reversed(held.values())
    return next((Brought(each.before) for each in newest if _serves(each.before, task)), Brought())


def _serves(files: tuple[OwnFile, ...], task: str) -> bool:
    """Whether files can be those before of a task: events are looked for in one signal."""
    if task == EVENTS:
        return len(files) == 1 and files[0].kind is Signal
    return bool(files)


def refused(task: str) -> str:
    """Why the file that the uploader has cannot be read; empty where it could be."""
    where, why, _ = st.session_state.get(REFUSED, ("", "", ""))
    return str(why) if where == task else ""


def forget_refusal() -> None:
    """Something else was chosen."""
    st.session_state.pop(REFUSED, None)


def offer_files(prefix: str, task: str) -> None:
    """Show the uploaders; new files become the data that are used."""
    frame = box("Use your own data", f"{prefix}_own", ":material/upload:")
    if frame.open:
        reading().prepare()
        with frame:
            for part, label in zip(("before", "after"), LABELS[task], strict=True):
                if label:
                    _uploader(prefix, task, part, label)
            name = name_of(f"template_{task}", "csv", task)
            download("Download a table to fill in", partial(study_template, task), name, f"{prefix}_template")
    else:
        forget_refusal()  # its uploader forgets the file
    own = brought(task)
    if own.before or own.after:
        first, *others = (each.name for each in (*own.before, *own.after))
        names = escaped(f"{first} and {len(others)} more" if others else first)
        st.button(
            f"Remove {names}", key=f"{prefix}_files_away", icon=":material/close:", on_click=_remove, args=(prefix,)
        )


def say_what_is_left_out(own: Brought) -> None:
    """Say which columns hold no numbers, and that of pictures the colours are not compared."""
    names = own.left_out
    if names:
        shown = names if len(names) <= MOST_NAMES else names[: MOST_NAMES - 1]
        more = f" and {len(names) - len(shown)} more" if shown != names else ""
        listed = ", ".join(shown) + more
        holds = "it holds" if len(names) == 1 else "they hold"
        say.caption(f"Left out, as {holds} no numbers: {escaped(listed)}.")
    if own.is_colour:
        say.caption("Pictures are compared in grey.")


def _uploader(prefix: str, task: str, part: str, label: str) -> None:
    key = f"{prefix}_{task}_{part}_{st.session_state.get(UPLOADS, 0)}"
    types = SIGNAL_TYPES if task == EVENTS else (*SIGNAL_TYPES, *IMAGE_TYPES)
    uploads = st.file_uploader(
        label,
        type=list(dict.fromkeys(types)),
        key=key,
        help=HELP[task],
        accept_multiple_files=True,
        on_change=_bring,
        args=(prefix, task, part, key),
    )
    if not uploads and st.session_state.get(REFUSED, ("", "", ""))[2] == key:
        forget_refusal()
    # a file that is dropped while the page still runs is there without a word of it
    if uploads and _ids(uploads) != st.session_state.get(f"{key}_brought"):
        _bring(prefix, task, part, key)
        st.rerun()


def _ids(uploads: Sequence[UploadedFile]) -> list[str]:
    return [each.file_id for each in uploads]


def _bring(prefix: str, task: str, part: str, key: str) -> None:
    """Hold the uploaded files in the order of their names, or the sentence that says why one cannot be read."""
    forget_refusal()
    uploads = sorted(st.session_state[key] or [], key=lambda each: each.name)
    st.session_state[f"{key}_brought"] = _ids(st.session_state[key] or [])
    try:
        files = tuple(opened(each.getvalue(), each.name, _kind(task, each.name)) for each in uploads)
    except UnreadableUpload as error:
        st.session_state[REFUSED] = task, str(error), key
        return
    held, old = st.session_state.setdefault(HELD, {}), brought(task)
    if part == "before" and old.before and old.before != files:
        choices.forget(*(f"{prefix}_{name}" for name in WITH_FILES))  # they were those of the other file
    held.pop(task, None)
    new = replace(old, **{part: files})
    if new.before or new.after:
        held[task] = new  # the last one is the newest
        choices.keep(f"{prefix}_{task}_data", OWN)
    else:
        choices.forget(f"{prefix}_{task}_data")
    note_held(HELD, sum(len(file.content) for each in held.values() for file in (*each.before, *each.after)))


def _kind(task: str, name: str) -> Kind:
    return Image if task != EVENTS and name.lower().endswith(PICTURES) else Signal


def _remove(prefix: str) -> None:
    """Forget the files of all questions with what was chosen in them, and show empty uploaders."""
    forget_refusal()
    st.session_state.pop(HELD, None)
    note_held(HELD, 0)
    st.session_state[UPLOADS] = st.session_state.get(UPLOADS, 0) + 1
    choices.forget(*(f"{prefix}_{name}" for name in WITH_FILES))
    choices.forget_text(OWN)
