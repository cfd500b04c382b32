"""What is played: the first page's figure and the runs, by pointer and by keyboard, and the moment in the address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled
from tests.browser.letters import are_whole, read_letters, written

PEAKS = "converge?run_experiment=find_peaks"
SHORT = "converge?run_experiment=recover_kernel"
GROWING = f"{SHORT}&run_recover_kernel_input=white&run_recover_kernel_rate=1.5"
VERDICT = (
    "To imitate: yes, they became [−1 1 −1]. To find peaks: no, a better filter. "
    "In 4,096 held-out samples it finds 88 % of the peaks, not 53 %; 13 % of its alarms are false."
)


def filters(tab: Page) -> str:
    return tab.locator(".filters canvas").first.get_attribute("aria-label") or ""


def still(tab: Page, address: str) -> None:
    """Open an address at its end, with nothing moving."""
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(address)
    expect(tab.get_by_role("button", name="Play", exact=True).first).to_be_visible()
    settled(tab)


def test_the_first_page_answers_by_itself(tab, server):
    tab.goto(server)
    now = tab.locator(".now").first
    expect(now).to_have_text(re.compile(r"^Samples \d+ to \d+: .* = .*\. (Above|Not above) zero: (a|no) peak\.$"))
    expect(now).to_have_text(re.compile("^Learning: step "))
    expect(now).to_have_text(VERDICT)
    expect(tab.locator(".stage canvas").first).to_have_attribute(
        "aria-label", re.compile("Learned to imitate it: −1.00 1.00 −1.00, 4 found +2 missed +0 false")
    )
    expect(tab.get_by_role("button", name="Play", exact=True).first).to_be_visible()


def test_who_asked_for_less_motion_gets_the_end_and_the_button(tab, server):
    still(tab, server)
    expect(tab.locator(".now").first).to_have_text(VERDICT)
    still(tab, f"{server}/{PEAKS}")
    expect(tab.locator(".now")).to_contain_text("Step 600 of 600")


def test_other_random_numbers_play_again_and_the_button_keeps_the_focus(tab, server):
    still(tab, server)
    button = tab.get_by_role("button", name="Other random numbers")
    button.focus()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile("question_seed=1"))
    settled(tab)
    expect(button).to_be_focused()
    expect(tab.locator(".now").first).to_contain_text("To imitate: yes")


def test_a_play_shows_the_numbers_moving_and_the_verdict_comes_after(tab, server):
    tab.goto(f"{server}/{SHORT}")
    verdict = tab.locator(".verdict")
    expect(tab.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    expect(verdict).to_have_text("")
    seen = set()
    for _ in range(12):
        tab.wait_for_timeout(120)
        seen.add(filters(tab))
    assert len(seen) >= 5
    expect(verdict).to_have_text("Yes: the random numbers became [−1 1 −1].")
    expect(tab.locator(".now")).to_contain_text("Step 20 of 20, loss 0")


def test_the_slider_is_dragged_and_reached_by_the_keyboard(tab, server):
    still(tab, f"{server}/{SHORT}")
    slider = tab.get_by_role("slider", name="Moment")
    end = filters(tab)
    box = slider.bounding_box()
    tab.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2, steps=8)
    tab.mouse.up()
    expect(tab.locator(".now")).to_contain_text("Step 0 of 20")
    assert filters(tab) != end
    slider.focus()
    tab.keyboard.press("ArrowRight")
    expect(tab.locator(".now")).to_contain_text("Step 1 of 20")
    expect(slider).to_be_focused()
    tab.get_by_role("button", name="One step forward").click()
    expect(tab.locator(".now")).to_contain_text("Step 2 of 20")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^Step 2 of 20, loss "))


def test_where_a_visitor_stops_is_in_the_address_until_the_run_is_another(tab, server):
    still(tab, f"{server}/{SHORT}")
    for _ in range(3):
        tab.get_by_role("button", name="One step back").click()
    expect(tab).to_have_url(re.compile("converge_player_moment=17"))
    tab.reload()
    expect(tab.locator(".now")).to_contain_text("Step 17 of 20")
    settled(tab)
    tab.get_by_role("button", name="Other random numbers").click()
    expect(tab).to_have_url(re.compile("run_seed=1"))
    expect(tab).not_to_have_url(re.compile("moment"))
    expect(tab.locator(".now")).to_contain_text("Step 20 of 20")
    tab.go_back()
    expect(tab).to_have_url(re.compile("converge_player_moment=17"))
    expect(tab.locator(".now")).to_contain_text("Step 17 of 20")


def test_back_goes_through_the_moments(tab, server):
    still(tab, f"{server}/{SHORT}")
    for moment in (19, 18):
        tab.get_by_role("button", name="One step back").click()
        expect(tab).to_have_url(re.compile(f"converge_player_moment={moment}"))
    tab.go_back()
    expect(tab.locator(".now")).to_contain_text("Step 19 of 20")


def test_play_and_pause_keep_the_focus(tab, server):
    still(tab, f"{server}/{PEAKS}")
    button = tab.locator(".play")
    button.focus()
    tab.keyboard.press("Enter")
    expect(button).to_have_text("Pause")
    tab.keyboard.press("Enter")
    expect(button).to_have_text("Play")
    expect(tab).to_have_url(re.compile("converge_player_moment"))
    settled(tab)
    expect(button).to_be_focused()


@pytest.mark.parametrize("experiment", ["find_edges", "denoise", "classify_gratings", "find_peaks_two_layers"])
def test_answers_of_every_form_are_drawn_and_move(tab, server, experiment):
    steps = f"run_{experiment}_steps=100"
    tab.goto(f"{server}/converge?run_experiment={experiment}&{steps}")
    canvas = tab.locator(".answer canvas")
    drawn = "canvas => canvas.toDataURL()"
    expect(tab.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    first = canvas.evaluate(drawn)
    expect(tab.locator(".now")).to_contain_text("Step 100 of 100")
    assert canvas.evaluate(drawn) != first


def test_on_a_phone_movement_and_verdict_are_in_view(browser, server):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{server}/{SHORT}")
    for part in (".play", ".track", ".now", ".verdict", ".filters canvas"):
        expect(page.locator(part)).to_be_in_viewport(ratio=0.99)
    expect(page.locator(".verdict")).to_have_text("Yes: the random numbers became [−1 1 −1].", timeout=60_000)
    expect(page.locator(".verdict")).to_be_in_viewport(ratio=0.99)
    context.close()


def test_a_number_of_the_first_page_does_not_touch_the_title_above(tab, server):
    read_letters(tab)
    still(tab, server)
    words = written(tab.locator(".stage canvas").first)
    title = next(each for text, each in words.items() if text.startswith("Learned to find peaks"))
    highest = min(each["top"] for text, each in words.items() if re.fullmatch(r"1\.[5-9]\d", text))
    assert highest > title["bottom"] + 3


def test_a_run_that_grows_is_drawn_at_a_scale_that_is_said_and_never_cut(tab, server):
    read_letters(tab)
    tab.goto(f"{server}/{GROWING}")
    canvas = tab.locator(".filters canvas")
    expect(tab.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    steps = set()
    for _ in range(15):
        words = written(canvas)
        step = next(text for text in words if text.startswith("Step "))
        steps.add(step)
        numbers = [float(text.replace("\u2212", "-")) for text in words if re.fullmatch(r"\u2212?\d+\.\d+", text)]
        assert max(map(abs, numbers)) < 2.2
        tab.wait_for_timeout(100)
    expect(tab.locator(".now")).to_have_text("Step 7 of 20, loss 8890, numbers \u221237.2  13.8  \u221289.6")
    assert filters(tab).startswith("Filters at step 7: \u221237.2 13.8 \u221289.6 \u00f7 46.9, at first")
    assert "Step 7 \u00f7 46.9" in written(canvas)
    # between two recorded steps the scale moves as well
    assert len(steps) > 8


def test_both_ends_of_the_scale_of_the_loss_stand_on_one_side(tab, server):
    read_letters(tab)
    still(tab, f"{server}/{GROWING}")
    words = written(tab.locator(".track"))
    assert words["loss 8890"]["x"] == words["4.81"]["x"]
    assert words["loss 8890"]["y"] < 16 < 60 < words["4.81"]["y"]
    assert "logarithmic scale" in words
    assert are_whole(tab.locator(".plane canvas"))
