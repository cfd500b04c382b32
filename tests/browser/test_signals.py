"""The figure of the page on signals in a browser: it plays, it can be pointed at and pinned, and its address keeps it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled


def opened(tab: Page, server: str, query: str = "") -> Page:
    tab.goto(f"{server}/signals?{query}")
    expect(tab.locator(".stage canvas[data-drawn]")).to_be_visible()
    settled(tab)
    return tab


def over(tab: Page, share: float) -> tuple[float, float]:
    """A place in the upper lane, at this share of the figure's width."""
    box = tab.locator(".stage canvas").bounding_box()
    assert box is not None
    return box["x"] + share * box["width"], box["y"] + 60


def number_of(tab: Page) -> int:
    return int(tab.locator(".stage canvas").get_attribute("aria-valuenow") or 0)


def words(tab: Page) -> str:
    return tab.locator(".now").inner_text()


def test_the_whole_output_and_the_pinned_sample_come_first_and_the_scan_plays(tab, server):
    opened(tab, server)
    expect(tab.locator(".now")).to_have_text(re.compile("^Sample 48: "))
    expect(tab.get_by_role("button", name="Play", exact=True)).to_be_visible()
    tab.get_by_role("combobox", name="Speed").select_option("fast")
    tab.get_by_role("button", name="Play", exact=True).click()
    seen = set()
    for _ in range(20):
        tab.wait_for_timeout(60)
        seen.add(words(tab))
    assert len(seen) >= 5
    # at its end the pinned sample is shown again
    expect(tab.get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(tab.locator(".now")).to_have_text(re.compile("^Sample 48: "))
    assert "moment" not in tab.url


def test_where_the_scan_is_stopped_stands_in_the_address(tab, server):
    opened(tab, server)
    tab.get_by_role("button", name="Play", exact=True).click()
    tab.wait_for_timeout(400)
    tab.get_by_role("button", name="Pause", exact=True).click()
    tab.get_by_role("button", name="One step forward").click()
    expect(tab).to_have_url(re.compile(r"signals_scan_moment=\d+"))
    stopped = words(tab)
    opened(tab, server, tab.url.partition("?")[2])
    assert words(tab) == stopped
    # a click ends the scan, and with it the moment
    tab.mouse.click(*over(tab, 0.7))
    expect(tab).to_have_url(re.compile(r"signals_pin=\d+$"))


def test_the_pointer_shows_products_and_a_click_pins_them(tab, server):
    opened(tab, server)
    tab.mouse.move(*over(tab, 0.3))
    expect(tab.locator(".now")).not_to_have_text(re.compile("^Sample 48: "))
    pointed = words(tab)
    assert "signals_pin" not in tab.url
    tab.mouse.move(5, 5)
    expect(tab.locator(".now")).to_have_text(re.compile("^Sample 48: "))
    tab.mouse.click(*over(tab, 0.3))
    expect(tab).to_have_url(re.compile("signals_pin="))
    pinned = number_of(tab)
    assert tab.url.endswith(f"signals_pin={pinned}")
    assert words(tab) == pointed
    # the slider and the table below follow
    expect(tab.get_by_role("slider", name="Pinned sample, counted from 1")).to_have_value(str(pinned))
    tab.get_by_text("The pinned sample as a table").click()
    expect(tab.get_by_role("columnheader", name=str(pinned), exact=True)).to_be_visible()


def test_arrow_keys_move_the_pin_and_back_returns_it(tab, server):
    opened(tab, server, "signals_pin=30")
    tab.locator(".stage canvas").focus()
    for key in ("ArrowRight", "ArrowRight", "PageUp", "ArrowLeft"):
        tab.keyboard.press(key)
    assert number_of(tab) == 41
    expect(tab).to_have_url(re.compile("signals_pin=41$"))
    tab.keyboard.press("Home")
    expect(tab).to_have_url(re.compile("signals_pin=1$"))
    tab.keyboard.press("End")
    expect(tab).to_have_url(re.compile("signals_pin=96$"))
    tab.go_back()
    expect(tab).to_have_url(re.compile("signals_pin=1$"))
    expect(tab.locator(".now")).to_have_text(re.compile("^Sample 1: "))
    shown = words(tab)
    tab.reload()
    expect(tab.locator(".now")).to_have_text(shown.strip())


def test_keys_that_are_held_are_not_thrown_back_by_the_page(tab, server):
    opened(tab, server, "signals_pin=90")
    tab.locator(".stage canvas").focus()
    before = number_of(tab)
    for _ in range(30):
        tab.keyboard.press("ArrowLeft")
        tab.wait_for_timeout(60)
        assert number_of(tab) < before
        before = number_of(tab)
    assert before == 60
    expect(tab).to_have_url(re.compile("signals_pin=60$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_embedded_the_figure_and_its_button_are_in_sight(browser, server, scheme):
    context = browser.new_context(viewport={"width": 800, "height": 500}, color_scheme=scheme)
    tab = opened(context.new_page(), server, "embed=true&signals_pin=7")
    expect(tab.locator(".now")).to_have_text(re.compile("^Sample 7: "))
    for part in (tab.get_by_role("button", name="Play", exact=True), tab.locator(".stage canvas")):
        box = part.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < box["y"] + box["height"] <= 500
    assert tab.get_by_role("heading").count() == 0
    context.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_figure_and_controls_need_no_scrolling(browser, server, width, height):
    context = browser.new_context(viewport={"width": width, "height": height})
    tab = opened(context.new_page(), server)
    box = tab.locator(".stage canvas").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= height
    context.close()
