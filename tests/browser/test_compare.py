"""Compare in the browser: the numbers of the filters can be read, and Plotly is not waited for."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled

FEW = "run_denoise_steps=20&run_denoise_size=3"


def plotly_of(tab: Page) -> list[str]:
    """The scripts of Plotly that the page asked for."""
    names: list[str] = tab.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    return [name for name in names if "plotly" in name.lower()]


def test_pictures_are_compared_without_plotly(tab, server):
    tab.goto(f"{server}/compare?run_experiment=denoise&{FEW}")
    figures = tab.locator(".row figure")
    expect(figures.first.locator("canvas[data-drawn]")).to_be_visible()
    settled(tab)
    expect(figures.first).to_contain_text("Designed")
    expect(figures.first.locator("canvas")).to_have_attribute(
        "aria-label", re.compile(r"^The filter designed, 3 by 3 numbers: (0\.\d+ ?){9}$")
    )
    assert plotly_of(tab) == []
    sizes = figures.evaluate_all("all => all.map(each => each.querySelector('canvas').clientHeight)")
    assert len(sizes) > 1
    assert len(set(sizes)) == 1
    # one that is no longer compared leaves nothing behind
    tab.get_by_role("button", name="Remove Best possible").click()
    expect(figures).to_have_count(len(sizes) - 1)
    # a chart in a box brings it, so that the line above can fail
    tab.get_by_text("What each does to waves").click()
    expect(tab.locator(".js-plotly-plot").first).to_be_visible()
    assert plotly_of(tab)


@pytest.mark.parametrize(
    ("width", "task"), [(1280, "find_peaks"), (1280, "denoise"), (390, "find_peaks"), (390, "denoise")]
)
def test_the_reserved_height_has_room_for_the_filters(tab, server, width, task):
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(f"{server}/compare?run_experiment={task}&run_{task}_steps=20")
    row = tab.locator(".row")
    expect(row.locator("canvas[data-drawn]").first).to_be_visible()
    settled(tab)
    stage = tab.locator(".stage", has=row)
    needed, reserved = stage.evaluate("stage => [stage.scrollHeight, stage.getRootNode().host.clientHeight]")
    assert needed <= reserved
    # on a narrow screen the row is moved sideways, by keys too
    is_wider = row.evaluate("row => row.scrollWidth > row.clientWidth")
    assert is_wider == (width == 390)
    expect(row).to_have_attribute("tabindex", "0" if is_wider else "-1")
