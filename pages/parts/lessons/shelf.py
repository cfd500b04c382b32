"""The lessons there are: the files in the folder lessons, and one of the visitor's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import streamlit as st

from core.lessons import Lesson, Problem, UnreadableLesson, read_lesson
from pages.parts.shell.registry import ADDRESSES, LESSONS

FOLDER = Path(__file__).parents[3] / "lessons"
NUMBERED = re.compile(r"^\d+[_-]")  # in front of a file's name, for the order
OWN = "own"  # stands for the visitor's own lesson in an address
HELD, FAULTY = "own_lesson", "own_lesson_faults"  # in the session: the lesson, or its name and what is wrong with it
MOST_FILES = 256  # whose lessons are remembered

# where a step may lead: not to the list of lessons, over which there is no bar
STEPS: Mapping[str, tuple[str, ...]] = {name: entry.owns for name, entry in ADDRESSES.items() if entry.file != LESSONS}


def name_of(file: str) -> str:
    """What stands for a file's lesson in an address: the file's name without its ending and the number in front.

    >>> name_of("2_what_a_kernel_does.md")
    'what_a_kernel_does'
    """
    return NUMBERED.sub("", Path(file).stem)


def read(content: bytes, name: str) -> Lesson:
    """The lesson in a file's bytes; raises UnreadableLesson."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableLesson((Problem(line, "This is not text: save the file as text in UTF-8."),)) from None
    return read_lesson(text, name, STEPS)


def shelf(folder: Path | None = None) -> dict[str, Lesson | UnreadableLesson]:
    """The folder's lessons by file, in the order of their names; what is no lesson comes with what is wrong."""
    files = sorted((folder or FOLDER).glob("*.md"))
    return {path.name: _read(path, path.stat().st_mtime_ns) for path in files}


def lessons() -> dict[str, Lesson]:
    """All lessons that can be taken, by name; the visitor's own is the last."""
    found = [each for each in shelf().values() if isinstance(each, Lesson)]
    own: Lesson | None = st.session_state.get(HELD)
    return {each.name: each for each in (*found, *([own] if own else []))}


def hold(content: bytes, file: str) -> None:
    """Hold a visitor's own lesson, or what is wrong with the file, in the session alone."""
    st.session_state.pop(FAULTY, None)
    try:
        st.session_state[HELD] = read(content, OWN)
    except UnreadableLesson as error:
        st.session_state[FAULTY] = file, error


def let_go() -> None:
    """Forget the visitor's own lesson."""
    st.session_state.pop(HELD, None)


@lru_cache(MOST_FILES)
def _read(path: Path, changed: int) -> Lesson | UnreadableLesson:
    """A file as it is since it was `changed`."""
    try:
        return read(path.read_bytes(), name_of(path.name))
    except UnreadableLesson as error:
        return error
