"""Writes docs/screenshot.png: the first page with its answer. Needs Chromium; `make screenshots`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, served
from tests.browser.conftest import chromium as find_chromium

TARGET = Path(__file__).with_name("screenshot.png")


def main() -> None:
    """Serve the dashboard, open the first page at its end, and take its picture."""
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        page.goto(address)
        page.get_by_text("To imitate: yes").wait_for(timeout=60_000)
        page.wait_for_timeout(500)
        page.screenshot(path=str(TARGET))
        browser.close()
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
