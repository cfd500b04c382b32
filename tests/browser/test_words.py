"""Explanations in a browser: the words of a figure behind its button, and those of the page behind question marks."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import settled

LOSS = "One number for how wrong the answers are."
KERNEL = "A short row or small grid of numbers."


@pytest.mark.parametrize(
    ("address", "size", "scheme"),
    [
        ("converge?run_experiment=recover_kernel", (1280, 800), "light"),
        ("converge?run_experiment=recover_kernel", (390, 844), "dark"),
        ("converge?run_experiment=recover_kernel&embed=true", (800, 500), "light"),
    ],
)
def test_a_figures_words_are_opened_by_key_and_closed_by_escape(tab, server, address, size, scheme):
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    tab.goto(f"{server}/{address}")
    button = tab.get_by_role("button", name="Words in this figure")
    expect(button).to_be_visible()
    settled(tab)
    words = tab.get_by_role("dialog", name="Words in this figure")
    expect(words).to_be_hidden()
    button.focus()
    tab.keyboard.press("Enter")
    expect(words).to_contain_text(LOSS)
    expect(words).to_be_in_viewport(ratio=1)
    expect(words.get_by_role("button", name="Close")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    words.get_by_role("button", name="Close").click()
    expect(words).to_be_hidden()
    expect(button).to_be_focused()


def test_a_figure_on_the_whole_screen_shows_its_words_as_well(tab, server):
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(server)
    tab.get_by_role("button", name="Full screen").first.click()
    expect(tab.locator(".stage:fullscreen")).to_be_visible()
    tab.get_by_role("button", name="Words in this figure").first.click()
    expect(tab.get_by_role("dialog", name="Words in this figure").first).to_be_in_viewport(ratio=1)


def test_the_words_of_each_figure_are_those_that_it_writes(tab, server):
    titles = {}
    for page in ("", "signals", "images", "converge"):
        tab.goto(f"{server}/{page}")
        words = tab.locator(".glossary dt")
        expect(words.first).to_be_attached()
        titles[page] = words.all_text_contents()
    assert {"Sample", "Step", "Kernel, filter"} <= set(titles[""])
    assert {"Stride", "ReLU", "Max pool"} <= set(titles["signals"])
    assert {"Patch", "Beyond the edge, padding"} <= set(titles["images"])
    assert {"Loss", "Curvature", "Smallest possible loss", "Held-out data"} <= set(titles["converge"])


def test_a_question_mark_is_read_by_pointer_and_by_keyboard(tab, server):
    tab.goto(f"{server}/images")
    settled(tab)
    mark = tab.get_by_test_id("stMain").get_by_test_id("stTooltipIcon").first
    tip = tab.get_by_role("tooltip").filter(has_text=KERNEL)
    mark.hover()
    expect(tip).to_be_visible()
    tab.mouse.move(5, 500)
    expect(tip).to_be_hidden()
    for _ in range(20):
        tab.keyboard.press("Tab")
        if tip.is_visible():
            break
        tab.wait_for_timeout(150)
    expect(tip).to_be_visible()
    expect(tip).to_have_text(re.compile("products are added"))
