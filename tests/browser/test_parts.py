"""Parts of a page that run by themselves: what is sent for a change in one, and what stands in the address after it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, WebSocket, expect

from tests.browser.conftest import settled

MOST = 20  # messages for a change in the part; the whole page takes four times as many
LESSON = "lesson=the_thread&step=1"


def heard(tab: Page) -> list[object]:
    """The messages that the page gets from the server, from now on."""
    messages: list[object] = []

    def note(message: object) -> None:
        messages.append(message)

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", note)

    tab.on("websocket", listen)
    return messages


def test_other_random_numbers_are_sent_without_the_rest_of_the_page(tab, server):
    messages = heard(tab)
    tab.goto(f"{server}/?question_seed=5&question_filters_moment=3")
    settled(tab)
    whole = len(messages)
    messages.clear()
    tab.get_by_role("button", name="Other random numbers").click()
    # the moment belongs to what was shown
    expect(tab).to_have_url(f"{server}/?question_seed=6")
    settled(tab)
    assert len(messages) < MOST < whole
    tab.go_back()
    expect(tab).to_have_url(re.compile("question_seed=5"))
    settled(tab)
    assert len(messages) > MOST


def test_a_box_of_the_part_opens_and_stands_in_the_address(tab, server):
    messages = heard(tab)
    tab.goto(server)
    settled(tab)
    messages.clear()
    tab.get_by_text("Why did this number move?").click()
    expect(tab.get_by_text("New number = old number")).to_be_visible()
    expect(tab).to_have_url(f"{server}/?question_why=open")
    settled(tab)
    assert len(messages) < MOST
    tab.get_by_text("Right", exact=True).click()
    expect(tab).to_have_url(f"{server}/?question_why=open&question_why_number=Right")


def test_while_a_lesson_is_on_a_change_in_the_part_is_one_of_the_whole_page(tab, server):
    messages = heard(tab)
    tab.goto(f"{server}/?{LESSON}")
    expect(tab.get_by_text("Show step 1 again")).to_be_visible()
    settled(tab)
    messages.clear()
    tab.get_by_role("button", name="Other random numbers").click()
    expect(tab).to_have_url(re.compile("question_seed=1"))
    settled(tab)
    assert len(messages) > MOST
