"""Parts of a page that run by themselves: what is sent for a change in one, and what stands in the address after it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.browser.conftest import settled

MOST = 20  # messages for a change in the part; the whole page takes four times as many
QUESTION = b"Slide a kernel over a "
LESSON = "lesson=the_thread&step=1"


def heard(tab: Page) -> list[bytes]:
    """The messages that the page gets from the server, from now on."""
    messages: list[bytes] = []

    def note(message: bytes) -> None:
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
    expect(tab.get_by_role("button", name="Other random numbers")).to_be_enabled()
    settled(tab)


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


@pytest.mark.parametrize(
    ("page", "title", "key", "within"),
    [
        ("signals", "Impulse and step response", "signals_responses", "stPlotlyChart"),
        ("images", "A column times a row", "images_parts", "stPlotlyChart"),
        ("images", "Chain: one stage after another", "images_chain", "stImage"),
    ],
)
def test_a_box_under_the_figure_opens_without_the_rest_of_the_page(page, title, key, within, tab, server):
    messages = heard(tab)
    tab.goto(f"{server}/{page}")
    settled(tab)
    assert [each for each in messages if QUESTION in each]
    messages.clear()
    tab.get_by_text(title).click()
    expect(tab.get_by_test_id(within).first).to_be_visible()
    expect(tab).to_have_url(f"{server}/{page}?{key}=open")
    settled(tab)
    # every run of the whole page sends its heading
    assert not [each for each in messages if QUESTION in each]


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
