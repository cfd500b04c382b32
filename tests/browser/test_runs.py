"""Runs that live, in a real browser: watched, led, found again, compared, taken away."""

from __future__ import annotations

import re
import signal
import time
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import settled, started

LONG = "run_experiment=Find+the+edges&run_find_edges_size=7&run_find_edges_steps=10000"


# where the title lies in each frame in which it is there
TITLES = """() => {
  window.titles = []
  const look = () => {
    const title = document.querySelector('h1')
    if (title) window.titles.push(Math.round(title.getBoundingClientRect().left))
    requestAnimationFrame(look)
  }
  look()
}"""


def keep_long_run(tab: Page, server: str) -> None:
    """Start a run that takes long enough to be watched, and wait until it is."""
    tab.goto(f"{server}/converge?{LONG}")
    expect(tab.get_by_text("Press Save this run to watch it train.")).to_be_visible()
    tab.get_by_role("button", name="Save this run").click()
    expect(tab.get_by_role("button", name="Pause")).to_be_visible()
    expect(tab.locator(".now")).to_be_visible()


def stop_run(tab: Page) -> None:
    """Stop the run; while the page is being drawn, Streamlit has a button of this name too."""
    tab.get_by_test_id("stSidebar").get_by_role("button", name="Stop").click()


def keep_short_run(tab: Page, server: str, seed: int) -> None:
    """Train a run that is done at once, and keep it."""
    tab.goto(f"{server}/converge?run_experiment=Find+the+peaks&run_seed={seed}")
    expect(tab.locator(".now")).to_contain_text("Step 600 of 600")
    tab.wait_for_timeout(1000)  # the player says where it stands once it has stood there for a while
    settled(tab)
    tab.get_by_role("button", name="Save this run").click()
    expect(tab.get_by_role("button", name="Back to the settings")).to_be_visible()
    expect(tab.get_by_text("Train it another way")).to_be_visible()


def listed_runs(tab: Page, server: str) -> Locator:
    """The checkboxes of the finished runs of one task, the newest first."""
    tab.goto(f"{server}/runs?runs_experiment=Find+the+peaks&runs_status=finished")
    boxes = tab.get_by_role("checkbox", name=re.compile("^Find the peaks"))
    expect(boxes.first).to_be_visible()
    settled(tab)
    return boxes


def test_nothing_moves_the_title_once_it_is_there(tab, server):
    keep_short_run(tab, server, seed=5)
    tab.add_init_script(f"({TITLES})()")
    # a fresh server takes a while to open the saved runs, of which the filters follow
    with started() as (_, address):
        tab.goto(f"{address}/runs")
        expect(tab.get_by_role("checkbox", name=re.compile("^Find the peaks")).first).to_be_visible()
        settled(tab)
        expect(tab.get_by_label("Name contains")).to_be_visible()
        places = tab.evaluate("[...new Set(window.titles)]")
        tab.goto("about:blank")  # it would miss the server
    assert len(places) == 1


def test_a_run_is_watched_paused_led_on_and_found_again(tab, server):
    keep_long_run(tab, server)
    now = tab.locator(".now")
    expect(now).to_contain_text("of 10,000")
    first = now.inner_text()
    expect(now).not_to_have_text(first)
    expect(tab.get_by_role("button", name="Play")).not_to_be_visible()
    tab.get_by_role("button", name="Pause").click()
    # while it trains there are the run's own buttons alone, and the player's once it stands still
    expect(tab.get_by_role("button", name="Train ten steps")).to_be_visible()
    expect(tab.get_by_role("button", name="Play")).to_be_visible()
    tab.get_by_role("button", name="Train ten steps").click()
    address = tab.url
    tab.reload()
    expect(tab.get_by_role("button", name="Go on training")).to_be_visible()
    assert "converge_run=" in address
    stop_run(tab)
    expect(tab.get_by_text("This run was stopped at step")).to_be_visible()


def test_who_has_the_address_sees_what_another_does(tab, server):
    keep_long_run(tab, server)
    other = tab.context.new_page()
    other.goto(tab.url)
    expect(other.get_by_role("button", name="Pause")).to_be_visible()
    tab.get_by_role("button", name="Pause").click()
    expect(other.get_by_role("button", name="Go on training")).to_be_visible()
    other.get_by_role("button", name="Go on training").click()
    expect(tab.get_by_role("button", name="Pause")).to_be_visible()
    stop_run(other)
    expect(tab.get_by_text("This run was stopped at step")).to_be_visible()


def test_other_settings_from_the_same_start_are_drawn_beside_their_run(tab, server):
    keep_short_run(tab, server, 3)
    first = tab.url
    settled(tab)
    tab.get_by_text("Train it another way").click()
    expect(tab.get_by_role("button", name="Same start, other settings")).to_be_visible()
    settled(tab)
    tab.wait_for_timeout(800)  # the button moves while its frame opens
    tab.get_by_role("button", name="Same start, other settings").click()
    expect(tab.get_by_label(re.compile("^Losses of 2 runs: "))).to_be_visible()
    # the address follows what is drawn
    expect(tab).to_have_url(re.compile("converge_beside="))
    address = tab.url
    assert address != first
    tab.goto("about:blank")
    tab.goto(address)
    expect(tab.get_by_label(re.compile("^Losses of 2 runs: "))).to_be_visible()


def test_two_runs_are_compared(tab, server):
    for seed in (1, 2):
        keep_short_run(tab, server, seed)
    boxes = listed_runs(tab, server)
    boxes.nth(0).click()
    boxes.nth(1).click()
    expect(tab.get_by_role("heading", name="What differs")).to_be_visible()
    expect(tab.get_by_label(re.compile("^Losses of 2 runs: "))).to_be_visible()
    # and the comparison can be sent to somebody
    tab.get_by_role("button", name="Show them under one address").click()
    expect(tab).to_have_url(re.compile("/converge.*converge_run=[0-9a-f]{32}.*converge_beside=[0-9a-f]{32}"))
    address = tab.url
    tab.goto("about:blank")
    tab.goto(address)
    expect(tab.get_by_label(re.compile("^Losses of 2 runs: "))).to_be_visible()


def test_rows_are_chosen_by_mouse_and_by_keyboard_alike(tab, server):
    for seed in (11, 12):
        keep_short_run(tab, server, seed)
    boxes = listed_runs(tab, server)
    tab.get_by_role("listitem").filter(has_text="seed 12").get_by_text("seed 12").click()
    expect(boxes.nth(0)).to_be_checked()
    expect(tab).to_have_url(re.compile("runs_chosen=[0-9a-f]{32}$"))
    expect(tab.get_by_role("heading", name="Find the peaks: seed 12")).to_be_visible()
    settled(tab)
    # from the row's box to its button, to the next row's box
    boxes.nth(0).focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    expect(boxes.nth(1)).to_be_focused()
    tab.keyboard.press("Space")
    expect(boxes.nth(1)).to_be_checked()
    expect(tab.get_by_role("heading", name="What differs")).to_be_visible()
    settled(tab)
    # the page was drawn anew, and the place is kept
    expect(boxes.nth(1)).to_be_focused()
    address = tab.url
    tab.goto("about:blank")
    tab.goto(address)
    for place in (0, 1):
        expect(boxes.nth(place)).to_be_checked()
    tab.go_back()
    tab.go_back()
    expect(boxes.nth(0)).to_be_checked()
    tab.keyboard.press("Tab")
    boxes.nth(0).focus()
    tab.keyboard.press("Enter")
    expect(boxes.nth(0)).not_to_be_checked()
    tab.keyboard.press("ArrowDown")
    expect(boxes.nth(1)).to_be_focused()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile("/converge.*converge_run=[0-9a-f]{32}"))
    expect(tab.locator(".now")).to_contain_text("of 600")


def test_what_was_deleted_is_brought_back_by_the_button_that_has_the_focus(tab, server):
    for seed in (21, 22):
        keep_short_run(tab, server, seed)
    boxes = listed_runs(tab, server)
    count = boxes.count()
    boxes.nth(0).click()
    boxes.nth(1).click()
    tab.get_by_role("button", name="Delete these 2 runs").click()
    tab.get_by_role("button", name="Delete 2 runs").click()
    undo = tab.get_by_role("button", name="Bring back")
    expect(undo).to_be_focused()
    expect(tab.get_by_text("2 runs are deleted.")).to_be_in_viewport()
    expect(boxes).to_have_count(count - 2)
    tab.keyboard.press("Enter")
    expect(boxes).to_have_count(count)
    expect(undo).not_to_be_visible()
    expect(boxes.nth(0)).to_be_checked()
    expect(boxes.nth(0)).to_be_focused()


def test_the_server_ends_within_seconds_while_runs_train(tab):
    with started() as (process, address):
        tab.goto(f"{address}/converge?{LONG}")
        tab.get_by_role("button", name="Save this run").click()
        expect(tab.get_by_role("button", name="Pause")).to_be_visible()
        tab.goto("about:blank")
        begun = time.monotonic()
        process.terminate()
        assert process.wait(30) in (0, -signal.SIGTERM)
        assert time.monotonic() - begun < 25  # five seconds are the aim, on a machine that is not busy


def test_a_run_leaves_as_a_file_and_comes_back(tab, server):
    keep_short_run(tab, server, 9)
    listed_runs(tab, server).first.click()
    with tab.expect_download() as coming:
        tab.get_by_role("button", name="Run as a file").click()
    name = coming.value.suggested_filename
    assert re.fullmatch(r"run_find_peaks-[0-9a-f]{8}\.safetensors", name)
    tab.get_by_text("Bring a run from a file").click()
    content = Path(coming.value.path()).read_bytes()
    tab.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": content})
    expect(tab.get_by_text("Save it here")).to_be_visible()
    tab.get_by_role("button", name="Save it here").click()
    expect(tab.get_by_text("Find the peaks is saved.")).to_be_visible()
