"""A browser on a hosted dashboard: its runs are its own, also after a reload, and nobody else's."""

import pytest
from playwright.sync_api import expect

from pages.parts.shell.middleware import COOKIE
from tests.browser.conftest import PATIENCE, started
from tests.browser.walks import arrived

HOSTED = ("--server.allowedHosts", "filters.example", "--server.allowedHosts", "127.0.0.1")


@pytest.fixture
def hosted(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/runs.sqlite")
    with started(*HOSTED) as (_, address):
        yield address


def opened(browser, address):
    """A page of a browser that nobody has used before."""
    context = browser.new_context()
    context.set_default_timeout(1000 * PATIENCE)
    page = context.new_page()
    page.goto(address)
    arrived(page)
    return page


def test_a_run_is_its_browsers_own_after_a_reload_and_nobody_elses(browser, hosted):
    expect.set_options(timeout=1000 * PATIENCE)
    anna = opened(browser, f"{hosted}/converge?run_experiment=find_peaks&run_find_peaks_steps=50")
    anna.get_by_role("button", name="Save this run").click()
    anna.wait_for_url("**/converge?*converge_run=*")
    address = anna.url
    cookies = {cookie["name"]: cookie for cookie in anna.context.cookies()}
    assert cookies[COOKIE]["httpOnly"]
    assert cookies[COOKIE]["value"] not in address

    anna.goto(f"{hosted}/runs")
    arrived(anna)
    expect(anna.get_by_text("No run is saved yet")).to_have_count(0)
    anna.reload()
    arrived(anna)
    expect(anna.get_by_text("No run is saved yet")).to_have_count(0)

    bob = opened(browser, f"{hosted}/runs")
    expect(bob.get_by_text("No run is saved yet")).to_be_visible()
    bob.goto(address)
    arrived(bob)
    expect(bob.get_by_text("This run is somebody else's")).to_be_visible()
    for page in (anna, bob):
        page.context.close()


def test_a_run_that_is_brought_back_is_in_the_list_at_once(browser, hosted):
    expect.set_options(timeout=1000 * PATIENCE)
    page = opened(browser, f"{hosted}/converge?run_experiment=find_peaks&run_find_peaks_steps=50")
    page.get_by_role("button", name="Save this run").click()
    page.wait_for_url("**/converge?*converge_run=*")
    run = page.url.rpartition("converge_run=")[2]
    page.goto(f"{hosted}/runs?runs_chosen={run}")
    arrived(page)
    page.get_by_role("button", name="Delete it").click()
    page.get_by_role("button", name="Delete this run").click()
    expect(page.get_by_text("Find the peaks is deleted.")).to_be_visible()
    expect(page.get_by_text("No run is saved yet")).to_be_visible()
    page.get_by_role("button", name="Bring back").click()
    expect(page.get_by_role("button", name="Delete it")).to_be_visible()
    expect(page.get_by_text("Find the peaks is deleted.")).to_be_hidden()
    assert page.url == f"{hosted}/runs?runs_chosen={run}"
    page.context.close()
