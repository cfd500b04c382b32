"""Many starts, Sweeps and Designed or learned? in a real browser, with the process that computes them."""

from __future__ import annotations

import contextlib
import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import settled, wait_until
from tests.browser.letters import are_whole, drawn, read_letters, written
from tests.browser.walks import arrived, opened_by_a_stranger, shown

LONG = 120_000  # milliseconds for networks that train beside other work
SMALL = "many_starts_count=64"


def press_until(tab: Page, figure: str, key: str, address: re.Pattern[str]) -> None:
    """Press a key in a figure until the address tells: a press is lost while the figure is replaced by its last one."""
    for _ in range(10):
        tab.locator(figure).focus()
        tab.keyboard.press(key)
        with contextlib.suppress(AssertionError):
            expect(tab).to_have_url(address, timeout=2500)
            return
    raise AssertionError(f"{key} does not change {tab.url}")


def now(tab: Page) -> str:
    return tab.locator(".now").first.inner_text()


def test_a_study_comes_piece_by_piece_can_be_stopped_and_goes_on(tab, server):
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(f"{server}/many_starts?run_experiment=find_edges&run_seed=1")
    expect(tab.locator(".cloud canvas")).to_be_visible()
    expect(tab.get_by_text(re.compile(r"of 256 starts of .*left"))).to_be_visible()
    tab.get_by_role("button", name="Stop").click()
    expect(tab.get_by_text(re.compile(r"^Stopped: \d+ of 256 starts"))).to_be_visible()
    settled(tab)
    tab.wait_for_timeout(1500)
    drawn = tab.locator(".cloud canvas").get_attribute("data-drawn")
    tab.wait_for_timeout(1500)
    assert tab.locator(".cloud canvas").get_attribute("data-drawn") == drawn
    tab.get_by_role("button", name="Go on").click()
    expect(tab.get_by_role("button", name="Stop")).to_be_visible()
    tab.get_by_role("button", name="Stop").click()
    expect(tab.get_by_text(re.compile(r"^Stopped: "))).to_be_visible()


def test_a_run_is_pinned_by_pointer_and_by_arrow_keys_and_its_address_shows_it_to_others(tab, server, strangers_window):
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(f"{server}/many_starts?{SMALL}&run_experiment=find_peaks_two_layers&run_find_peaks_two_layers_hidden=2")
    arrived(tab)
    expect(tab.get_by_text("64 of 64 starts")).to_be_visible()
    expect(tab.locator(".pinned figcaption")).to_have_text("Seed 0")
    press_until(tab, ".cloud canvas", "ArrowDown", re.compile(r"many_starts_pin=\d+"))
    settled(tab)
    pinned = re.search(r"many_starts_pin=(\d+)", tab.url)[1]
    expect(tab.locator(".pinned figcaption")).to_have_text(f"Seed {pinned}")
    assert f"Seed {pinned}:" in now(tab)
    assert opened_by_a_stranger(strangers_window, tab.url) == shown(tab)
    tab.get_by_role("link", name=f"Open seed {pinned} on Converge").click()
    expect(tab.get_by_role("heading", level=1, name="Converge")).to_be_visible()
    expect(tab).to_have_url(re.compile(f"run_seed={pinned}"))


def test_all_starts_move_when_they_are_played(tab, server):
    tab.goto(f"{server}/many_starts?{SMALL}")
    expect(tab.get_by_text("64 of 64 starts")).to_be_visible()
    expect(tab.get_by_role("button", name="Pause")).to_be_visible()
    expect(tab.locator(".verdict")).to_have_text(re.compile("^All 64 starts reach the smallest possible loss"))
    expect(tab.get_by_role("button", name="Play")).to_be_visible()


def test_how_a_start_ends_is_said_at_the_end_and_groups_where_there_are_several(tab, server):
    read_letters(tab)
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(f"{server}/many_starts?{SMALL}&many_starts_figure_moment=0")
    arrived(tab)
    expect(tab.locator(".now")).to_have_text("Step 0 of 600. Seed 0: loss 0.80.")
    slider = tab.get_by_role("slider", name="Moment")
    slider.focus()
    tab.keyboard.press("End")
    expect(tab.locator(".now")).to_have_text("Step 600 of 600. Seed 0: loss 0.19, among the best.")
    assert are_whole(tab.locator(".cloud canvas"))
    words = written(tab.locator(".likeness canvas"))
    assert "Dashed line: 19 of 20 random starts stay below 0.88." in words
    assert "In the end 64 of 64 runs lie above this line." in words
    assert "logarithmic scale" in written(tab.locator(".fan canvas"))
    tab.goto(f"{server}/many_starts?{SMALL}&run_experiment=find_peaks_two_layers&run_find_peaks_two_layers_hidden=2")
    arrived(tab)
    expect(tab.locator(".now")).to_have_text(re.compile(r", (among|worse than) the best, group \d+\.$"))


def test_numbers_of_a_sweep_lie_over_the_line_and_a_phone_shows_colours_alone(tab, server):
    read_letters(tab)
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(f"{server}/sweeps")
    arrived(tab)
    grid = tab.locator(".sweep canvas")
    wait_until(tab, lambda: grid.evaluate("canvas => !!canvas.written?.some((each) => each.line === 3)"))
    found = drawn(grid)
    line = max(at for at, each in enumerate(found) if each.get("line") == 3)
    numbers = [at for at, each in enumerate(found) if re.fullmatch(r"\d+", each.get("text", "")) and each["y"] < 440]
    assert len(numbers) > 100
    assert sum(at > line for at in numbers) > 100
    tab.set_viewport_size({"width": 390, "height": 844})
    expect(grid).to_have_attribute("data-drawn", re.compile(r"\d+"))
    tab.wait_for_timeout(700)
    words = written(grid)
    assert "few to many: steps until the loss is within the tolerance" in words
    assert not any(each["isSqueezed"] for each in words.values())
    assert not any(re.fullmatch(r"[1-9]\d?", text) for text in words)


def test_on_a_phone_the_names_of_the_lines_stand_above_them(tab, server):
    read_letters(tab)
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(f"{server}/designed_or_learned")
    expect(tab.locator(".verdict").first).to_have_text(re.compile("^Learned filters are better"))
    canvas = tab.locator(".curve canvas")
    words = written(canvas)
    names = (
        "Learned from random numbers",
        "Designed and then trained",
        "Designed and not trained",
        "Random and not trained",
    )
    assert all(words[name]["bottom"] < words["100 %"]["top"] for name in names)
    assert words["Patches named correctly"]["isTurned"]
    assert are_whole(canvas)
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.wait_for_timeout(700)
    words = written(canvas)
    assert min(words[name]["x"] for name in names) > 500
    assert words["Patches named correctly"]["isTurned"]


def test_a_cell_of_a_sweep_is_pinned_and_opens_as_a_run(tab, server, strangers_window):
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(f"{server}/sweeps?sweeps_count=5")
    arrived(tab)
    expect(tab.get_by_text("25 of 25 runs")).to_be_visible()
    first = now(tab)
    grid = tab.locator(".sweep canvas")
    press_until(tab, ".sweep canvas", "ArrowUp", re.compile(r"sweeps_map_pin=\d+"))
    assert now(tab) != first
    place = grid.bounding_box()
    grid.click(position={"x": place["width"] * 0.95, "y": place["height"] * 0.1})
    expect(tab).to_have_url(re.compile("sweeps_map_pin=24"))
    settled(tab)
    assert now(tab).endswith(": diverged.")
    assert opened_by_a_stranger(strangers_window, tab.url) == shown(tab)
    tab.get_by_role("link", name="Open the marked run on Converge").click()
    expect(tab.get_by_role("heading", level=1, name="Converge")).to_be_visible()
    expect(tab.get_by_text(re.compile("diverged")).first).to_be_visible()


def test_the_learning_curve_is_there_at_once_and_a_press_chooses_the_number_of_examples(tab, server):
    tab.goto(f"{server}/designed_or_learned?designed_or_learned_curve_pin=2")
    expect(tab.locator(".verdict").first).to_have_text(
        re.compile("^Learned filters are better than designed ones from")
    )
    expect(tab.get_by_role("heading", name="The first layers after 2 examples of each picture")).to_be_visible()
    press_until(tab, ".curve canvas", "ArrowRight", re.compile("designed_or_learned_curve_pin=5"))
    expect(tab.get_by_role("heading", name="The first layers after 5 examples of each picture")).to_be_visible()
    expect(tab.get_by_text("4 of 4 networks are ready.")).to_be_visible(timeout=LONG)
