"""What only a browser shows: the player, reloads, fresh servers, small screens."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from pages.parts.shell.registry import PAGES, SECTIONS
from tests.browser.conftest import go_to, menu_of, served, settled
from tests.browser.walks import ADDRESSES, arrived


def numbers(tab: Page) -> str:
    return tab.locator(".filters canvas").get_attribute("aria-label") or ""


def test_numbers_given_by_hand_are_part_of_the_address(tab, server):
    tab.goto(f"{server}/signals?signals_numbers=1+2+-3.5&signals_pin=7&signals_details=open")
    settled(tab)
    expect(tab.get_by_label("Bars of Edited kernel, 3 taps: 1, 2, −3.5.")).to_be_visible()
    field = tab.get_by_role("textbox", name="Numbers, rows separated by semicolons")
    expect(field).to_have_value("1 2 -3.5")
    field.fill("0 0 4")
    field.press("Enter")
    expect(tab.get_by_label("Bars of Edited kernel, 3 taps: 0, 0, 4.")).to_be_visible()
    expect(tab).to_have_url(re.compile(r"signals_numbers=0\+0\+4"))
    expect(tab).to_have_url(re.compile("signals_pin=7"))
    field.fill("one <b>two</b>")
    field.press("Enter")
    expect(tab.get_by_text("'one' is not a number")).to_be_visible()
    expect(tab).to_have_url(re.compile("signals_numbers=one"))  # which is written after what is drawn
    tab.reload()
    expect(tab.get_by_text("'one' is not a number")).to_be_visible()


def standing(place):
    """Where an element is once it no longer moves, as it does while its frame opens."""
    before, after = None, place.bounding_box()
    while before != after:
        place.page.wait_for_timeout(500)
        before, after = after, place.bounding_box()
    return after


def test_a_number_changed_in_the_grid_changes_the_kernel_and_the_address(tab, server):
    tab.goto(f"{server}/signals?signals_details=open")
    expect(tab.get_by_label("Bars of Peak detector, 3 taps: −1, 1, −1.")).to_be_visible()
    tab.get_by_text("Its numbers", exact=True).click()
    expect(tab.get_by_role("textbox", name="Numbers, rows separated by semicolons")).to_be_visible()
    for value, kernel in (("5", "5, 1, −1"), ("6.5", "6.5, 1, −1")):
        grid = tab.locator("[data-testid=stDataFrame]").first
        settled(tab)
        standing(grid)
        grid.scroll_into_view_if_needed()
        box = standing(grid)
        tab.mouse.click(box["x"] + 20, box["y"] + box["height"] - 12)
        tab.wait_for_timeout(400)
        tab.keyboard.type(value)
        tab.wait_for_timeout(400)
        tab.keyboard.press("Enter")
        expect(tab.get_by_label(f"Bars of Edited kernel, 3 taps: {kernel}.")).to_be_visible()
    expect(tab).to_have_url(re.compile(r"signals_numbers=6\.5\+1\+-1"))
    tab.get_by_role("button", name="Back to the designed numbers").click()
    expect(tab.get_by_label("Bars of Peak detector, 3 taps: −1, 1, −1.")).to_be_visible()


# the first page, one that trains, and one that reads what is saved
@pytest.mark.parametrize("address", ["", "converge", "runs"])
def test_a_pages_address_may_be_the_first_thing_a_fresh_server_is_asked_for(browser, address):
    entry = PAGES[ADDRESSES.index(address)]
    query = "question_seed=7" if not address else "run_seed=7"
    with served() as fresh:
        shown = []
        context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        page = context.new_page()
        # reloaded it is a new session, of a server that knows the page
        for visit in (lambda: page.goto(f"{fresh}/{address}?{query}"), page.reload):
            visit()
            arrived(page)
            menu = menu_of(page)
            sliders = [each.input_value() for each in page.get_by_role("slider").and_(page.locator("input")).all()]
            assert sliders or address == "runs"
            shown.append((page.title(), page.url.split("/", 3)[3], menu, sliders, page.locator("h1").inner_text()))
        context.close()
    first, later = shown
    assert first == later
    assert first[2] == {section: [entry.title for entry in entries] for section, entries in SECTIONS.items()}
    assert first[0] == f"{entry.title} · Filters, designed and learned"
    assert query in first[1]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_small_screen_needs_no_sideways_scrolling(tab, server, address):
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(f"{server}/{address}")
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    settled(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    wide = tab.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] svg, [data-testid=stMain] img')]"
        ".filter(e => e.getBoundingClientRect().right > 391 && !e.closest('[data-testid=stTable]')).length"
    )
    assert wide == 0


def test_every_page_is_reached_from_the_menu(tab, server):
    tab.goto(server)
    for entry in PAGES[1:]:
        go_to(tab, entry.title)


def test_a_signal_of_ones_own_can_be_learned_from(tab, server):
    tab.goto(f"{server}/converge?run_experiment=Find+the+peaks&run_find_peaks_steps=100")
    expect(tab.locator(".now")).to_contain_text("Step 100 of 100")
    before = numbers(tab)
    samples = np.random.default_rng(0).random(600)
    content = "\n".join(map(str, samples)).encode()
    tab.get_by_text("Use your own file").click()
    chooser = tab.locator("input[type=file]")
    chooser.set_input_files({"name": "mine.csv", "mimeType": "text/csv", "buffer": content})
    expect(tab.locator(".now")).to_contain_text("Step 100 of 100")
    expect(tab.locator(".filters canvas")).not_to_have_attribute("aria-label", before)
    settled(tab)
    after = numbers(tab)
    chooser.set_input_files({"name": "flat.csv", "mimeType": "text/csv", "buffer": b"1\n" * 300})
    expect(tab.get_by_text("has no peaks in its first three quarters")).to_be_visible()
    settled(tab)
    expect(tab.locator(".filters canvas")).not_to_have_attribute("aria-label", after)
    assert numbers(tab)
