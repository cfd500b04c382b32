"""What the policy lets a page do: all that it needs, and nothing that somebody else wrote into it."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled
from tests.browser.walks import ADDRESSES, with_all_boxes_open

NOTED = """window.violations = []
addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample} ${event.sourceFile}`))"""


@pytest.fixture
def noted(tab: Page) -> Page:
    """A tab that notes what its pages were not allowed to do; its console's errors fail the test."""
    tab.add_init_script(NOTED)
    return tab


def not_allowed(tab: Page) -> list[str]:
    return tab.evaluate("window.violations")


@pytest.mark.parametrize("page", ADDRESSES)
def test_a_page_with_all_boxes_open_needs_nothing_that_is_forbidden(noted, server, page):
    noted.goto(with_all_boxes_open(noted, f"{server}/{page}"))
    settled(noted)
    for button in noted.get_by_role("button", name="Play", exact=True).all()[:2]:
        if button.is_visible():
            button.click()
    noted.mouse.wheel(0, 20_000)
    noted.wait_for_timeout(1500)
    settled(noted)
    assert not_allowed(noted) == []


def test_files_go_up_and_come_down_and_a_chart_is_drawn(noted, server):
    noted.goto(f"{server}/images?images_own=open&images_take=open")
    settled(noted)
    file = io.BytesIO()
    Image.new("L", (40, 30), 128).save(file, "png")
    chooser = noted.locator("input[type=file]")
    chooser.set_input_files({"name": "mine.png", "mimeType": "image/png", "buffer": file.getvalue()})
    expect(noted.get_by_role("button", name="Remove mine.png")).to_be_visible()
    assert not_allowed(noted) == []
    noted.goto(with_all_boxes_open(noted, f"{server}/signals"))
    expect(noted.locator(".js-plotly-plot svg.main-svg").first).to_be_visible()
    with noted.expect_download() as coming:
        noted.get_by_role("button", name="Output as CSV").click()
    assert coming.value.path().read_text().startswith("sample")
    assert not_allowed(noted) == []


INJECTED = """() => {
  const put = (markup) => document.body.insertAdjacentHTML('beforeend', markup)
  const script = document.createElement('script')
  script.textContent = 'window.ran = "inline"'
  document.body.append(script)
  put(`<img src="data:,x" onerror="window.ran = 'attribute'">`)
  put(`<a id="link" href="javascript:window.ran = 'link'">link</a>`)
  document.getElementById('link').click()
  put(`<iframe srcdoc="<script>parent.ran = 'frame'</script>"></iframe>`)
  setTimeout("window.ran = 'evaluated'", 0)
  new Image().src = 'http://127.0.0.1:9/stolen'
  put('<form id="form" action="http://127.0.0.1:9/" method="post"></form>')
  document.getElementById('form').submit()
  put('<base href="http://127.0.0.1:9/">')
  put('<object data="http://127.0.0.1:9/"></object>')
}"""
HELD_UP = ("script-src-elem", "script-src-attr", "script-src", "img-src", "form-action", "base-uri", "object-src")


def test_what_somebody_else_wrote_into_a_page_does_not_run(browser, server):
    tab = browser.new_page()  # whose console has errors, as it should
    tab.add_init_script(NOTED)
    tab.goto(server)
    settled(tab)
    tab.evaluate(INJECTED)
    tab.wait_for_timeout(500)
    assert tab.evaluate("window.ran") is None
    assert {each.split()[0] for each in not_allowed(tab)} >= set(HELD_UP)
    tab.close()
