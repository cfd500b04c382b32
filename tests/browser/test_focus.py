"""By keyboard alone: what was pressed keeps the focus, though the page is drawn anew."""

from __future__ import annotations

import pytest
from playwright.sync_api import ElementHandle, Page

from tests.browser.conftest import settled
from tests.browser.walks import ADDRESSES, RESTED, arrived, with_all_boxes_open

# these lead elsewhere: a screen, a menu, a file, a list of cards, an explanation, or go away when they have done their work
ELSEWHERE = (
    "Full screen",
    "Open",
    "All tasks",
    "Save this run",
    "Download",
    "Output as",
    "Learned model",
    "Back to",
    "Remove",
    "Clear all",
    "Words in this figure",
    "Help",
)
STAYS = """(pressed) => {
  let focused = document.activeElement
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
  return focused === pressed
}"""
IS_OURS = "(button) => !button.closest('header, [data-testid=stElementToolbar], [data-testid=stCameraInput]')"


def label(button: ElementHandle) -> str:
    return (button.get_attribute("aria-label") or button.inner_text()).strip().split("\n")[-1].strip()


def pressed(tab: Page, button: ElementHandle) -> None:
    button.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_timeout(RESTED)
    settled(tab)


def can_be_pressed(button: ElementHandle) -> bool:
    return button.is_visible() and button.is_enabled() and not label(button).startswith(ELSEWHERE)


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_was_pressed_keeps_the_focus(tab, server, address):
    everything_open = with_all_boxes_open(tab, f"{server}/{address}")
    for box in tab.locator("[data-testid=stExpander] summary").element_handles():
        pressed(tab, box)
        assert box.evaluate(STAYS), box.inner_text()
    tab.goto(everything_open)
    arrived(tab)
    buttons = [each for each in tab.locator("button:visible").element_handles() if each.evaluate(IS_OURS)]
    tried = [(button, label(button)) for button in buttons if can_be_pressed(button)]
    assert tried or address == "runs"
    for button, name in tried:
        # one that another press has replaced is gone
        if can_be_pressed(button):
            pressed(tab, button)
            # one that can do no more, as at the end, has let the focus go to its neighbour or keeps it
            assert button.evaluate(STAYS) or button.is_disabled(), name
