"""The library in the browser: a search that is written, Enter, arrows, numbers that are read, links to other pages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled


def opened(tab: Page, server: str, query: str = "") -> None:
    tab.goto(f"{server}/library?{query}")
    expect(tab.locator(".effect canvas[data-drawn]")).to_be_visible()
    settled(tab)


def entry(tab: Page) -> str:
    return tab.get_by_test_id("stMain").get_by_role("heading", level=2).first.inner_text()


def test_what_is_searched_for_is_found_and_enter_shows_the_first(tab, server):
    opened(tab, server)
    search = tab.get_by_role("searchbox")
    search.press_sequentially("noise", delay=30)
    expect(tab.locator(".found")).to_have_text(re.compile(r"^\d+ of \d+ filters$"))
    expect(tab).to_have_url(re.compile("library_search=noise"))
    expect(search).to_be_focused()
    search.press("Enter")
    expect(tab).to_have_url(re.compile("library_kernel=box_1d"))
    expect(tab.get_by_role("heading", name="Moving average")).to_be_visible()
    expect(search).to_have_value("noise")
    search.press("ArrowDown")
    tab.keyboard.press("ArrowRight")
    expect(tab).to_have_url(re.compile("library_kernel=gaussian_1d"))
    expect(tab.get_by_role("radio", name="Gaussian, 1-D", exact=True).first).to_be_focused()
    search.fill("")
    expect(tab.locator(".found")).to_have_text(re.compile(r"^\d+ filters$"))
    expect(tab).not_to_have_url(re.compile("library_search"))


def test_enter_right_after_the_last_letter_shows_what_was_written(tab, server):
    opened(tab, server)
    search = tab.get_by_role("searchbox")
    search.fill("heartbeat")
    search.press("Enter")
    expect(tab).to_have_url(re.compile("library_kernel=pan_tompkins_derivative"))
    assert entry(tab).startswith("Pan-Tompkins derivative")


def test_a_shared_address_shows_the_search_best_first_and_the_entry(tab, server):
    opened(tab, server, "library_search=vertical+edge&library_kernel=gabor")
    expect(tab.get_by_role("searchbox")).to_have_value("vertical edge")
    titles = tab.get_by_role("radio").locator("visible=true").all_inner_texts()
    assert titles[0] == "Sobel x"
    assert entry(tab).startswith("Gabor")
    tab.get_by_role("radio", name="Sobel x").click()
    expect(tab).to_have_url(re.compile("library_kernel=sobel_x"))
    expect(tab.get_by_role("radio", name="Sobel x")).to_be_focused()


def test_nothing_found_is_said(tab, server):
    opened(tab, server, "library_search=zebra")
    expect(tab.locator(".found")).to_have_text("No filter has these words: try fewer.")


def test_the_numbers_of_the_kernel_are_read_by_arrow_and_by_pointer(tab, server):
    opened(tab, server, "library_kernel=kirsch")
    canvas, words = tab.locator(".effect canvas"), tab.locator(".effect .now")
    expect(words).to_contain_text("purple is negative")
    canvas.focus()
    for _ in range(3):
        tab.keyboard.press("ArrowRight")
    expect(words).to_have_text("Row 1, column 3: 5")
    tab.keyboard.press("ArrowDown")
    expect(words).to_have_text("Row 2, column 3: −3")
    canvas.hover(position={"x": 20, "y": 40})
    expect(words).to_have_text("Row 1, column 1: 5")
    assert "row by row 5 5 5; −3 0 −3" in str(canvas.get_attribute("aria-label"))


@pytest.mark.parametrize(
    ("query", "link", "address"),
    [
        ("library_kernel=gabor&library_gabor_angle=45", "Open in Images", "images_kernel=gabor&images_gabor_angle=45"),
        ("library_kernel=ricker&library_ricker_size=9", "Open in Signals", "signals_kernel=ricker&signals_ricker_size=9"),
        ("library_kernel=box", "Open in Converge", "run_experiment=recover_kernel&run_recover_kernel_kernel=box"),
    ],
)  # fmt: skip
def test_a_link_leads_to_the_filter_on_another_page_and_back(tab, server, query, link, address):
    opened(tab, server, query)
    tab.get_by_role("link", name=link).click()
    expect(tab).to_have_url(re.compile(re.escape(address) + "$"))
    settled(tab)
    tab.go_back()
    expect(tab).to_have_url(re.compile("/library"))
    expect(tab.locator(".effect canvas[data-drawn]")).to_be_visible()


def test_on_a_phone_the_entry_comes_first(tab, server):
    tab.set_viewport_size({"width": 390, "height": 844})
    opened(tab, server, "library_kernel=emboss")
    figure = tab.locator(".effect").bounding_box()
    assert figure is not None
    assert figure["y"] + figure["height"] < 844
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_first_screen_has_numbers_purpose_and_effect(tab, server):
    tab.set_viewport_size({"width": 1280, "height": 800})
    opened(tab, server)
    for part in (
        tab.locator(".effect"),
        tab.get_by_text("Answers where brightness rises"),
        tab.get_by_text("When to use"),
    ):
        place = part.bounding_box()
        assert place is not None
        assert place["y"] + place["height"] < 800


def test_on_a_phone_another_filter_is_chosen_without_the_drawer(tab, server):
    opened(tab, server)
    menu = tab.get_by_test_id("stMain").get_by_role("combobox", name="Choose from the library")
    expect(menu).to_be_hidden()
    tab.set_viewport_size({"width": 390, "height": 844})
    opened(tab, server)
    expect(menu).to_be_in_viewport()
    menu.fill("Gaussian, 1")
    menu.press("Enter")
    expect(tab).to_have_url(re.compile("library_kernel=gaussian_1d"))
    expect(tab.get_by_role("heading", name="Gaussian, 1-D", exact=True)).to_be_visible()
