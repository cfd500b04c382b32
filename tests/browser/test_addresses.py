"""Addresses in a real browser: Back and Forward, the keyboard, and strangers who open what was sent to them."""

from __future__ import annotations

import os
import random
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import go_to, settled
from tests.browser.walks import RESTED, arrived, opened_by_a_stranger, shown, step

WALKS = int(os.environ.get("WALKS", "1"))  # on each page; ten are fifty walks


def choose(tab: Page, menu: str, option: str) -> None:
    settled(tab)
    field = tab.get_by_role("combobox", name=menu)
    field.fill(option)
    expect(tab.get_by_role("option", name=option, exact=True)).to_be_visible()
    field.press("Enter")


def test_back_and_forward_go_through_what_was_chosen(tab, server):
    tab.goto(f"{server}/images")
    expect(tab.locator(".input figcaption")).to_have_text("Photographer 512 × 512")
    choose(tab, "Input", "Coins")
    expect(tab.locator(".input figcaption")).to_have_text("Coins 384 × 303")
    expect(tab).to_have_url(re.compile("images_sample=coins"))
    choose(tab, "Input", "Moon")
    expect(tab.locator(".input figcaption")).to_have_text("Moon 512 × 512")
    expect(tab).to_have_url(re.compile("images_sample=moon"))
    tab.go_back()
    expect(tab.locator(".input figcaption")).to_have_text("Coins 384 × 303")
    tab.go_back()
    expect(tab.locator(".input figcaption")).to_have_text("Photographer 512 × 512")
    tab.go_forward()
    expect(tab.locator(".input figcaption")).to_have_text("Coins 384 × 303")
    expect(tab).to_have_url(re.compile("images_sample=coins"))


def test_back_from_another_page_brings_the_choices_back(tab, server):
    tab.goto(f"{server}/images?images_kernel=laplacian")
    expect(tab.get_by_role("combobox", name="Kernel")).to_have_value("Laplacian")
    go_to(tab, "Signals")
    choose(tab, "Kernel", "Gaussian, 1-D")
    expect(tab).to_have_url(re.compile("signals_kernel=gaussian_1d"))
    tab.go_back()
    expect(tab.get_by_role("heading", level=1, name="Signals")).to_be_visible()
    tab.go_back()
    expect(tab.get_by_role("heading", level=1, name="Images")).to_be_visible()
    expect(tab.get_by_role("combobox", name="Kernel")).to_have_value("Laplacian")
    expect(tab).to_have_url(re.compile("images_kernel=laplacian"))
    # by the menu as well
    go_to(tab, "Runs")
    go_to(tab, "Images")
    expect(tab.get_by_role("combobox", name="Kernel")).to_have_value("Laplacian")
    expect(tab).to_have_url(re.compile("images_kernel=laplacian"))


def test_back_always_leaves_a_page_that_was_come_to_by_the_menu(tab, server):
    tab.goto(f"{server}/images?images_kernel=laplacian")
    expect(tab.get_by_role("combobox", name="Kernel")).to_have_value("Laplacian")
    go_to(tab, "Signals")
    go_to(tab, "Images")
    expect(tab).to_have_url(re.compile("images_kernel=laplacian"))
    # the menu's own entry, then the one that names what was chosen
    for _ in range(2):
        tab.go_back()
        tab.wait_for_timeout(500)
    expect(tab.get_by_role("heading", level=1, name="Signals")).to_be_visible()


def test_the_title_of_the_window_names_the_page(tab, server):
    for address, title in (("", "The question"), ("images", "Images"), ("runs", "Runs")):
        tab.goto(f"{server}/{address}")
        expect(tab).to_have_title(f"{title} · Filters, designed and learned")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("walk", range(WALKS))
@pytest.mark.parametrize("address", ["", "one_step", "signals", "images", "converge", "compare"])
def test_an_address_shows_the_same_text_and_pictures_to_everybody_and_again(
    browser, strangers_window, server, address, walk
):
    choice = random.Random(f"walk {walk} on {address}")  # noqa: S311 - repeatable, nothing secret
    # without the complaints of `tab`: who changes things quickly leaves pictures behind that are gone when asked for
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(f"{server}/{address}")
    arrived(tab)
    steps = [step(tab, choice) for _ in range(4)]
    mine, address = shown(tab), tab.url
    assert opened_by_a_stranger(strangers_window, address) == mine, (steps, address)
    tab.go_back()
    tab.wait_for_timeout(RESTED)
    tab.go_forward()
    expect(tab).to_have_url(address)
    arrived(tab)
    assert shown(tab) == mine, (steps, address, "after Back and Forward")
    tab.reload()
    arrived(tab)
    assert shown(tab) == mine, (steps, address, "after a reload")
    context.close()
