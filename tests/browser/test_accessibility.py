"""What axe-core finds on every page, in light and in dark, with all boxes closed and with all open."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import settled
from tests.browser.walks import ADDRESSES, arrived, with_all_boxes_open

GRAVE = ("serious", "critical")
HEADINGS = ("heading-order", "page-has-heading-one")
# the colours of code are Streamlit's, and no option of its theme changes them
CHECKED = {"exclude": [".token"]}


# of a page in other colours: all other rules read what does not depend on them
OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def violations(tab: Page, options: dict[str, Any] | None = None) -> list[tuple[str, str, str]]:
    """What is grave, or wrong with headings: the rule, where, and why."""
    found: list[dict[str, Any]] = Axe().run(tab, context=CHECKED, options=options).response["violations"]
    grave = [each for each in found if each["impact"] in GRAVE or each["id"] in HEADINGS]
    return [(each["id"], node["html"][:200], node["failureSummary"]) for each in grave for node in each["nodes"]]


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_bars_the_way_for_anybody(tab, server, address):
    page = f"{server}/{address}"
    everything_open = with_all_boxes_open(tab, page)
    for place in (page, everything_open):
        if place == everything_open:
            tab.goto(place)
            arrived(tab)
        assert tab.locator("details[open]").count() == place.count("=")
        for scheme, options in (("light", None), ("dark", OF_COLOURS)):
            tab.emulate_media(color_scheme=scheme)
            tab.wait_for_timeout(500)
            settled(tab)
            assert violations(tab, options) == [], (place, scheme)
