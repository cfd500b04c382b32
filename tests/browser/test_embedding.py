"""A result within somebody else's page, and the buttons that give its lines and its address."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from pages.parts.shell.registry import NEVER_EMBEDDED, PAGES
from tests.browser.conftest import settled, wait_until


@pytest.fixture
def foreign(tmp_path) -> Iterator[tuple[str, object]]:
    """Another site, on a port of its own: its address, and the folder of its pages."""
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    site = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=site.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{site.server_port}", tmp_path
    site.shutdown()
    site.server_close()


NOT_PLAYED = ("compare", "designed_or_learned", "library", "sweeps", "your_data")


@pytest.mark.parametrize("file", [entry.file for entry in PAGES if entry.can_be_embedded])
def test_an_embedded_page_shows_its_result_and_nothing_to_save(browser, server, foreign, file):
    site, folder = foreign
    address = f"{server.replace('127.0.0.1', 'localhost')}/{'' if file == 'question' else file}?embed=true"
    (folder / "slides.html").write_text(f'<iframe src="{address}" width="800" height="500"></iframe>')
    tab = browser.new_page(viewport={"width": 900, "height": 600})
    tab.goto(f"{site}/slides.html")
    frame = tab.frame_locator("iframe")
    others = {"compare": frame.get_by_role("table"), "one_step": frame.locator("[data-id=n2]")}
    shown = others.get(file, frame.locator(".stage canvas").first)
    expect(shown).to_be_in_viewport()
    if file not in NOT_PLAYED:
        expect(frame.get_by_role("button", name=re.compile("^(Play|Pause)$")).first).to_be_in_viewport()
    expect(frame.get_by_test_id("stTopNavSection")).to_have_count(0)
    expect(frame.get_by_role("button", name="Save this run")).to_have_count(0)
    tab.close()


@pytest.mark.parametrize("address", ["", *(f"{file}?embed=true" for file in NEVER_EMBEDDED)])
def test_what_is_not_embedded_stays_empty_in_a_foreign_frame(browser, server, foreign, address):
    site, folder = foreign
    (folder / "slides.html").write_text(f'<iframe src="{server}/{address}" width="800" height="500"></iframe>')
    tab = browser.new_page()
    refused: list[str] = []
    tab.on("console", lambda message: refused.append(message.text))
    tab.goto(f"{site}/slides.html")
    tab.wait_for_timeout(1500)
    assert any("frame-ancestors" in each for each in refused)
    expect(tab.frame_locator("iframe").get_by_role("heading")).to_have_count(0)
    tab.close()


def copied(tab: Page, button: str, words: str) -> str:
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.get_by_role("button", name=button).first.click()
    expect(tab.get_by_text(words)).to_be_visible()
    return str(tab.evaluate("navigator.clipboard.readText()"))


def test_the_buttons_give_the_views_own_address_and_its_lines(tab, server):
    tab.goto(f"{server}/converge?run_experiment=find_peaks&converge_player_moment=3")
    settled(tab)
    expect(tab.locator(".now")).to_contain_text("Step 3 of 600")
    assert copied(tab, "Copy link", "Link copied") == tab.url
    lines = copied(tab, "Embed", "Lines copied")
    source = re.search('src="([^"]+)"', lines)[1].replace("&amp;", "&")
    assert source == f"{tab.url}&embed=true"
    assert 'width="800" height="500"' in lines


def test_full_screen_shows_the_figure_alone_and_the_button_ends_it(tab, server):
    tab.goto(f"{server}/converge?run_experiment=find_peaks")
    settled(tab)
    tab.get_by_role("button", name="Full screen").first.click()
    expect(tab.locator(".stage").first).to_be_visible()
    wait_until(tab, lambda: tab.evaluate("document.fullscreenElement !== null"))
    tab.get_by_role("button", name="Full screen").first.click()
    wait_until(tab, lambda: tab.evaluate("document.fullscreenElement === null"))
