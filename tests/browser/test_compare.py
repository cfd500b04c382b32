"""Compare in the browser: the numbers of the filters can be read, and Plotly is not waited for."""

from __future__ import annotations

import re

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
    assert len(sizes) == len(set(sizes)) + len(sizes) - 1 > 1, sizes
    # a chart in a box brings it, so that the line above can fail
    tab.get_by_text("What each does to waves").click()
    expect(tab.locator(".js-plotly-plot").first).to_be_visible()
    assert plotly_of(tab)
