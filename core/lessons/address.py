"""The address of a step: one of the dashboard's own pages, and choices that belong to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from urllib.parse import parse_qsl, urlsplit

from core.names import enumerated

LINK = re.compile(r"\[[^\]]*\]\((?P<address>[^)]*)\)")
LONGEST = 2000  # characters of an address
# what the bar over the pages writes into their addresses: lesson and step, and which of its boxes are open
BAR_KEYS = ("lesson", "step", "lesson_text", "lesson_answer")


def read_address(address: str, pages: Mapping[str, Sequence[str]]) -> tuple[str, Mapping[str, str]]:
    """The page and its choices; `pages` has, by page, how the keys of its choices begin.

    Raises ValueError with a sentence where the address is none of these pages', or has what the page does not know.

    >>> page, query = read_address("/images?images_kernel=sobel_x", {"": ["question_"], "images": ["images_"]})
    >>> page, dict(query)
    ('images', {'images_kernel': 'sobel_x'})
    """
    if len(address) > LONGEST:
        raise ValueError(f"The address has {len(address):,} characters: at most {LONGEST:,} are read.")
    # browsers leave out tabs and the like, after which it may begin otherwise
    if not address.startswith("/") or address.startswith("//") or not address.isprintable():
        raise ValueError(
            f"{address!r} leads elsewhere. Copy an address of the dashboard, and leave out all that stands before the "
            "page, as in /images?images_kernel=sobel_x."
        )
    parts = urlsplit(address)
    page = parts.path.strip("/")
    if page not in pages:
        names = enumerated([f"/{name}" for name in pages], "and")
        raise ValueError(f"There is no page /{page}: the pages are {names}.")
    if parts.fragment:
        raise ValueError(f"The address has the mark #{parts.fragment}: leave it out.")
    query: dict[str, str] = {}
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        _check(key, page, pages, query)
        query[key] = value
    return page, MappingProxyType(query)


def _check(key: str, page: str, pages: Mapping[str, Sequence[str]], before: Mapping[str, str]) -> None:
    if key in BAR_KEYS:
        raise ValueError(f"{key!r} is written by the lesson itself: leave it out of the address.")
    if not key.startswith(tuple(pages[page])):
        begins = enumerated([repr(prefix) for prefix in pages[page]], "or")
        raise ValueError(f"{key!r} is no choice of the page /{page}, whose choices begin with {begins}.")
    if key in before:
        raise ValueError(f"{key!r} stands in the address twice: keep one of them.")
