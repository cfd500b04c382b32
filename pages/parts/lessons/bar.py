"""The bar over a page while a lesson is on: what to notice here, and the way back and on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from core.lessons import BAR_KEYS, Lesson, Step, spans
from core.names import unknown_name
from pages.parts.choose import choices
from pages.parts.choose.boxes import box
from pages.parts.lessons.shelf import OWN, lessons
from pages.parts.shell import say
from pages.parts.shell.frame import reading
from pages.parts.shell.registry import ADDRESSES, LESSONS, PageEntry, is_embedded, page_of
from pages.parts.shell.show import escaped, warning_sentence

LESSON, STEP, TEXT, ANSWER = BAR_KEYS
BESIDE_WIDTH, ASKING_WIDTH = 460, 300  # pixels: both side by side beside the controls
NOT_OURS = "This address was made with somebody's own lesson, which stayed with that person."


def show_bar(entry: PageEntry) -> None:
    """Show the bar where the address has a step of a lesson; on the list of lessons, the lesson is over."""
    name, number = choices.chosen(LESSON), choices.chosen(STEP)
    if name is None or entry.file == LESSONS:
        choices.forget(*BAR_KEYS)
        return
    try:
        lesson = _lesson(name)
        place = _place(lesson, number or "1")
    except ValueError as error:
        choices.forget(*BAR_KEYS)
        warning_sentence(error)
        return
    choices.keep(STEP, str(place))
    # style alone takes no place on the page
    st.html(Path(__file__).parent / "bar.css")
    with st.container(gap="xsmall", key="lesson_bar"):
        _show_way(lesson, place, entry)
        _show_step(lesson.steps[place - 1])


def link_to_step(label: str, lesson: Lesson, place: int, icon: str) -> None:
    """Show a link to a step, counted from 1: its page's choices and the step itself stand in the address."""
    page = page_of(ADDRESSES[lesson.steps[place - 1].page].file)
    st.page_link(page, label=label, icon=icon, help="", query_params=_address(lesson, place))


def shown(text: str) -> str:
    """A lesson's text for Streamlit: emphasis and code as they are, everything else escaped.

    >>> shown("*two* <b>")
    '*two* \\\\<b\\\\>'
    """
    return "".join(
        f"{each.style}{each.text if each.style == '`' else escaped(each.text)}{each.style}" for each in spans(text)
    )


def _lesson(name: str) -> Lesson:
    found = lessons().get(name)
    if found is None and name == OWN:
        raise ValueError(NOT_OURS)
    if found is None:
        raise unknown_name(name, lessons(), "a lesson", "Lessons has all of them.")
    return found


def _place(lesson: Lesson, number: str) -> int:
    """The step's place, counted from 1."""
    if number not in {str(place) for place in range(1, len(lesson.steps) + 1)}:
        raise ValueError(f"The lesson has no such step: its steps are 1 to {len(lesson.steps)}.")
    return int(number)


def _show_way(lesson: Lesson, place: int, entry: PageEntry) -> None:
    """Where the reader is, and the ways from here."""
    count, step = len(lesson.steps), lesson.steps[place - 1]
    is_as_meant = ADDRESSES[step.page] is entry and choices.of_page() == step.query
    # a small frame has no room to spare at its lower edge
    key = "lesson_way_embedded" if is_embedded() else "lesson_way"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=key):
        say.markdown(f"**{shown(lesson.title)}**, {place} of {count}", width="stretch")
        # one group, so that a narrow screen does not part it
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
            # a place of its own: where a link becomes the next one in the row, the focus goes along
            with st.container(width="content"):
                if not is_as_meant:
                    _lead(f"Show step {place} again", lesson, place, entry, icon=":material/replay:", is_again=True)
            if place > 1:
                _lead("Back", lesson, place - 1, entry, icon=":material/arrow_back:")
            else:
                _link_to_list("Back", ":material/arrow_back:")
            if place < count:
                _lead("Next", lesson, place + 1, entry, icon=":material/arrow_forward:")
            else:
                _link_to_list("All lessons", ":material/check:")
            _plain_button("Leave", ":material/close:", choices.forget, *BAR_KEYS)


def _show_step(step: Step) -> None:
    """What to notice, and beside it the question."""
    frame = box(f"**{shown(step.title)}**", TEXT, ":material/visibility:", starts_open=not is_embedded())
    if not frame.open:
        return
    with frame, st.container(horizontal=True):
        with reading() if not step.question else st.container(width=BESIDE_WIDTH):
            say.markdown(shown(step.text))
        if step.question:
            with st.container(width=ASKING_WIDTH):
                answer = box(shown(step.question), ANSWER, ":material/help:")
                if answer.open:
                    with answer:
                        say.markdown(shown(step.answer))


def _lead(label: str, lesson: Lesson, place: int, entry: PageEntry, *, icon: str, is_again: bool = False) -> None:
    """Show a link to a step, or a button where a link from the page to itself would not do.

    Such a link does nothing where its step is in the address already, and ends that the page is embedded.
    """
    if (is_again or is_embedded()) and ADDRESSES[lesson.steps[place - 1].page] is entry:
        _plain_button(label, icon, choices.turn_to, _address(lesson, place))
    else:
        link_to_step(label, lesson, place, icon)


def _link_to_list(label: str, icon: str) -> None:
    st.page_link(page_of(LESSONS), label=label, icon=icon, help="")


def _plain_button(label: str, icon: str, press: Callable[..., None], *args: Any) -> None:
    """A button that looks like the links beside it."""
    key = f"lesson_{label.split()[-1].lower()}"
    st.button(label, key=key, icon=icon, type="tertiary", on_click=press, args=args)


def _address(lesson: Lesson, place: int) -> dict[str, str]:
    return {**lesson.steps[place - 1].query, LESSON: lesson.name, STEP: str(place)}
