"""By keyboard alone: what was pressed keeps the focus, though the page is drawn anew."""

from __future__ import annotations

import pytest
from playwright.sync_api import ElementHandle, Page

from tests.browser.walks import ADDRESSES, NOTE_TIMERS, arrived, rested, with_all_boxes_open

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
MAKE_WAY = ("Stop",)  # a button that another one takes the place of
STAYS = """(pressed) => {
  let focused = document.activeElement
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement
  return focused === pressed
}"""
# the pictures of all kernels are one list, whose every entry does the same; while a file is made for a download,
# Streamlit disables its button, which loses the focus
IS_LEFT_OUT = """(button) => button.closest("[data-testid=stDownloadButton]") !== null || button.closest(".family") !== null
  && [...button.getRootNode().querySelectorAll(".family [role=radio]")].indexOf(button) > 2"""
IS_OURS = "(button) => !button.closest('header, [data-testid=stElementToolbar], [data-testid=stCameraInput]')"


def label(button: ElementHandle) -> str:
    return (button.get_attribute("aria-label") or button.inner_text()).strip().split("\n")[-1].strip()


def pressed(tab: Page, button: ElementHandle) -> None:
    button.focus()
    tab.keyboard.press("Enter")
    rested(tab)


def can_be_pressed(button: ElementHandle) -> bool:
    return button.is_visible() and button.is_enabled() and not label(button).startswith(ELSEWHERE)


def ours(tab: Page) -> list[ElementHandle]:
    return [each for each in tab.locator("button:visible").element_handles() if each.evaluate(IS_OURS)]


def keeps_the_focus(tab: Page, button: ElementHandle) -> bool | None:
    """Whether a pressed button has the focus, or can do no more and has let it go to a neighbour; None where it is gone."""
    pressed(tab, button)
    return button.evaluate(f"(button) => button.isConnected ? ({STAYS})(button) || button.disabled : null")


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_was_pressed_keeps_the_focus(tab, server, address):
    tab.add_init_script(f"({NOTE_TIMERS})()")
    everything_open = with_all_boxes_open(tab, f"{server}/{address}")
    for box in tab.locator("[data-testid=stExpander] summary").element_handles():
        pressed(tab, box)
        assert box.evaluate(STAYS), box.inner_text()
    tab.goto(everything_open)
    arrived(tab)
    tried = [(button, label(button)) for button in ours(tab) if can_be_pressed(button)]
    tried = [(button, name) for button, name in tried if name not in MAKE_WAY and not button.evaluate(IS_LEFT_OUT)]
    assert tried or address == "runs"
    gone: list[str] = []
    for button, name in tried:
        # one that another press has replaced is gone
        if can_be_pressed(button):
            kept = keeps_the_focus(tab, button)
            assert kept is not False, name
            gone.extend([name] if kept is None else [])
    # the one that took it away may have been the press before, which a slow machine answers late
    for name in gone:
        tab.goto(everything_open)
        arrived(tab)
        for button in [each for each in ours(tab) if label(each) == name and can_be_pressed(each)]:
            assert keeps_the_focus(tab, button), name
