"""The longer text of a page, and the formats that it names."""

from __future__ import annotations

import pytest

from core.data import IMAGE_FORMATS, SIGNAL_FORMATS
from core.names import enumerated
from tests.pages.conftest import opened


@pytest.mark.parametrize(
    ("page", "formats", "rest"),
    [
        ("signals", SIGNAL_FORMATS, "files up to 8 MB and 1,000,000 samples."),
        ("images", IMAGE_FORMATS, "files up to 8 MB and 4 megapixels;"),
    ],
)
def test_the_formats_that_can_be_brought_are_named(page, formats, rest):
    shown = " ".join(each.value for each in opened(page, **{f"{page}_prose": "open"}).markdown)
    assert f"**Limits.** {enumerated(formats, 'and')} {rest}" in shown


def test_no_page_shows_a_place_that_was_left_to_be_filled(file):
    shown = [each.value for each in opened(file, **{f"{file}_prose": "open"}).markdown]
    assert shown
    assert not any("{" in each for each in shown)
