"""Signing in by a provider: runs are a person's own in every browser, and nobody else's."""

import os

import pytest
from playwright.sync_api import expect

from benchmarks.hosted import hosts
from tests.browser.conftest import PATIENCE, settled, started
from tests.browser.walks import arrived
from tests.deploy.conftest import wanted

if not os.environ.get("CI"):
    pytest.importorskip("authlib")
    pytest.importorskip("httpx")
from tests.browser.provider import provided, secrets_file

PEAKS = "converge?run_experiment=find_peaks&run_find_peaks_steps=50"
EDGES = "converge?run_experiment=find_edges&run_find_edges_size=7&run_find_edges_steps=10000"
NOTHING = "No run is saved yet"


@pytest.fixture
def dashboard(tmp_path, monkeypatch):
    """A dashboard at which the people of a provider can sign in."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/runs.sqlite")
    with provided() as provider, started("--secrets.files", str(secrets_file(tmp_path, provider))) as (_, address):
        yield address


@pytest.fixture
def somebody(browser):
    """A page of a browser that nobody has used before."""
    contexts = []

    def come(address):
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        contexts[-1].set_default_timeout(1000 * PATIENCE)
        page = contexts[-1].new_page()
        page.goto(address)
        arrived(page)
        return page

    yield come
    for context in contexts:
        context.close()


def go(page, address):
    page.goto(address)
    # beside a run that trains there is no text, by which one sees elsewhere that the page is there
    if "converge_run=" in address:
        expect(page.get_by_role("region", name="Player of a training run")).not_to_have_count(0)
        settled(page)
    else:
        arrived(page)


def sign_in(page, dashboard, person):
    go(page, f"{dashboard}/runs")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name=person).click()
    page.wait_for_url(f"{dashboard}/runs")
    expect(page.get_by_text("Signed in as")).to_be_visible()
    settled(page)


def sign_out(page, dashboard):
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert page.url == f"{dashboard}/runs"
    settled(page)


def save(page, address):
    go(page, address)
    page.get_by_role("button", name="Save this run").click()
    page.wait_for_url("**/converge?*converge_run=*")
    settled(page)
    return page.url


def test_a_run_is_a_persons_own_in_every_browser_and_nobody_elses(dashboard, somebody):
    ada = somebody(dashboard)
    sign_in(ada, dashboard, "ada")
    # what a provider calls somebody is shown as it is written
    shown = ada.get_by_text("Signed in as <b>Ada</b> [Lovelace](https://evil.example).")
    expect(shown).to_be_visible()
    assert shown.locator("a, b, strong").count() == 0
    run = save(ada, f"{dashboard}/{EDGES}")
    ada.get_by_role("button", name="Pause").click()
    expect(ada.get_by_role("button", name="Go on training")).to_be_visible()

    elsewhere = somebody(f"{dashboard}/runs")
    expect(elsewhere.get_by_text(NOTHING)).to_be_visible()
    go(elsewhere, run)
    expect(elsewhere.get_by_text("This run is somebody else's")).to_be_visible()
    sign_in(elsewhere, dashboard, "ada")
    expect(elsewhere.get_by_text(NOTHING)).to_have_count(0)
    go(elsewhere, run)
    elsewhere.get_by_role("button", name="Go on training").click()
    elsewhere.get_by_role("button", name="Pause").click()
    expect(elsewhere.get_by_role("button", name="Go on training")).to_be_visible()

    ben = somebody(dashboard)
    sign_in(ben, dashboard, "ben")
    expect(ben.get_by_text(NOTHING)).to_be_visible()
    go(ben, run)
    expect(ben.get_by_text("This run is somebody else's")).to_be_visible()
    expect(ben.get_by_role("button", name="Go on training")).to_have_count(0)

    go(elsewhere, f"{dashboard}/runs")
    sign_out(elsewhere, dashboard)
    expect(elsewhere.get_by_text(NOTHING)).to_be_visible()
    go(elsewhere, run)
    expect(elsewhere.get_by_text("This run is somebody else's")).to_be_visible()


def test_what_a_browser_saved_before_is_moved_to_the_account_when_asked(dashboard, somebody):
    page = somebody(dashboard)
    run = save(page, f"{dashboard}/{PEAKS}")
    sign_in(page, dashboard, "ada")
    expect(page.get_by_text(NOTHING)).to_be_visible()
    expect(page.get_by_text("1 run was saved in this browser without an account.")).to_be_visible()
    page.get_by_role("button", name="Move it to your account").click()
    expect(page.get_by_text("saved in this browser")).to_have_count(0)
    expect(page.get_by_text(NOTHING)).to_have_count(0)
    elsewhere = somebody(dashboard)
    sign_in(elsewhere, dashboard, "ada")
    expect(elsewhere.get_by_text(NOTHING)).to_have_count(0)
    sign_out(page, dashboard)
    expect(page.get_by_text(NOTHING)).to_be_visible()
    go(page, run)
    expect(page.get_by_text("This run is somebody else's")).to_be_visible()


def test_signing_out_ends_what_the_browser_has_open_in_other_tabs(dashboard, somebody):
    first = somebody(dashboard)
    sign_in(first, dashboard, "ada")
    save(first, f"{dashboard}/{EDGES}")
    first.get_by_role("button", name="Pause").click()
    expect(first.get_by_role("button", name="Go on training")).to_be_visible()
    second = first.context.new_page()
    second.set_default_timeout(1000 * PATIENCE)
    go(second, first.url)
    expect(second.get_by_role("button", name="Train one step")).to_be_visible()
    go(first, f"{dashboard}/runs")
    sign_out(first, dashboard)
    second.get_by_role("button", name="Train one step").click()
    expect(second.get_by_text("This run is somebody else's").first).to_be_visible()
    expect(second.get_by_role("button", name="Train one step")).to_have_count(0)


def test_another_site_signs_nobody_in_or_out(dashboard, somebody):
    ada = somebody(dashboard)
    sign_in(ada, dashboard, "ada")
    other = dashboard.replace("127.0.0.1", "localhost")  # another site for the browser, which sends the cookies of none
    page = ada.context.new_page()
    page.goto(f"{other}/_stcore/health")
    page.evaluate("address => { window.location = address }", f"{dashboard}/auth/logout")
    expect(page.locator("body")).to_have_text("Sign in and out on the dashboard itself.")
    ada.reload()
    expect(ada.get_by_text("Signed in as")).to_be_visible()


@pytest.mark.slow
def test_behind_a_proxy_every_server_knows_who_has_signed_in(tmp_path, monkeypatch, somebody):
    wanted("haproxy")
    (port,) = hosts.free_ports(1)
    with provided() as provider:
        file = secrets_file(tmp_path, provider, f"http://127.0.0.1:{port}/oauth2callback")
        monkeypatch.setenv("STREAMLIT_SECRETS_FILES", str(file))
        with hosts.host(tmp_path / "run", f"sqlite:///{tmp_path}/runs.sqlite", port=port) as host:
            page = somebody(host.address)
            sign_in(page, host.address, "ada")
            save(page, f"{host.address}/{PEAKS}")
            (served,) = (each for each in page.context.cookies() if each["name"] == "SERVED")
            for name in ("web-1", "web-2"):
                page.context.add_cookies([{**served, "value": name}])
                go(page, f"{host.address}/runs")
                expect(page.get_by_text("Signed in as")).to_be_visible()
                expect(page.get_by_text(NOTHING)).to_have_count(0)
            sign_out(page, host.address)
            expect(page.get_by_text(NOTHING)).to_be_visible()
