"""What the library says of one filter: its effect, its purpose, its spectrum, its source, and where else to open it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from core.figures.wave_gain import wave_gain
from core.filters import LibraryEntry
from core.kernels import Kernel, frequency_response
from core.kernels.sources import Source
from core.parameters import Value
from pages.parts.choose.library_picker import elsewhere
from pages.parts.draw.wave_gain import show_wave_gain
from pages.parts.shell import say
from pages.parts.shell.registry import PAGES
from pages.parts.shell.show import escaped

CHECKED, IN_PART, UNCHECKED = ":material/check:", ":material/help:", ":material/error:"
FREQUENCIES = {1: 256, 2: 64}  # of a signal's kernel, and along each axis of an image's
READING = {
    1: "The gain for waves from slow, on the left, to fast: what is 0 is taken away, what is 1 stays as it is.",
    2: "The gain for waves of each direction and width: even areas in the middle, fine stripes at the rim.",
}


def offer_elsewhere(entry: LibraryEntry, parameters: Mapping[str, Value]) -> None:
    """Links to the pages that have this filter, each with exactly these parameters."""
    titles = {each.file: each for each in PAGES}
    with st.container(horizontal=True, gap="medium"):
        for other in elsewhere(entry, parameters):
            page = titles[other.page]
            st.page_link(
                f"pages/{other.page}.py",
                label=f"Open in {page.title}",
                icon=page.icon,
                query_params=dict(other.query),
            )


def show_purpose(entry: LibraryEntry) -> None:
    """When the filter serves, when not, and what its family is for."""
    told = (
        ("When to use", entry.use),
        ("When not", entry.avoid),
        (f"Family: {entry.family.name}", entry.family.purpose),
    )
    for place, (title, text) in zip(st.columns(3), told, strict=True):
        with place:
            say.markdown(f"**{title}.** {text}")


def show_spectrum_and_source(entry: LibraryEntry, kernel: Kernel | None) -> None:
    """What a kernel does to waves, where the filter is one kernel; beside that its source."""
    if kernel is None:
        _show_source(entry.title, entry.citation)
        return
    left, right = st.columns(2, gap="large")
    with left:
        say.header("Spectrum")
        show_wave_gain(wave_gain(frequency_response(kernel, FREQUENCIES[kernel.ndim])), "library_spectrum")
        say.caption(READING[kernel.ndim])
    with right:
        _show_source(entry.title, entry.citation)


def _show_source(title: str, citation: Source) -> None:
    """The citation, and how far it was checked; what could not be checked is marked."""
    say.header("Origin")
    say.caption(f"{title}.", source=escaped(citation.text))
    mark = UNCHECKED if not citation.is_checked else IN_PART if citation.unchecked else CHECKED
    say.caption(f"{mark} {escaped(citation.check)}")
