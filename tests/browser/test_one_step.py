"""The ledger of one step in a browser: it plays, names its sub-steps, traces each number, and its address keeps it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled

STAGES = ("Patch", "Products", "Answer", "Error", "Error × patch", "Gradient", "Update", "New loss")
LIT = "(cells) => cells.map((cell) => cell.dataset.id)"
NUMBERS = "(cells) => cells.map((cell) => Number(cell.textContent.replace('\\u2212', '-')))"


def opened(tab: Page, server: str, query: str = "", *, still: bool = True) -> Page:
    tab.emulate_media(reduced_motion="reduce" if still else "no-preference")
    tab.goto(f"{server}/one_step?{query}")
    expect(tab.locator(".ledger [data-id=p0\\.1]")).to_be_attached()
    settled(tab)
    return tab


def stage_of(tab: Page) -> str:
    return tab.locator(".names [aria-current]").inner_text()


def numbers(tab: Page, letter: str) -> list[float]:
    return tab.locator(f".ledger [data-id^={letter}]").evaluate_all(NUMBERS)


def test_it_plays_by_itself_and_fills_its_columns_from_left_to_right(tab, server):
    opened(tab, server, still=False)
    tab.get_by_role("combobox", name="Speed").select_option("fast")
    seen = []
    for _ in range(40):
        if (stage := stage_of(tab)) not in seen:
            seen.append(stage)
        tab.wait_for_timeout(150)
        if stage == STAGES[-1]:
            break
    places = [STAGES.index(stage) for stage in seen]
    assert places == sorted(places)
    assert len(places) >= 4
    expect(tab.locator(".names [aria-current]")).to_have_text("New loss")
    expect(tab.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert "moment" not in tab.url


def test_sub_steps_go_by_button_by_key_and_by_address(tab, server):
    opened(tab, server, "one_step_ledger_moment=0")
    assert stage_of(tab) == "Patch"
    expect(tab.locator(".now")).to_have_text(re.compile("^1 of 8, patch: "))
    tab.get_by_role("button", name="One step forward").click()
    assert stage_of(tab) == "Products"
    tab.get_by_role("toolbar", name="Sub-steps").get_by_role("button", name="Error", exact=True).click()
    assert stage_of(tab) == "Error"
    tab.keyboard.press("ArrowRight")
    assert stage_of(tab) == "Error × patch"
    tab.locator("[data-id=e0]").focus()
    tab.keyboard.press("PageDown")
    assert stage_of(tab) == "Gradient"
    expect(tab).to_have_url(re.compile("one_step_ledger_moment=5$"))
    opened(tab, server, tab.url.partition("?")[2])
    assert stage_of(tab) == "Gradient"


def test_each_number_lights_those_that_it_came_from_and_says_how(tab, server):
    opened(tab, server)
    lit = tab.locator(".ledger .from")
    tab.locator("[data-id=x2\\.1]").hover()
    assert sorted(lit.evaluate_all(LIT)) == ["e2", "p2.1"]
    said = tab.locator(".trace").inner_text()
    error, sample, product = re.fullmatch(r"Error × patch: (\S+) × (\S+) = (\S+)", said).groups()
    assert product == tab.locator("[data-id=x2\\.1]").inner_text()
    assert f"{float(error) * float(sample):.2f}" == product
    # one stop of the tabulator, and arrows from there
    assert tab.locator(".ledger [tabindex='0']:not(canvas)").count() == 1
    tab.mouse.move(2, 2)
    tab.locator("[data-id=m0\\.2]").focus()
    tab.keyboard.press("ArrowRight")
    expect(tab.locator(".trace")).to_have_text(re.compile("^Sum of the products: "))
    assert sorted(lit.evaluate_all(LIT)) == ["m0.0", "m0.1", "m0.2"]
    tab.keyboard.press("ArrowDown")
    assert lit.evaluate_all(LIT) == ["m1.0", "m1.1", "m1.2"]
    assert tab.locator(".trace").get_attribute("aria-live") == "polite"
    tab.locator("[data-id=n1]").focus()
    assert sorted(lit.evaluate_all(LIT)) == ["o1", "u1"]


@pytest.mark.parametrize("seed", range(4))
def test_what_is_written_adds_up(tab, server, seed):
    opened(tab, server, f"one_step_seed={seed}")
    old, update, new = (numbers(tab, letter) for letter in "oun")
    digits = max(len(text.partition(".")[2]) for text in tab.locator(".ledger [data-id^=n]").all_inner_texts())
    assert [round(a + b, digits) for a, b in zip(old, update, strict=True)] == new
    assert old == numbers(tab, "w")


def test_every_equation_gives_its_result(tab, server):
    opened(tab, server, "one_step_experiment=find_peaks")
    cells = tab.locator(".ledger .cell")
    checked = 0
    for place in range(0, cells.count(), 3):
        cell = cells.nth(place)
        cell.focus()
        said, shown = tab.locator(".trace").inner_text(), cell.inner_text()
        if (found := re.search(r": ([\d.−+×() ]+) = (\S+)$", said)) is None:
            continue
        assert found[2] == shown, said
        plain = found[1].replace("−", "-").replace("×", "*")
        digits = len(shown.partition(".")[2])
        assert f"{eval(plain):.{digits}f}".replace("-", "−") in (shown, f"−{shown}"), said  # noqa: S307
        checked += 1
    assert checked > 10


def test_the_next_step_begins_where_this_one_ended(tab, server):
    opened(tab, server)
    new = numbers(tab, "n")
    expect(tab.locator(".now")).to_have_text(re.compile(r"The loss falls from [\d.]+ to [\d.]+\.$"))
    loss = tab.locator(".now").inner_text().rpartition(" to ")[2].rstrip(".")
    tab.get_by_role("button", name="Next training step").click()
    expect(tab).to_have_url(re.compile("one_step_step=2$"))
    expect(tab.locator(".trace")).not_to_be_empty()
    expect(tab.get_by_role("heading", name="Step 2")).to_be_visible()
    settled(tab)
    begun = numbers(tab, "w")
    assert all(abs(a - b) < 1e-2 for a, b in zip(begun, new, strict=True))
    assert float(tab.locator("[data-id=L]").inner_text()) == pytest.approx(float(loss), abs=1e-2)
    tab.get_by_role("button", name="Previous training step").click()
    expect(tab.get_by_role("heading", name="Step 1")).to_be_visible()


def test_the_rate_moves_on_the_curve_by_key_and_by_mouse_and_the_moment_stays(tab, server):
    opened(tab, server, "one_step_ledger_moment=6")
    curve = tab.get_by_role("slider", name="Learning rate of this step")
    before = tab.locator("[data-id=u1]").inner_text()
    curve.focus()
    for _ in range(5):
        tab.keyboard.press("ArrowRight")
    assert curve.get_attribute("aria-valuenow") == "0.55"
    expect(tab).to_have_url(re.compile("one_step_rate=0.55"))
    expect(tab.locator("[data-id=u1]")).not_to_have_text(before)
    assert stage_of(tab) == "Update"
    expect(tab).to_have_url(re.compile("one_step_ledger_moment=6"))
    box = curve.bounding_box()
    assert box is not None
    tab.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 90)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + 90, steps=5)
    tab.mouse.up()
    expect(tab.get_by_text("This rate is above the critical rate")).to_be_visible()
    tab.get_by_role("button", name="New loss").click()
    expect(tab.locator(".now")).to_have_text(re.compile("at a rate above the critical rate.$"))
    shown = float(curve.get_attribute("aria-valuenow") or 0)
    assert shown > 1
    expect(tab.get_by_role("slider", name="Learning rate, as a share")).to_have_attribute(
        "aria-valuetext", re.compile(f"{shown:.2f}")
    )


@pytest.mark.parametrize(
    ("width", "height", "query"), [(1280, 800, ""), (800, 500, "embed=true"), (390, 844, "one_step_ledger_moment=3")]
)
def test_the_ten_numbers_fit_the_screen(browser, server, width, height, query):
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    tab = opened(context.new_page(), server, query)
    for name in ("e0", "e7") if width < 640 else ("p0.0", "x7.2", "n2", "K"):
        box = tab.locator(f"[data-id='{name}']").bounding_box()
        assert box is not None
        assert 0 <= box["x"] < box["x"] + box["width"] <= width
        assert 0 <= box["y"] < box["y"] + box["height"] <= height
    context.close()


def test_a_phone_shows_one_sub_step_at_a_time(browser, server):
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    tab = opened(context.new_page(), server, "one_step_ledger_moment=4")
    for name, is_seen in (("p0.0", False), ("m0.0", False), ("e0", True), ("x0.0", True), ("g0", False)):
        assert tab.locator(f"[data-id='{name}']").is_visible() is is_seen
    tab.get_by_role("button", name="New loss").click()
    for name, is_seen in (("x0.0", False), ("n0", True), ("K", True)):
        assert tab.locator(f"[data-id='{name}']").is_visible() is is_seen
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_a_large_filter_is_seen_in_colours_and_its_numbers_on_focus(tab, server):
    opened(tab, server, "one_step_recover_kernel_kernel=gabor")
    cell = tab.locator("[data-id='p0.7']")
    assert cell.evaluate("(cell) => getComputedStyle(cell).fontSize") == "0px"
    cell.focus()
    expect(tab.locator(".trace")).to_have_text(
        re.compile(r"^Window 1: −?\d\S+ lies under the filter's row 1, column 8\.$")
    )
