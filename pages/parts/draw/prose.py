"""Longer text, kept in pages/copy as one Markdown file a page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from core.data import MAX_MEGABYTES, MAX_PIXELS, MAX_SAMPLES
from core.names import enumerated
from pages.parts.choose.boxes import box
from pages.parts.shell import say
from pages.parts.shell.frame import reading

_COPY = Path(__file__).parents[2] / "copy"


@cache
def _read(name: str) -> str:
    return (_COPY / f"{name}.md").read_text(encoding="utf-8")


def prose(name: str, title: str = "How it works, and what to try", *, formats: Iterable[str] = ()) -> None:
    """Show the text of a page in a box, with `formats` and the limits of files in the places that are left for them."""
    frame = box(title, f"{name}_prose", ":material/menu_book:")
    if not frame.open:
        return
    text = _read(name)
    filled = {
        "formats": enumerated(formats, "and") if formats else "",
        "megabytes": f"{MAX_MEGABYTES:,}",
        "megapixels": f"{MAX_PIXELS // 10**6:,}",
        "samples": f"{MAX_SAMPLES:,}",
    }
    for place, words in filled.items():
        text = text.replace(f"{{{place}}}", words)
    with frame, reading():
        # each paragraph explains its own terms
        for paragraph in text.split("\n\n"):
            say.markdown(paragraph)
