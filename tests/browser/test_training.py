"""Runs that are trained beside the server, in a real browser: awaited, replaced by newer wishes, and not lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled, started

# a run that takes seconds: one filter of 7 x 7 over a picture, and its best possible filter by Newton's method
SLOW = (
    "run_experiment=find_edges&run_find_edges_labels=signed&run_find_edges_filters=1&run_find_edges_size=7"
    "&run_find_edges_steps=3000"
)
LONG = 120_000  # milliseconds beside other work
AWAITED = re.compile("on its way|on their way|^Training: step")
STEP = re.compile(r"^Training: step [0-9,]+ of 3,000$")


def arrived(tab: Page, steps: int = 3000) -> None:
    """Wait until the figure of the run is there."""
    expect(tab.locator(".now").first).to_have_text(re.compile(rf"^Step [0-9,]+ of {steps:,}"), timeout=LONG)
    expect(tab.get_by_text(AWAITED)).to_have_count(0, timeout=LONG)
    settled(tab)


def test_the_address_of_a_slow_run_brings_all_that_it_names_and_the_newest_wish_wins(tab, server):
    tab.emulate_media(reduced_motion="reduce")
    named = "converge_player_moment=5&converge_player_figures=open"
    tab.goto(f"{server}/converge?{SLOW}&run_seed=31&{named}")
    expect(tab.get_by_text("The best possible filter is on its way.")).to_be_visible()
    expect(tab.get_by_role("button", name="Save this run")).to_be_disabled()
    expect(tab.get_by_text(STEP)).to_be_visible(timeout=LONG)
    reserved = tab.get_by_text("How it works, and what to try").bounding_box()["y"]
    arrived(tab)
    expect(tab.locator(".now").first).to_have_text(re.compile("^Step 5 of 3,000"))
    expect(tab.get_by_text("Condition number")).to_be_visible()
    for each in named.split("&"):
        assert each in tab.url
    assert reserved > 600
    # three wishes, each before the last is fulfilled: the last is shown, and is the only new entry of the history
    button = tab.get_by_role("button", name="Other random numbers")
    for _ in range(3):
        button.click()
        tab.wait_for_timeout(300)
    expect(tab.get_by_text(STEP)).to_be_visible()
    # the figure before stays meanwhile
    expect(tab.locator(".now").first).to_have_text(re.compile("^Step 5 of 3,000"))
    arrived(tab)
    expect(tab).to_have_url(re.compile("run_seed=34"))
    assert "moment" not in tab.url
    tab.go_back()
    expect(tab).to_have_url(re.compile("run_seed=31"))
    arrived(tab)
    expect(tab.locator(".now").first).to_have_text(re.compile("^Step 5 of 3,000"))


def test_compare_awaits_its_run_and_an_embedded_page_shows_it_as_well(tab, server):
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(f"{server}/compare?{SLOW}&run_seed=41&compare_waves=open")
    expect(tab.get_by_text(AWAITED).first).to_be_visible()
    expect(tab.locator(".row figure canvas[data-drawn]").first).to_be_visible(timeout=LONG)
    expect(tab.get_by_role("button", name="Learned model as ONNX")).to_be_visible()
    expect(tab.locator(".js-plotly-plot").first).to_be_visible()
    assert "compare_waves=open" in tab.url
    tab.goto(f"{server}/converge?{SLOW}&run_seed=42&embed=true")
    expect(tab.get_by_text(AWAITED).first).to_be_visible(timeout=LONG)
    arrived(tab)


@pytest.mark.parametrize("task", ["name_textures", "classify_gratings"])
def test_the_server_trains_no_network_itself(tab, task):
    few = f"run_experiment={task}&run_{task}_steps=20&run_name_textures_patches=2"
    with started("--server.address", "127.0.0.1") as (process, address):
        for page in ("converge", "compare"):
            tab.goto(f"{address}/{page}?{few}")
            figure = ".now" if page == "converge" else ".row figure canvas[data-drawn]"
            expect(tab.locator(figure).first).to_be_visible(timeout=LONG)
            settled(tab)
        assert "libtorch" not in Path(f"/proc/{process.pid}/maps").read_text(encoding="utf-8")
        # Streamlit lets go of the page's connection before the server ends
        tab.goto("about:blank")
