"""The figure of Images in a browser: pixels, the loupe, the pin, numbers that are edited, the scan."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image as Pillow
from playwright.sync_api import Page, expect

from core.data import get_image
from core.filters import Layer, products_of
from core.kernels import get_kernel
from tests.browser.conftest import settled

SMALL = "images_sample=siemens_star&images_siemens_star_size=32"


def opened(tab: Page, server: str, query: str = "") -> None:
    tab.goto(f"{server}/images?{query}")
    expect(tab.locator(".stage")).to_have_attribute("data-painted", re.compile("."))
    settled(tab)


def painted(tab: Page) -> list[str]:
    """What the input's and the output's canvas show."""
    settled(tab)
    return [tab.locator(f".{name} canvas").evaluate("canvas => canvas.toDataURL()") for name in ("input", "output")]


def sum_shown(tab: Page) -> float:
    return float(tab.locator(".loupe").get_attribute("data-total") or "nan")


def test_another_kernel_gives_another_picture_and_the_address_gives_it_again(tab, server):
    tab.goto(f"{server}/images")
    before = painted(tab)
    tab.get_by_role("combobox", name="Kernel").click()
    tab.get_by_role("option", name="Sobel y", exact=True).click()
    expect(tab).to_have_url(re.compile("images_kernel=sobel_y"))
    expect(tab.locator(".kernel figcaption")).to_have_text("Sobel y")
    after = painted(tab)
    assert after[0] == before[0]
    assert after[1] != before[1]
    address = tab.url
    tab.reload()
    assert tab.url == address
    assert painted(tab) == after


def test_a_picture_of_ones_own_is_shown_and_a_damaged_one_explained(tab, server):
    tab.goto(f"{server}/images")
    before = painted(tab)
    buffer = io.BytesIO()
    Pillow.fromarray(np.random.default_rng(0).integers(0, 256, (40, 60), dtype=np.uint8)).save(buffer, "PNG")
    tab.get_by_text("Use your own file").click()
    chooser = tab.locator("input[type=file]")
    chooser.set_input_files({"name": "mine.png", "mimeType": "image/png", "buffer": buffer.getvalue()})
    expect(tab.locator(".input figcaption")).to_have_text("mine.png 60 × 40")
    assert painted(tab)[0] != before[0]
    chooser.set_input_files({"name": "broken.png", "mimeType": "image/png", "buffer": buffer.getvalue()[:50]})
    expect(tab.get_by_text("broken.png is damaged: save the picture again and upload that.")).to_be_visible()


@pytest.mark.parametrize("name", ["sobel_x", "gaussian"])
def test_the_loupe_computes_what_the_engine_computes(tab, server, name):
    opened(tab, server, f"images_kernel={name}&images_row=1&images_column=300")
    layer, pixels = Layer(get_kernel(name)), get_image("camera").pixels
    assert sum_shown(tab) == pytest.approx(products_of(pixels, layer, (0, 299)).total, abs=1e-6)
    box = tab.locator(".input canvas").bounding_box()
    tab.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.25 * box["height"])
    expect(tab.locator(".loupe")).to_have_attribute("aria-label", re.compile("^Under the pointer: row 1"))
    row, column = map(int, re.findall(r"row (\d+), column (\d+)", tab.locator(".loupe").get_attribute("aria-label"))[0])
    assert sum_shown(tab) == pytest.approx(products_of(pixels, layer, (row - 1, column - 1)).total, abs=1e-6)


def test_a_click_and_arrow_keys_pin_and_the_address_opens_the_pin_again(tab, server):
    opened(tab, server)
    canvas = tab.locator(".output canvas")
    canvas.click(position={"x": 100, "y": 50})
    expect(tab).to_have_url(re.compile(r"images_row=\d+&images_column=\d+"))
    row, column = map(int, re.findall(r"images_row=(\d+)&images_column=(\d+)", tab.url)[0])
    canvas.press("ArrowDown")
    canvas.press("Shift+ArrowRight")
    expect(tab).to_have_url(re.compile(f"images_row={row + 1}&images_column={column + 10}"))
    expect(tab.locator(".now")).to_contain_text(f"Pin: row {row + 1}, column {column + 10}, sum ")
    settled(tab)
    assert tab.evaluate("document.activeElement.shadowRoot?.activeElement.parentElement.className") == "output"
    words = tab.locator(".now").inner_text()
    tab.reload()
    expect(tab.locator(".now")).to_have_text(words)
    tab.go_back()
    expect(tab.locator(".now")).to_contain_text(f"Pin: row {row}, column {column}, sum ")


def test_enlarged_pixels_are_exact(tab, server):
    opened(tab, server, "images_zoom=4&images_row=301&images_column=201")
    shown = tab.locator(".input canvas").evaluate(
        "canvas => [canvas.width, canvas.height, ...canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data]"
    )
    width, height = shown[:2]
    levels = np.array(shown[2:], np.uint8).reshape(height, width, 4)[..., 0]
    left, top = (int(np.floor(side / 2 - 4 * (at + 0.5) + 0.5)) for side, at in ((width, 200), (height, 300)))
    # a part away from the frame of the pin, which lies in the middle
    rows, columns = np.arange(20, 100), np.arange(20, width - 20)
    camera = (get_image("camera").pixels * 255).round().astype(np.uint8)
    expected = camera[np.ix_((rows - top) // 4, (columns - left) // 4)]
    np.testing.assert_array_equal(levels[np.ix_(rows, columns)], expected)


def test_a_number_edited_in_the_figure_stands_in_the_address(tab, server):
    opened(tab, server)
    field = tab.get_by_label("Row 2, column 2", exact=True)
    field.fill("0.1")
    field.press("Enter")
    expect(tab).to_have_url(re.compile(r"images_numbers=-1\+0\+1%3B\+-2\+0.1\+2%3B\+-1\+0\+1"))
    expect(tab.locator(".kernel figcaption")).to_have_text("Your own numbers")
    field.fill("two")
    field.press("Tab")
    expect(tab.locator(".wrong")).to_have_text(
        "\u201ctwo\u201d is not a number from \u22121,000,000 to 1,000,000: write for example \u22120.5."
    )
    field.fill("\u22120.5")
    field.press("Tab")
    expect(tab).to_have_url(re.compile(r"-2\+-0.5\+2"))
    expect(tab.locator(".wrong")).to_be_empty()
    # one stop of the Tab key for all numbers, between which the arrow keys go
    field.focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowDown")
    expect(tab.get_by_label("Row 3, column 3", exact=True)).to_be_focused()
    tab.keyboard.press("Tab")
    expect(tab.locator(".output canvas")).to_be_focused()


def test_the_kernel_slides_when_it_is_played_and_the_address_keeps_where_it_stopped(tab, server):
    opened(tab, server, SMALL)
    expect(tab.locator(".now")).to_contain_text("Pin: ")
    whole = painted(tab)[1]
    tab.get_by_role("button", name="Play", exact=True).click()
    seen = set()
    for _ in range(10):
        tab.wait_for_timeout(80)
        seen.add(tab.locator(".now").inner_text())
    assert len(seen) >= 4
    tab.get_by_role("button", name="Pause", exact=True).click()
    moment = re.search(r"Pixel (\d+) of 1024: row", tab.locator(".now").inner_text())[1]
    expect(tab).to_have_url(re.compile(f"images_scan_moment={moment}"))
    assert painted(tab)[1] != whole
    tab.get_by_role("button", name="One step forward").click()
    expect(tab.locator(".now")).to_contain_text(f"Pixel {int(moment) + 1} of 1024")
    tab.get_by_role("slider", name="Moment").press("End")
    expect(tab.locator(".now")).to_contain_text("Pin: ")
    assert painted(tab)[1] == whole


def test_before_and_after_lie_in_one_picture_with_a_divider(tab, server):
    opened(tab, server)
    tab.get_by_role("button", name="Before and after").click()
    expect(tab).to_have_url(re.compile("images_view=divided"))
    expect(tab.locator(".output")).to_be_hidden()
    canvas = tab.locator(".input canvas")
    middle = canvas.evaluate("canvas => canvas.toDataURL()")
    tab.get_by_label("Divider").press("ArrowLeft")
    expect(tab).to_have_url(re.compile("images_divider=49"))
    assert canvas.evaluate("canvas => canvas.toDataURL()") != middle


def test_embedded_there_are_the_pictures_and_a_play_button_and_nothing_else(browser, server):
    page = browser.new_page(viewport={"width": 800, "height": 500})
    page.goto(f"{server}/images?embed=true")
    expect(page.locator(".stage")).to_have_attribute("data-painted", re.compile("."))
    settled(page)
    for part in (
        page.get_by_role("button", name="Play", exact=True),
        page.locator(".input canvas"),
        page.locator(".output canvas"),
    ):
        box = part.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 500
    assert page.get_by_role("heading", level=1).count() == 0
    assert page.get_by_test_id("stMain").get_by_test_id("stExpander").count() == 0
    page.close()


@pytest.mark.parametrize(
    ("page", "word", "kernel"), [("images", "emboss", "Emboss"), ("signals", "savitzky", "Savitzky")]
)
def test_a_kernel_is_found_and_chosen_by_its_picture(tab, server, page, word, kernel):
    tab.goto(f"{server}/{page}")
    settled(tab)
    tab.get_by_text("All kernels as pictures").click()
    everything = tab.get_by_role("radio")
    expect(everything.first).to_have_attribute("aria-checked", "true")
    expect(tab.locator(".found")).to_have_text(f"{everything.count()} kernels")
    tab.get_by_role("searchbox").fill(word)
    found = tab.get_by_role("radio", name=kernel)
    expect(found.first).to_be_visible()
    assert everything.locator("visible=true").count() < 5
    found.first.click()
    expect(tab).to_have_url(re.compile(f"{page}_kernel={word}"))
    expect(found.first).to_have_attribute("aria-checked", "true")
    tab.get_by_role("searchbox").fill("no such kernel")
    expect(tab.locator(".found")).to_have_text("No kernel has these words: try fewer.")
    tab.get_by_role("searchbox").fill("")
    first = tab.get_by_role("radio").first
    first.focus()
    tab.keyboard.press("ArrowRight")
    expect(tab.get_by_role("radio").nth(1)).to_be_focused()
    expect(tab.get_by_role("radio").nth(1)).to_have_attribute("aria-checked", "true")


def test_the_small_grid_shows_what_each_answer_reads(tab, server):
    opened(tab, server, "images_stride=2&images_dilation=2&images_grid_moment=0")
    tab.get_by_text("Stride, dilation and padding on a small grid").click()
    figure = tab.get_by_label("Where the kernel lies, answer by answer")
    words = figure.locator(".now")
    expect(words).to_have_text("Answer in row 1, column 1: 9 pixels under the kernel. 5 of them beyond the edge.")
    figure.locator("canvas").press("ArrowRight")
    figure.locator("canvas").press("ArrowDown")
    expect(words).to_have_text("Answer in row 2, column 2: 9 pixels under the kernel.")
    expect(tab).to_have_url(re.compile("images_grid_moment=5"))
