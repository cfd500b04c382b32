"""The dashboard as `make host` serves it, through HAProxy, is in a browser what it is without."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmarks.hosted.hosts import Host
from core.kernels import get_kernel
from pages.parts.shell.registry import PAGES
from tests.browser.conftest import settled
from tests.browser.test_accessibility import violations
from tests.browser.test_embedding import foreign  # noqa: F401 - a fixture
from tests.deploy.conftest import behind_haproxy

MINE = {"name": "mine.csv", "mimeType": "text/csv", "buffer": b"1\n5\n2\n7\n1\n3\n2\n8\n1\n"}
SECOND = get_kernel("second_derivative").title
LONG = "converge?run_experiment=find_edges&run_find_edges_size=7&run_find_edges_steps=10000"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Two servers behind the proxy."""
    with behind_haproxy(tmp_path_factory.mktemp("proxied")) as made:
        yield made


def kill_server_of(proxied: Host, tab: Page) -> None:
    """End the server that a tab has by its cookie, without a warning."""
    (name,) = [each["value"] for each in tab.context.cookies() if each["name"] == "SERVED"]
    os.kill(proxied.pid_of(name), signal.SIGKILL)


@pytest.mark.parametrize("file", [entry.file for entry in PAGES])
def test_every_page_opens_by_its_address_and_bars_the_way_for_nobody(tab, proxied, file):
    tab.goto(f"{proxied.address}/{'' if file == 'question' else file}")
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    settled(tab)
    assert violations(tab) == []


def test_files_go_up_and_come_down(tab, proxied):
    tab.goto(f"{proxied.address}/signals?signals_own=open&signals_files=open")
    settled(tab)
    tab.locator("input[type=file]").set_input_files(MINE)
    expect(tab.get_by_role("button", name="Remove mine.csv")).to_be_visible()
    with tab.expect_download() as coming:
        tab.get_by_role("button", name="Output as CSV").click()
    assert coming.value.path().read_text().startswith("sample")


def test_an_embedded_page_works_where_the_browser_keeps_no_cookie(browser, proxied, foreign):  # noqa: F811
    site, folder = foreign
    address = f"{proxied.address.replace('127.0.0.1', 'localhost')}/signals?embed=true"
    (folder / "slides.html").write_text(f'<iframe src="{address}" width="800" height="500"></iframe>')
    tab = browser.new_page(viewport={"width": 900, "height": 600})
    tab.goto(f"{site}/slides.html")
    frame = tab.frame_locator("iframe")
    expect(frame.locator(".stage canvas").first).to_be_in_viewport()
    expect(frame.get_by_role("button", name=re.compile("^(Play|Pause)$")).first).to_be_in_viewport()
    tab.close()


def test_whoever_loses_the_server_keeps_the_view_and_is_told_what_is_gone(browser, proxied):
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"{proxied.address}/signals?signals_own=open&signals_kernel=second_derivative")
    settled(tab)
    kernel, shown = tab.get_by_role("combobox", name="Kernel"), tab.get_by_role("combobox", name="Input")
    expect(kernel).to_have_value(SECOND)
    tab.locator("input[type=file]").set_input_files(MINE)
    expect(shown).to_have_value("Your signal: mine.csv")
    settled(tab)
    assert "signals_sample=own_signal" in tab.url
    with tab.expect_websocket():
        kill_server_of(proxied, tab)
    tab.wait_for_timeout(2000)
    expect(tab.get_by_test_id("stApp")).to_have_attribute("data-test-connection-state", "CONNECTED")
    # nothing that is on the screen has changed; with the next change the page is drawn by another server
    tab.get_by_role("slider", name="Pinned sample, counted from 1").press("ArrowRight")
    expect(tab.get_by_text("somebody's own file, which is not here", exact=False)).to_be_visible()
    expect(kernel).to_have_value(SECOND)
    expect(shown).to_have_value("Uniform noise")
    # what is brought from now on goes to the other server
    tab.locator("input[type=file]").set_input_files(MINE)
    expect(shown).to_have_value("Your signal: mine.csv")
    context.close()


def test_a_run_goes_on_in_sight_when_its_server_is_gone(browser, proxied):
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(f"{proxied.address}/{LONG}")
    tab.get_by_role("button", name="Save this run").click()
    expect(tab.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    kill_server_of(proxied, tab)
    step = tab.locator(".now").first
    before = step.inner_text()
    expect(step).not_to_have_text(before)
    # the visitor is still its owner
    tab.get_by_role("button", name="Stop").click()
    expect(tab.get_by_text("This run was stopped at step")).to_be_visible()
    context.close()
