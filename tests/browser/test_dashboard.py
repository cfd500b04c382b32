"""What only a browser shows: the player, reloads, fresh servers, small screens."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image as Pillow
from playwright.sync_api import Page, expect

from pages.parts.shell.registry import PAGES
from tests.browser.conftest import served, settled
from tests.browser.walks import arrived

ADDRESSES = tuple("" if index == 0 else entry.file for index, entry in enumerate(PAGES))


def numbers(tab: Page) -> str:
    return tab.locator(".weights svg").get_attribute("aria-label") or ""


def pictures(tab: Page) -> list[str]:
    """The addresses, which change with the content, of the input's and the output's picture."""
    shown = tab.locator("[data-testid=stImage] img")
    expect(shown).to_have_count(2)
    settled(tab)
    return [image.get_attribute("src") or "" for image in shown.all()]


def test_a_play_shows_the_weights_changing(tab, server):
    tab.goto(f"{server}/converge")
    tab.get_by_role("button", name="Play", exact=True).click()
    tab.get_by_role("button", name="Pause", exact=True).wait_for()
    seen = {numbers(tab)}
    for _ in range(20):
        tab.wait_for_timeout(60)
        seen.add(numbers(tab))
    assert len(seen) >= 5
    expect(tab.get_by_role("button", name="Play", exact=True)).to_be_visible()
    expect(tab.locator(".now")).to_contain_text("Step 20 of 20")


def test_the_scrubber_can_be_dragged_and_reached_by_the_keyboard(tab, server):
    tab.goto(f"{server}/converge")
    slider = tab.get_by_role("slider", name="Moment of the run")
    expect(tab.locator(".now")).to_contain_text("Step 20 of 20")
    end = numbers(tab)
    box = slider.bounding_box()
    tab.mouse.move(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2, steps=8)
    tab.mouse.up()
    expect(tab.locator(".now")).to_contain_text("Step 0 of 20")
    assert numbers(tab) != end
    slider.focus()
    tab.keyboard.press("ArrowRight")
    expect(tab.locator(".now")).to_contain_text("Step 1 of 20")
    tab.get_by_role("button", name="One step forward").click()
    expect(tab.locator(".now")).to_contain_text("Step 2 of 20")


def test_training_answers_the_question_and_its_address_keeps_the_answer(tab, server):
    tab.goto(server)
    expect(tab.get_by_text("drawn from the seed")).to_be_visible()
    tab.get_by_role("button", name="Train").click()
    expect(tab.get_by_text("Yes: the random numbers became")).to_be_visible()
    tab.get_by_text("Find the peaks", exact=True).first.click()
    expect(tab.get_by_text("No: the random numbers became")).to_be_visible()
    expect(tab).to_have_url(re.compile("question_trained=yes"))
    tab.reload()
    expect(tab.get_by_text("No: the random numbers became")).to_be_visible()
    tab.get_by_role("button", name="Start again").click()
    expect(tab.get_by_text("drawn from the seed")).to_be_visible()


def test_another_kernel_gives_another_picture_and_the_address_gives_it_again(tab, server):
    tab.goto(f"{server}/images")
    before = pictures(tab)
    tab.get_by_role("combobox", name="Kernel").click()
    tab.get_by_role("option", name="Sobel y", exact=True).click()
    expect(tab).to_have_url(re.compile("images_kernel=sobel_y"))
    expect(tab.get_by_text("Answers where brightness rises downwards").first).to_be_visible()
    after = pictures(tab)
    assert after[0] == before[0]
    assert after[1] != before[1]
    address = tab.url
    tab.reload()
    assert tab.url == address
    assert pictures(tab) == after


def test_numbers_given_by_hand_are_part_of_the_address(tab, server):
    tab.goto(f"{server}/signals?signals_numbers=1+2+-3.5&signals_pin=7")
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


def test_a_number_changed_in_the_grid_changes_the_kernel_and_the_address(tab, server):
    tab.goto(f"{server}/signals")
    expect(tab.get_by_label("Bars of Peak detector, 3 taps: −1, 1, −1.")).to_be_visible()
    tab.get_by_text("Its numbers", exact=True).click()
    expect(tab.get_by_role("textbox", name="Numbers, rows separated by semicolons")).to_be_visible()
    for value, kernel in (("5", "5, 1, −1"), ("6.5", "6.5, 1, −1")):
        grid = tab.locator("[data-testid=stDataFrame]").first
        grid.scroll_into_view_if_needed()
        settled(tab)
        tab.wait_for_timeout(800)  # the grid is drawn on a canvas and moves while its frame opens
        box = grid.bounding_box()
        tab.mouse.click(box["x"] + 20, box["y"] + box["height"] - 12)
        tab.wait_for_timeout(400)
        tab.keyboard.type(value)
        tab.wait_for_timeout(400)
        tab.keyboard.press("Enter")
        expect(tab.get_by_label(f"Bars of Edited kernel, 3 taps: {kernel}.")).to_be_visible()
    expect(tab).to_have_url(re.compile(r"signals_numbers=6\.5\+1\+-1"))
    tab.get_by_role("button", name="Back to the designed numbers").click()
    expect(tab.get_by_label("Bars of Peak detector, 3 taps: −1, 1, −1.")).to_be_visible()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_pages_address_may_be_the_first_thing_a_fresh_server_is_asked_for(browser, address):
    entry = PAGES[ADDRESSES.index(address)]
    query = {"": "question_seed=7", "signals": "signals_pin=5", "images": "images_row=5"}.get(address, "run_seed=7")
    with served() as fresh:
        shown = []
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        # reloaded it is a new session, of a server that knows the page
        for visit in (lambda: page.goto(f"{fresh}/{address}?{query}"), page.reload):
            visit()
            arrived(page)
            expect(page.get_by_role("link", name=entry.title).first).to_be_visible()
            menu = [link.inner_text().split("\n")[-1] for link in page.get_by_test_id("stTopNavLink").all()]
            sliders = [each.input_value() for each in page.get_by_role("slider").all()]
            assert sliders or address == "runs"
            shown.append((page.title(), page.url.split("/", 3)[3], menu, sliders, page.locator("h1").inner_text()))
        context.close()
    first, later = shown
    assert first == later
    assert first[2] == [each.title for each in PAGES]
    assert first[0] == "Filters, designed and learned" or entry.title in first[0]
    assert query in first[1]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_small_screen_needs_no_sideways_scrolling(browser, server, address, scheme):
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{server}/{address}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] svg, [data-testid=stMain] img')]"
        ".filter(e => e.getBoundingClientRect().right > 391 && !e.closest('[data-testid=stTable]')).length"
    )
    assert wide == 0
    context.close()


def test_a_picture_of_ones_own_is_shown_and_a_damaged_one_explained(tab, server):
    tab.goto(f"{server}/images")
    before = pictures(tab)
    buffer = io.BytesIO()
    Pillow.fromarray(np.random.default_rng(0).integers(0, 256, (40, 60), dtype=np.uint8)).save(buffer, "PNG")
    tab.get_by_text("Use your own file").click()
    chooser = tab.locator("input[type=file]")
    chooser.set_input_files({"name": "mine.png", "mimeType": "image/png", "buffer": buffer.getvalue()})
    expect(tab.get_by_text("mine.png, 60 x 40 pixels")).to_be_visible()
    assert pictures(tab)[0] != before[0]
    chooser.set_input_files({"name": "broken.png", "mimeType": "image/png", "buffer": buffer.getvalue()[:50]})
    expect(tab.get_by_text("broken.png is damaged: save the picture again and upload that.")).to_be_visible()


def test_every_page_is_reached_from_the_menu(tab, server):
    tab.goto(server)
    for entry in PAGES[1:]:
        tab.get_by_test_id("stTopNavLink").filter(has_text=entry.title).first.click()
        expect(tab.get_by_role("heading", level=1, name=entry.title)).to_be_visible()
        settled(tab)


def test_several_filters_are_drawn_and_played(tab, server):
    tab.goto(f"{server}/converge?run_experiment=Find+the+edges")
    expect(tab.locator(".now")).to_contain_text("Step 600 of 600")
    expect(tab.locator(".difference-title")).to_have_text("Change since the first step shown")
    assert tab.locator(".weights svg rect").count() == 18
    tab.get_by_role("button", name="Play", exact=True).click()
    seen = set()
    for _ in range(10):
        tab.wait_for_timeout(80)
        seen.add(numbers(tab))
    assert len(seen) >= 3


def test_a_signal_of_ones_own_can_be_learned_from(tab, server):
    tab.goto(f"{server}/converge?run_experiment=Find+the+peaks&run_find_peaks_steps=100")
    expect(tab.locator(".now")).to_contain_text("Step 100 of 100")
    before = numbers(tab)
    samples = np.random.default_rng(0).random(600)
    content = "\n".join(map(str, samples)).encode()
    tab.get_by_text("Use your own file").click()
    chooser = tab.locator("input[type=file]")
    chooser.set_input_files({"name": "mine.csv", "mimeType": "text/csv", "buffer": content})
    expect(tab.locator(".weights svg")).not_to_have_attribute("aria-label", before)
    settled(tab)
    after = numbers(tab)
    chooser.set_input_files({"name": "flat.csv", "mimeType": "text/csv", "buffer": b"1\n" * 300})
    expect(tab.get_by_text("has no peaks in its first three quarters")).to_be_visible()
    settled(tab)
    assert numbers(tab) not in (after, "")


def test_the_button_that_trains_keeps_the_keyboards_focus(tab, server):
    tab.goto(server)
    expect(tab.get_by_text("drawn from the seed")).to_be_visible()
    settled(tab)
    tab.get_by_role("button", name="Train").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Yes: the random numbers became")).to_be_visible()
    settled(tab)
    expect(tab.get_by_role("button", name="Start again")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("button", name="Train")).to_be_focused()


@pytest.mark.parametrize(("motion", "plays"), [("no-preference", True), ("reduce", False)])
def test_a_player_that_starts_by_itself_asks_whether_motion_is_wanted(browser, server, motion, plays):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion=motion)
    page = context.new_page()
    # the animation slowed down as far as it goes, so that a slow machine still sees it move
    page.add_init_script("const plain = setInterval; setInterval = (f, t) => plain(f, t < 100 ? 500 : t)")
    page.goto(f"{server}/?question_trained=yes")
    button = page.locator(".play")
    expect(button).to_be_visible()
    expect(button).to_have_text("Pause" if plays else "Play")
    expect(page.locator(".now")).to_contain_text("Step " if plays else "Step 20 of 20")
    context.close()


def test_input_and_output_are_drawn_in_one_size(tab, server):
    for sample in ("siemens_star", "impulse_image", "camera"):
        tab.goto(f"{server}/images?images_sample={sample}")
        shown = tab.locator("[data-testid=stImage] img")
        expect(shown).to_have_count(2)
        settled(tab)
        first, second = (image.bounding_box() for image in shown.all())
        assert abs(first["width"] - second["width"]) < 1
        assert abs(first["height"] - second["height"]) < 1


def test_a_filter_fills_its_panel_and_shows_its_numbers(tab, server):
    tab.goto(f"{server}/converge?run_recover_kernel_kernel=farid_x&run_recover_kernel_steps=10")
    cells = tab.locator(".weights svg rect")
    expect(cells).to_have_count(25)
    expect(tab.locator(".weights svg text")).to_have_count(25)
    boxes = [cell.bounding_box() for cell in cells.all()]
    panel = tab.locator(".weights svg").bounding_box()
    left, right = min(box["x"] for box in boxes), max(box["x"] + box["width"] for box in boxes)
    middle = panel["x"] + panel["width"] / 2
    assert abs((left + right) / 2 - middle) < 4
    bottom = max(box["y"] + box["height"] for box in boxes)
    assert bottom - min(box["y"] for box in boxes) > 0.9 * panel["height"]
