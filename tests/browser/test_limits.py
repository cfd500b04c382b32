"""What somebody sees who meets a limit: a sentence, wherever a browser can show it."""

from __future__ import annotations

import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import settled, started

FULL = "Too many pages are open from your network address. Close some first."


@pytest.fixture
def limited(monkeypatch):
    """A server that allows hardly anything."""
    monkeypatch.setenv("MAX_CONNECTIONS_BY_ADDRESS", "1")
    monkeypatch.setenv("MAX_UPLOADS_A_MINUTE", "1")
    with started() as (_, address):
        yield address


def test_a_page_too_many_says_so_and_opens_once_there_is_room(limited, browser):
    first, second = browser.new_page(), browser.new_page()
    first.goto(f"{limited}/signals")
    settled(first)
    assert second.goto(f"{limited}/images").status == 429
    expect(second.locator("body")).to_have_text(FULL)
    first.close()
    second.wait_for_timeout(500)
    second.goto(f"{limited}/images")
    settled(second)
    expect(second.get_by_role("heading", level=1, name="Images")).to_be_visible()
    second.close()


def test_a_page_that_cannot_connect_shows_the_sentence(limited, browser):
    first, second = browser.new_page(), browser.new_page()
    # a page that came before there were too many, and asks whether the server is well
    second.route("**/_stcore/**", lambda route: route.abort())
    second.goto(f"{limited}/signals")
    first.goto(f"{limited}/signals")
    settled(first)
    second.unroute("**/_stcore/**")
    expect(second.get_by_text(FULL)).to_be_visible(timeout=60_000)
    first.close()
    second.close()


def test_a_file_too_many_is_marked_in_the_uploader(limited, browser):
    tab = browser.new_page()
    tab.goto(f"{limited}/signals?signals_own=open")
    settled(tab)
    uploader = tab.get_by_test_id("stFileUploader")
    chooser = tab.locator("input[type=file]")
    chooser.set_input_files({"name": "one.csv", "mimeType": "text/csv", "buffer": b"1\n2\n3\n"})
    expect(tab.get_by_role("button", name="Remove one.csv")).to_be_visible()
    expect(uploader).not_to_contain_text("one.csv")  # it was replaced by an empty one
    settled(tab)
    chooser.set_input_files({"name": "two.csv", "mimeType": "text/csv", "buffer": b"1\n2\n3\n"})
    # Streamlit shows the status alone
    expect(uploader).to_contain_text("Request failed with status code 429")
    expect(tab.get_by_role("button", name="Remove one.csv")).to_be_visible()
    tab.close()


def test_a_file_that_is_held_for_all_pages_is_not_held_by_streamlit_as_well(limited, browser):
    tab = browser.new_page()
    tab.goto(f"{limited}/signals?signals_own=open")
    settled(tab)
    tab.locator("input[type=file]").set_input_files({"name": "one.csv", "mimeType": "text/csv", "buffer": b"1\n2\n3\n"})
    expect(tab.get_by_role("button", name="Remove one.csv")).to_be_visible()
    expect(tab.get_by_test_id("stFileUploader")).not_to_contain_text("one.csv")
    metrics = urllib.request.urlopen(f"{limited}/_stcore/metrics").read().decode()  # noqa: S310
    assert "cache_memory_bytes" in metrics
    assert "UploadedFileManager" not in metrics
    tab.close()
