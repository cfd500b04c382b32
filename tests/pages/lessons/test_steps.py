"""Every step of the lessons that come along opens its page as it says, with a bar that has its text."""

from __future__ import annotations

import pytest

from core.lessons import Lesson
from pages.parts.lessons.__main__ import check
from pages.parts.lessons.bar import shown
from pages.parts.lessons.shelf import FOLDER, shelf
from pages.parts.shell.registry import ADDRESSES
from tests.pages.conftest import opened, shown_errors
from tests.pages.test_words import complaints

LESSONS = {found.name: found for found in shelf().values() if isinstance(found, Lesson)}
STEPS = [(name, place) for name, lesson in LESSONS.items() for place in range(1, len(lesson.steps) + 1)]


def test_the_checker_finds_nothing_in_the_folder():
    files = sorted(FOLDER.glob("*.md"))
    assert len(files) == len(LESSONS) == 6
    assert check([str(file) for file in files]) == []


def step_of(name: str, place: int) -> dict[str, str]:
    """The whole address of a step."""
    return {**LESSONS[name].steps[place - 1].query, "lesson": name, "step": str(place)}


@pytest.mark.parametrize(("name", "place"), STEPS)
def test_a_step_opens_its_page_with_all_that_its_address_says(name, place):
    lesson = LESSONS[name]
    step = lesson.steps[place - 1]
    app = opened(ADDRESSES[step.page].file, **step_of(name, place))
    assert not app.exception, shown_errors(app)
    assert not app.error
    # each of its choices is one of the page, and none is refused
    assert dict(app.query_params) == step_of(name, place)
    assert ADDRESSES[step.page].title in (app.title[0].value, "The question")
    assert app.markdown[0].value == f"**{shown(lesson.title)}**, {place} of {len(lesson.steps)}"
    assert app.expander[0].label == f"**{shown(step.title)}**"
    assert shown(step.text) in [each.value for each in app.markdown]
    assert not [each for each in app.button if each.key == "lesson_again"]
    links = [each.proto for each in app.get("page_link")]
    assert [link.label for link in links[:2]] == ["Back", "Next" if place < len(lesson.steps) else "All lessons"]
    assert (links[0].page == "lessons") == (place == 1)


@pytest.mark.parametrize(("name", "place"), [each for each in STEPS if LESSONS[each[0]].steps[each[1] - 1].question])
def test_an_answer_unfolds_and_the_terms_of_the_step_are_explained(name, place):
    step = LESSONS[name].steps[place - 1]
    app = opened(ADDRESSES[step.page].file, **step_of(name, place), lesson_answer="open")
    assert shown(step.answer) in [each.value for each in app.markdown]
    assert app.query_params["lesson_answer"] == "open"
    assert complaints(app, of_bar=True) == []


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_takes_less_than_five_minutes(name):
    assert 5 <= len(LESSONS[name].steps) <= 7
    assert LESSONS[name].minutes < 5
