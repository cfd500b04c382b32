"""Walks through a page by keyboard, and all that a page shows to the eye."""

from __future__ import annotations

import random

from playwright.sync_api import BrowserContext, Page, expect

from pages.parts.shell.registry import PAGES
from tests.browser.conftest import settled

LONGEST_STUDY = 150_000  # milliseconds, on a machine that has other work
RESTED = 700  # milliseconds after which a figure has told the page where it was pressed
# notes which of the page's own timers are still to end: a figure tells the page by one where it was pressed
NOTE_TIMERS = """() => {
  const waiting = window.waiting = new Set(), { setTimeout, clearTimeout } = window
  window.setTimeout = (work, delay = 0, ...rest) => {
    const ended = (...given) => { waiting.delete(timer); work(...given) }
    const timer = setTimeout(ended, delay, ...rest)
    if (delay <= RESTED) waiting.add(timer)
    return timer
  }
  window.clearTimeout = (timer) => { waiting.delete(timer); clearTimeout(timer) }
}""".replace("RESTED", str(RESTED))
WAIT_FOR_TIMERS = """async () => {
  const end = performance.now() + RESTED, frame = () => new Promise(requestAnimationFrame)
  do { await frame(); await frame() } while (window.waiting.size && performance.now() < end)
}""".replace("RESTED", str(RESTED))
ADDRESSES = tuple("" if index == 0 else entry.file for index, entry in enumerate(PAGES))
# the keys of the boxes, which are also their names in the address
BOXES = """() => [...document.querySelectorAll('[data-testid=stExpander]')].map((box) =>
  [...box.closest('[class*=st-key-]').classList].find((name) => name.startsWith('st-key-')).slice('st-key-'.length))"""
AWAITED = "[data-testid=stProgress], [class*=_awaited]"
UNFINISHED = "[data-testid=stSkeleton], [data-stale=true]"
# the controls to play move through what is shown and are no settings
IS_OF_PLAYER = "(element) => element.closest('.transport') !== null"
# the text, what pictures and charts say of themselves, and what is painted; a picture's address changes with its content
SHOWN = """() => {
  const parts = [...document.querySelectorAll('[data-testid=stMain], [data-testid=stSidebar]')]
  const all = (selector) => parts.flatMap((part) => [...part.querySelectorAll(selector)])
  const named = all('[aria-label], img').map((element) =>
    [element.tagName, element.getAttribute('aria-label'), element.getAttribute('alt'), element.getAttribute('src'),
     element.getAttribute('aria-valuenow'), element.getAttribute('aria-valuetext'), element.value].join(' | '))
  const figures = all('*').map((each) => each.shadowRoot?.querySelector('.stage')).filter(Boolean)
  const drawn = figures.flatMap((figure) => [figure.innerText, ...[...figure.querySelectorAll('canvas')].map((canvas) =>
    canvas.clientWidth ? canvas.toDataURL() : '')])
  return [...parts.map((part) => part.innerText), ...drawn, ...named.filter((each) => !each.includes('anchor'))]
}"""


def rested(tab: Page) -> None:
    """Wait until what was pressed has told the page, and the page has run; the tab notes its timers."""
    tab.evaluate(WAIT_FOR_TIMERS)
    settled(tab)


def with_all_boxes_open(tab: Page, page: str) -> str:
    """The address of a page with every box open, once the tab has arrived there with all of them closed."""
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(page)
    arrived(tab)
    keys = tab.evaluate(BOXES)
    assert keys
    return f"{page}?{'&'.join(f'{key}=open' for key in keys)}"


def arrived(tab: Page) -> None:
    """Wait until the page is there: what it says at its end comes last, widgets whose code is on its way are grey."""
    expect(tab.get_by_text("How it works, and what to try")).to_be_visible()
    nothing_awaited(tab)
    expect(tab.locator(UNFINISHED)).to_have_count(0)


def nothing_awaited(tab: Page) -> None:
    """Wait until nothing is awaited that is computed beside the server; only then the address is written."""
    settled(tab)
    # once a study is whole, the page is drawn once more, and may await the next
    while tab.locator(AWAITED).count():
        expect(tab.locator(AWAITED)).to_have_count(0, timeout=LONGEST_STUDY)
        tab.wait_for_timeout(RESTED)
        settled(tab)


def shown(tab: Page) -> list[str]:
    """All text, pictures, charts and widgets of the page once it stands still."""
    tab.mouse.move(1, 1)  # what the pointer lies on looks different
    settled(tab)
    found: list[str] = []
    for _ in range(60):
        expect(tab.locator(UNFINISHED)).to_have_count(0)
        tab.wait_for_timeout(400)
        again = tab.evaluate(SHOWN)
        if again == found:
            return found
        found = again
    raise AssertionError("the page does not come to rest")


def opened_by_a_stranger(window: BrowserContext, address: str) -> list[str]:
    """What somebody else sees under this address."""
    window.clear_cookies()
    other = window.new_page()
    try:
        other.goto(address)
        arrived(other)
        return shown(other)
    finally:
        other.close()


def step(tab: Page, choice: random.Random) -> str:
    """Change one thing on the page by keyboard or by mouse, and say which."""
    done = choice.choice((_set, _set, _press_box, _press_figure))(tab, choice)
    tab.wait_for_timeout(RESTED)
    nothing_awaited(tab)
    return done


def _press_box(tab: Page, choice: random.Random) -> str:
    """Open or close a box by mouse."""
    box = choice.choice(tab.locator("[data-testid=stExpander] summary").all())
    box.scroll_into_view_if_needed()
    box.click()
    return f"box {box.inner_text()}"


def _press_figure(tab: Page, choice: random.Random) -> str:
    """Press somewhere in a figure that takes it, where there is one."""
    figures = [each for each in tab.locator("canvas[tabindex]").all() if each.is_visible()]
    if not figures:
        return _set(tab, choice)
    figure = choice.choice(figures)
    figure.scroll_into_view_if_needed()
    place = figure.bounding_box()
    assert place is not None
    at = {"x": choice.uniform(0.1, 0.9) * place["width"], "y": choice.uniform(0.1, 0.9) * place["height"]}
    figure.click(position=at)
    return f"figure at {at}"


def _set(tab: Page, choice: random.Random) -> str:
    """Change one menu or slider by keyboard, where there is one."""
    controls = tab.get_by_role("slider").or_(tab.get_by_role("combobox")).all()
    controls = [each for each in controls if each.is_visible() and not each.evaluate(IS_OF_PLAYER)]
    if not controls:
        return _press_box(tab, choice)
    control = choice.choice(controls)
    name = str(control.get_attribute("aria-label"))
    control.scroll_into_view_if_needed()
    control.focus()
    if control.get_attribute("role") != "combobox":
        for _ in range(choice.randint(1, 3)):
            tab.keyboard.press(choice.choice(("ArrowRight", "ArrowLeft", "PageUp")))
    else:
        tab.keyboard.press("ArrowDown")
        for _ in range(choice.randint(1, 4)):
            tab.keyboard.press("ArrowDown")
        tab.keyboard.press("Enter")
    return name
