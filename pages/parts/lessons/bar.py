"""The bar over a page while a lesson is on: what to notice here, and the way back and on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.lessons import BAR_KEYS, Lesson, Step, spans
from pages.parts.choose import choices
from pages.parts.choose.boxes import box
from pages.parts.lessons.shelf import OWN, lessons
from pages.parts.shell import say
from pages.parts.shell.frame import reading
from pages.parts.shell.registry import ADDRESSES, LESSONS, PageEntry, page_of
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
    with st.container(gap="small", key="lesson_bar"):
        _show_way(lesson, place, entry)
        _show_step(lesson.steps[place - 1])


def link_to_step(label: str, lesson: Lesson, place: int, icon: str, *, disabled: bool = False) -> None:
    """Show a link to a step, counted from 1: its page's choices and the step itself stand in the address."""
    step = lesson.steps[place - 1]
    page, query = page_of(ADDRESSES[step.page].file), {**step.query, LESSON: lesson.name, STEP: str(place)}
    st.page_link(page, label=label, icon=icon, help="", disabled=disabled, query_params=query)


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
    if found is None:
        raise ValueError(NOT_OURS if name == OWN else f"There is no lesson {name!r}: the page Lessons has all.")
    return found


def _place(lesson: Lesson, number: str) -> int:
    """The step's place, counted from 1."""
    if number not in {str(place) for place in range(1, len(lesson.steps) + 1)}:
        raise ValueError(f"There is no step {number!r} in the lesson: its steps are 1 to {len(lesson.steps)}.")
    return int(number)


def _show_way(lesson: Lesson, place: int, entry: PageEntry) -> None:
    """Where the reader is, and the ways from here."""
    count, step = len(lesson.steps), lesson.steps[place - 1]
    again = f"Show step {place} again"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        say.markdown(f"**{shown(lesson.title)}**, {place} of {count}", width="stretch")
        # one group, so that a narrow screen does not part it
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
            if ADDRESSES[step.page] is not entry:
                link_to_step(again, lesson, place, ":material/replay:")
            elif choices.of_page() != step.query:
                _plain_button(again, "replay", "lesson_again", choices.turn_to, step.query)
            link_to_step("Back", lesson, max(place - 1, 1), ":material/arrow_back:", disabled=place == 1)
            if place < count:
                link_to_step("Next", lesson, place + 1, ":material/arrow_forward:")
            else:
                st.page_link(page_of(LESSONS), label="All lessons", icon=":material/check:", help="")
            _plain_button("Leave", "close", "lesson_leave", choices.forget, *BAR_KEYS)


def _show_step(step: Step) -> None:
    """What to notice, and beside it the question."""
    frame = box(f"**{shown(step.title)}**", TEXT, ":material/visibility:", starts_open=True)
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


def _plain_button(label: str, icon: str, key: str, press: Callable[..., None], *args: Any) -> None:
    """A button that looks like the links beside it."""
    st.button(label, key=key, icon=f":material/{icon}:", type="tertiary", on_click=press, args=args)
