"""Your data in a real browser: from a file of one's own to a verdict, and figures by keyboard."""

from __future__ import annotations

import re

import numpy as np
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled
from tests.browser.walks import arrived, opened_by_a_stranger, shown

QUICK = "your_data_networks=false"
BEATS = f"{QUICK}&your_data_task=events&your_data_events_data=heartbeats"


def now(tab: Page, figure: str) -> str:
    return tab.locator(f"{figure} .now").inner_text()


def compared(tab: Page) -> None:
    """Wait until the comparison is whole: only then there are answers, and what was shown on the way is gone."""
    arrived(tab)
    expect(tab.locator(".stretch .now")).to_be_visible()
    expect(tab.locator(".contestants canvas")).to_have_count(1)
    settled(tab)


def test_a_table_of_one_s_own_has_a_verdict_after_three_clicks(tab, server, tmp_path):
    rng = np.random.default_rng(0)
    clean = np.repeat(rng.normal(size=40), 30)
    table = tmp_path / "own.csv"
    rows = zip(clean + rng.normal(scale=0.3, size=1200), clean, strict=True)
    table.write_text("noisy,clean\n" + "\n".join(f"{one:.5f},{other:.5f}" for one, other in rows))
    tab.goto(f"{server}/your_data?{QUICK}&your_data_before_after_data=steps")
    arrived(tab)
    tab.get_by_text("Use your own data").click()
    # the second opens the system's window, in which the third chooses the file; then the comparison begins
    tab.locator("input[type=file]").first.set_input_files(table)
    expect(tab.get_by_role("combobox", name="Data")).to_have_value("Your data: own.csv")
    expect(tab.locator(".stretch .now")).to_contain_text("of 0 to 1,199")
    expect(tab.locator(".contestants .verdict strong")).to_have_text(
        re.compile("^(Learned is better|Designed is better|Not worth it|Cannot be said)$")
    )
    assert "own.csv" not in tab.url


def test_figures_answer_to_keys_and_a_stretch_stands_in_the_address(tab, server, strangers_window):
    tab.emulate_media(reduced_motion="reduce")
    boxes = "your_data_size=open&your_data_amount=open&your_data_recall=open&your_data_table=open"
    tab.goto(f"{server}/your_data?{BEATS}&{boxes}")
    compared(tab)
    rows = tab.locator(".contestants canvas")
    rows.focus()
    tab.keyboard.press("ArrowDown")
    assert re.match(r"Designed side \(designed\): 1\.000, between ", now(tab, ".contestants"))
    lines = tab.locator(".lines canvas")
    expect(lines).to_have_count(3)
    lines.first.focus()
    tab.keyboard.press("ArrowRight")
    assert tab.locator(".lines .now").first.inner_text().startswith("3 taps along each axis: Best linear filter ")
    tab.locator(".stretch .whole").focus()
    tab.keyboard.press("End")
    expect(tab).to_have_url(re.compile("your_data_stretch_pin=624"))
    settled(tab)
    assert now(tab, ".stretch").startswith("Samples 624 to 1,023 of 0 to 1,023: ")
    tab.locator(".stretch .whole").blur()
    assert opened_by_a_stranger(strangers_window, tab.url) == shown(tab)


SIDEWAYS = (
    "[...document.querySelectorAll('[data-testid=stMain], html')].map((each) => each.scrollWidth - each.clientWidth)"
)


def test_on_a_phone_a_wide_table_is_moved_by_itself(tab, server):
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.goto(f"{server}/your_data?{BEATS}&your_data_table=open")
    arrived(tab)
    table = tab.locator("table").first
    expect(table).to_be_visible()
    assert table.evaluate("each => each.scrollWidth > each.parentElement.clientWidth")
    assert tab.evaluate(SIDEWAYS) == [0, 0]
    assert table.evaluate("each => { each.parentElement.scrollLeft = 99; return each.parentElement.scrollLeft }") == 99


def test_of_several_files_one_is_chosen_and_stands_in_the_address(tab, server, tmp_path):
    rng = np.random.default_rng(0)
    files = {}
    for name, count in (("a", 700), ("b", 600), ("c", 500)):
        clean = np.repeat(rng.normal(size=count // 20), 20)
        for kind, values in (("before", clean + rng.normal(scale=0.3, size=count)), ("after", clean)):
            files[name, kind] = tmp_path / f"{name}-{kind}.csv"
            files[name, kind].write_text("\n".join(f"{value:.5f}" for value in values))
    tab.goto(f"{server}/your_data?{QUICK}&your_data_before_after_data=steps")
    arrived(tab)
    tab.get_by_text("Use your own data").click()
    for at, kind in enumerate(("before", "after")):
        tab.locator("input[type=file]").nth(at).set_input_files([files[name, kind] for name in "abc"])
        # the page runs for each upload, and an uploader that is drawn meanwhile takes nothing
        expect(tab.get_by_text("What the data should become is missing")).to_have_count(1 - at)
        settled(tab)
    expect(tab.locator(".stretch .now")).to_contain_text(
        "of 0 to 699: answers of filters that learned nothing from this file."
    )
    file = tab.get_by_role("combobox", name="File", exact=True)
    file.evaluate("each => each.scrollIntoView({ block: 'center' })")  # a menu that opens below the page closes at once
    file.click()
    tab.get_by_role("option", name="3: c-before.csv").click()
    expect(tab.locator(".stretch .now")).to_contain_text("of 0 to 499: ")
    expect(tab).to_have_url(re.compile("your_data_stretch_file=3"))


def test_the_question_can_be_changed_while_the_comparison_is_computed(tab, server):
    tab.goto(f"{server}/your_data?your_data_networks=false&your_data_seed=3")
    tab.get_by_role("combobox", name="Question").click()
    tab.get_by_role("option", name="Find events in a signal").click()
    expect(tab.get_by_role("combobox", name="Data")).to_have_value("Pulses in noise")
    expect(tab.locator(".stretch .now")).to_contain_text("of 0 to 59,999")


def test_events_are_marked_by_pointer_and_keyboard(tab, server, tmp_path):
    values = np.random.default_rng(0).normal(scale=0.2, size=900)
    values[50::60] += 3.0
    table = tmp_path / "beats.csv"
    table.write_text("signal\n" + "\n".join(f"{value:.5f}" for value in values))
    tab.goto(f"{server}/your_data?{BEATS}")
    arrived(tab)
    tab.get_by_text("Use your own data").click()
    tab.locator("input[type=file]").first.set_input_files(table)
    part, listed = tab.locator(".marking .part"), tab.get_by_role("textbox", name="Events")
    expect(part).to_be_visible()
    settled(tab)

    def press(sample: int) -> None:
        wide = part.bounding_box()["width"]
        part.click(position={"x": 2 + sample / 399 * (wide - 4), "y": 60})

    for sample in (50, 110, 170):  # at once: no press waits for the page
        press(sample)
    expect(listed).to_have_value("50, 110, 170")
    press(110)
    expect(listed).to_have_value("50, 170")
    part.focus()
    for key in ("Home", "PageDown", "PageDown", "ArrowRight", "Enter"):
        tab.keyboard.press(key)
    expect(listed).to_have_value("21, 50, 170")
    expect(part).to_have_attribute("aria-valuetext", "Sample 21, an event")
    # the rest of the signal is reached by the strip above
    tab.locator(".marking .whole").focus()
    tab.keyboard.press("End")
    expect(tab.locator(".marking .now")).to_contain_text("Samples 500 to 899 of 0 to 899. 3 events in all.")
    expect(tab).to_have_url(re.compile("your_data_marking_pin=500"))
