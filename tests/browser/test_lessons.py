"""A reader who only presses Next gets through every lesson: by mouse, by keyboard, on a phone, and embedded."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from core.lessons import Lesson
from tests.browser.conftest import go_to, settled
from tests.browser.test_accessibility import violations
from tests.pages.lessons.test_steps import LESSONS, step_of

PHONE = {"width": 390, "height": 844}
FOCUSED = "() => document.activeElement.innerText.split('\\n').at(-1)"


def plain(text: str) -> str:
    """A lesson's text as the page shows it."""
    return re.sub("[*`]", "", text).split("\n\n")[0]


def bar(tab: Page) -> Locator:
    return tab.locator(".st-key-lesson_bar")


def check_step(tab: Page, lesson: Lesson, place: int) -> None:
    """The bar and the address are at this step, and the page is there."""
    step = lesson.steps[place - 1]
    expect(bar(tab)).to_contain_text(f"{plain(lesson.title)}, {place} of {len(lesson.steps)}")
    expect(bar(tab)).to_contain_text(plain(step.text))
    settled(tab)
    expect(tab.locator("[data-testid=stException]")).to_have_count(0)
    expect(tab.locator("h1")).to_have_count(1)
    address = urlsplit(tab.url)
    assert address.path == f"/{step.page}"
    assert dict(parse_qsl(address.query)) == step_of(lesson.name, place)
    expect(bar(tab).get_by_text("Show step")).to_have_count(0)


def begin(tab: Page, server: str, lesson: Lesson) -> None:
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(f"{server}/lessons")
    tab.get_by_test_id("stMain").get_by_role("link", name=plain(lesson.title)).click()


def press_through(tab: Page, lesson: Lesson, press: Callable[[str], None]) -> None:
    """Press Next at each step, and then what leads to the list of lessons."""
    for place in range(1, len(lesson.steps) + 1):
        check_step(tab, lesson, place)
        press("Next" if place < len(lesson.steps) else "All lessons")
    expect(tab.get_by_role("heading", level=1, name="Lessons")).to_be_visible()
    settled(tab)
    expect(bar(tab)).to_have_count(0)
    assert urlsplit(tab.url).query == ""


@pytest.mark.slow
@pytest.mark.parametrize("name", LESSONS)
def test_whoever_only_presses_next_comes_to_the_end_of_each_lesson(tab, server, name):
    begin(tab, server, LESSONS[name])
    press_through(tab, LESSONS[name], lambda label: bar(tab).get_by_role("link", name=label).click())


def test_by_keyboard_alone_the_focus_stays_on_next(tab, server):
    lesson = LESSONS["what_a_kernel_does"]
    begin(tab, server, lesson)
    check_step(tab, lesson, 1)
    # the way from the menu is short
    tab.get_by_test_id("stTopNavSection").last.focus()
    for _ in range(6):
        tab.keyboard.press("Tab")
        if tab.evaluate(FOCUSED) == "Next":
            break

    def press(label: str) -> None:
        assert tab.evaluate(FOCUSED) == label
        tab.keyboard.press("Enter")

    press_through(tab, lesson, press)


def test_the_bar_leaves_the_window_to_the_figure(tab, server):
    lesson = LESSONS["the_thread"]
    begin(tab, server, lesson)
    check_step(tab, lesson, 1)
    assert bar(tab).bounding_box()["height"] < 200


def test_on_a_phone_the_text_can_be_folded_and_next_is_in_sight(tab, server):
    tab.set_viewport_size(PHONE)
    lesson = LESSONS["the_thread"]
    begin(tab, server, lesson)

    def press(label: str) -> None:
        link = bar(tab).get_by_role("link", name=label)
        expect(link).to_be_in_viewport()
        link.click()

    check_step(tab, lesson, 1)
    expect(tab.locator(".stage canvas").first).to_be_in_viewport()
    # also below the result
    tab.get_by_text("How it works, and what to try").scroll_into_view_if_needed()
    expect(bar(tab).get_by_role("link", name="Next")).to_be_in_viewport()
    assert bar(tab).locator(".st-key-lesson_way").bounding_box()["height"] < 60
    press_through(tab, lesson, press)
    tab.go_back()
    check_step(tab, lesson, len(lesson.steps))
    bar(tab).locator("summary").first.click()
    expect(bar(tab).get_by_text(plain(lesson.steps[-1].text))).to_have_count(0)
    settled(tab)
    assert "lesson_text=closed" in tab.url


def test_back_and_forward_of_the_browser_go_step_by_step(tab, server):
    lesson = LESSONS["why_pictures_are_harder_than_noise"]
    begin(tab, server, lesson)
    for place in (1, 2, 3):
        check_step(tab, lesson, place)
        bar(tab).get_by_role("link", name="Next").click()
    for place in (4, 3, 2, 1):
        check_step(tab, lesson, place)
        tab.go_back()
    expect(tab.get_by_role("heading", level=1, name="Lessons")).to_be_visible()
    tab.go_forward()
    check_step(tab, lesson, 1)


def test_a_detour_by_the_menu_and_the_way_back(tab, server):
    lesson = LESSONS["what_a_kernel_does"]
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(f"{server}/images?images_sample=camera&images_kernel=box&lesson={lesson.name}&step=1")
    check_step(tab, lesson, 1)
    go_to(tab, "Signals")
    expect(bar(tab)).to_contain_text("1 of 6")
    bar(tab).get_by_text("Show step 1 again").click()
    check_step(tab, lesson, 1)
    bar(tab).get_by_role("button", name="Leave").click()
    expect(bar(tab)).to_have_count(0)
    settled(tab)
    assert dict(parse_qsl(urlsplit(tab.url).query)) == dict(lesson.steps[0].query)


def test_the_question_unfolds_and_nothing_of_the_bar_bars_the_way(tab, server):
    lesson = LESSONS["the_thread"]
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(
        f"{server}/signals?signals_sample=thread&signals_kernel=peak_detector&signals_pin=5&lesson=the_thread&step=1"
    )
    check_step(tab, lesson, 1)
    bar(tab).get_by_text(lesson.steps[0].question).click()
    expect(bar(tab).get_by_text(lesson.steps[0].answer)).to_be_visible()
    settled(tab)
    assert "lesson_answer=open" in tab.url
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        tab.wait_for_timeout(500)
        settled(tab)
        assert violations(tab) == [], scheme


def test_an_embedded_step_has_its_bar_and_leads_on(tab, server):
    lesson = LESSONS["what_a_kernel_does"]
    tab.set_viewport_size({"width": 800, "height": 500})
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(f"{server}/images?images_sample=camera&images_kernel=box&lesson={lesson.name}&step=1&embed=true")
    expect(bar(tab)).to_contain_text("1 of 6")
    expect(tab.locator(".stage canvas").first).to_be_in_viewport()
    # on the same page, and from page to page
    for place in range(2, 7):
        bar(tab).get_by_text("Next").click()
        expect(bar(tab)).to_contain_text(f"{place} of 6")
        settled(tab)
        expect(tab.get_by_test_id("stTopNavSection")).to_have_count(0)
        assert dict(parse_qsl(urlsplit(tab.url).query)) == {**step_of(lesson.name, place), "embed": "true"}
