"""A real server and a real browser; without a browser these tests are skipped, except in CI, where they must run."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from pages.parts.shell.registry import PAGES
from tests.deploy.conftest import behind_haproxy

ROOT = Path(__file__).parents[2]
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 25  # seconds until a server answers or a page shows what it should; shared machines can be slow

# Streamlit's page asks under its own address first for files that lie at the root, and takes the 404 as the answer
EXPECTED_404 = ("_stcore/health", "_stcore/host-config")

# Streamlit forgets the pictures of a script as soon as the next one has drawn its own, so that a tab which asks late
# for one it no longer shows gets a 404; what a tab shows in the end must be there, which `whole` holds
PICTURES = re.compile(r"/media/[0-9a-f]+\.(png|jpg)$")
BROKEN = "[...document.images].filter(image => !image.complete || !image.naturalWidth).map(image => image.src)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # a busy machine answers late now and then; what fails twice fails, and the summary names what was tried twice
            item.add_marker(pytest.mark.flaky(reruns=1))


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The address of a fresh server on a free port of this machine alone."""
    with started() as (_, address):
        yield address


@contextlib.contextmanager
def started(*settings: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The process and the address of a fresh server, whose configuration is the project's but for these settings."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port),
        "--server.headless", "true", *settings,
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()  # noqa: S310
                break
            except urllib.error.HTTPError:
                break  # it answers, if not under this name
            except OSError:
                pass
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server did not answer"
            time.sleep(0.1)
        yield process, address
    finally:
        process.terminate()
        process.wait(10)


def settled(tab: Page) -> None:
    """Wait until the script has run to its end."""
    expect(tab.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")


def wait_until(
    tab: Page, is_so: Callable[[], bool], missing: Callable[[], object] = lambda: "nothing happened"
) -> None:
    """Ask again and again; Playwright's own wait_for_function evaluates code where the page's policy forbids that."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, missing()
        tab.wait_for_timeout(200)


def menu_of(tab: Page) -> dict[str, list[str]]:
    """The titles of the pages in each section of the menu."""
    titles: dict[str, list[str]] = {}
    for section in tab.get_by_test_id("stTopNavSection").all():
        section.click()
        links = tab.get_by_test_id("stTopNavDropdownLink")
        expect(links.first).to_be_visible()
        titles[section.inner_text()] = [link.inner_text().split("\n")[-1] for link in links.all()]
        section.click()
        expect(links).to_have_count(0)
    return titles


def go_to(tab: Page, title: str) -> None:
    """Choose a page in the menu."""
    entry = next(each for each in PAGES if each.title == title)
    tab.get_by_test_id("stTopNavSection").filter(has_text=entry.section).click()
    tab.get_by_test_id("stTopNavDropdownLink").filter(has_text=entry.title).first.click()
    expect(tab.get_by_role("heading", level=1, name=entry.title)).to_be_visible()
    settled(tab)


def whole(tab: Page) -> None:
    """Wait until each picture on the page has arrived."""
    wait_until(tab, lambda: not tab.evaluate(BROKEN), lambda: f"pictures that did not arrive: {tab.evaluate(BROKEN)}")


def chromium() -> str | None:
    """Where the system's Chromium lies; its build without a window opens a tab in a quarter of the other's work."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, from the system's packages."""
    path = chromium()
    if path is None:
        reason = (
            "no Chromium on this machine: install it (Debian: apt-get install chromium-headless-shell) to run the "
            "browser tests"
        )
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        expect.set_options(timeout=1000 * PATIENCE)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for the tests that do not need a fresh one; with THROUGH_PROXY=1 two, behind HAProxy."""
    if os.environ.get("THROUGH_PROXY"):
        with behind_haproxy(tmp_path_factory.mktemp("hosted")) as several:
            yield several.address
        return
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def own_window(browser: Browser) -> Iterator[BrowserContext]:
    """The window of all tabs: what it has fetched once it need not fetch for each test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture(scope="session")
def strangers_window(browser: Browser) -> Iterator[BrowserContext]:
    """The window of somebody else, where nothing plays by itself."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def tab(own_window: BrowserContext) -> Iterator[Page]:
    """A new tab of somebody who was never here, whose errors fail the test."""
    page = own_window.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "response",
        lambda answer: (
            complaints.append(f"{answer.status} {answer.url}")
            if answer.status >= 400
            and not answer.url.endswith(EXPECTED_404)
            and not (answer.status == 404 and PICTURES.search(answer.url))
            else None
        ),
    )
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url} {request.failure}"))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type == "error" and "404 (Not Found)" not in message.text
            else None
        ),
    )
    yield page
    if not page.is_closed():
        whole(page)
        page.evaluate("() => { try { localStorage.clear() } catch { } }")  # an error page has none
    for each in own_window.pages:
        each.close()
    own_window.clear_cookies()
    aborted = [text for text in complaints if "ERR_ABORTED" not in text]  # what a reload cuts off
    assert not aborted
