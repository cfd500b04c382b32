"""A lesson of one's own: a file that stays in the session."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from core.data.words import plain_text
from core.lessons import MOST_BYTES, UnreadableLesson
from pages.parts.lessons.shelf import FAULTY, HELD, hold, let_go
from pages.parts.shell import say
from pages.parts.shell.show import escaped

MOST_SHOWN = 20  # faults
LONGEST_NAME = 100  # characters of a file's name
DOCUMENT = Path(__file__).parents[3] / "docs" / "lessons.md"


@cache
def example() -> str:
    """The lesson that the document on lessons has as an example."""
    return DOCUMENT.read_text(encoding="utf-8").partition("```markdown\n")[2].partition("```")[0]


def offer_lesson(key: str) -> None:
    """Show the uploader, what is wrong with the file, a button that takes the lesson away again, and an example."""
    st.file_uploader(
        f"A Markdown file of up to {MOST_BYTES // 1000} kB",
        type=["md"],
        key=key,
        help="It stays in your session until you remove it or bring another. Whoever gets an address with it cannot "
        "see it.",
        on_change=_bring,
        args=(key,),
    )
    if FAULTY in st.session_state:
        show_faults(*st.session_state[FAULTY])
    if HELD in st.session_state:
        title = escaped(st.session_state[HELD].title)
        st.button(f"Remove {title}", key=f"{key}_away", icon=":material/close:", on_click=let_go)
    say.caption("An example to begin with:")
    st.code(example(), language="markdown", wrap_lines=True)


def show_faults(file: str, error: UnreadableLesson) -> None:
    """Say what is wrong with a file, line by line."""
    lines = [f"Line {each.line}: {each.sentence}" for each in error.problems]
    more = [f"And {len(lines) - MOST_SHOWN} more."] if len(lines) > MOST_SHOWN else []
    told = [f"{file} is no lesson yet.", *lines[:MOST_SHOWN], *more]
    say.warning("\n\n".join(escaped(each) for each in told), icon=":material/error:")


def _bring(key: str) -> None:
    brought = st.session_state[key]
    st.session_state.pop(FAULTY, None)
    if brought is not None:
        hold(brought.getvalue(), plain_text(brought.name, LONGEST_NAME))
