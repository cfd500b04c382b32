"""The one list of pages: the menu, the cards on the first page and the tests all read it."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

# as a data URL: a named icon would be fetched from another host, and a file would be read at every run
ICON = "data:image/png;base64," + b64encode((Path(__file__).parent / "icon.png").read_bytes()).decode()


@dataclass(frozen=True)
class PageEntry:
    """One page: its file in pages/, its title, icon and purpose.

    The file's name is also its address; that of the first page is empty. `section` is where the menu has it.

    The keys of its widgets, which are also their names in its address, begin with its file's name, or with one of the
    prefixes that it `shares` with other pages. Where it `can_be_embedded`, other sites may show it in a frame, by an
    address with embed=true; it then has no control that changes anything saved.
    """

    file: str
    title: str
    icon: str
    section: str
    purpose: str
    shares: tuple[str, ...] = ()
    can_be_embedded: bool = True

    @property
    def owns(self) -> tuple[str, ...]:
        """The prefixes of this page's widget keys."""
        return (f"{self.file}_", *self.shares)


LESSONS = "lessons"  # the list of lessons, where each begins and ends
PAGES = (
    PageEntry(
        "question",
        "The question",
        ":material/help:",
        "Understand",
        "Would training turn three random numbers into [-1 1 -1]? Watch, and read the answer.",
    ),
    PageEntry(
        "one_step",
        "One step",
        ":material/function:",
        "Understand",
        "Take one step of backpropagation apart, from the first product to the new loss, with every number.",
    ),
    PageEntry(
        "many_starts",
        "Many starts",
        ":material/scatter_plot:",
        "Understand",
        "Train hundreds of random starts at once: do all of them end as the same filter?",
        shares=("run_",),
    ),
    PageEntry(
        "signals",
        "Signals",
        ":material/show_chart:",
        "Filter",
        "Slide a kernel over a signal, see every product behind one sample, and what it does to each frequency.",
    ),
    PageEntry(
        "images",
        "Images",
        ":material/image:",
        "Filter",
        "Slide a kernel over a picture, edit its numbers, and take one pixel apart.",
    ),
    PageEntry(
        "library",
        "Library",
        ":material/local_library:",
        "Filter",
        "Look a designed filter up: what it is for, what it does, and where it comes from.",
    ),
    PageEntry(
        "converge",
        "Converge",
        ":material/trending_down:",
        "Learn",
        "Train random numbers into a filter, and play the run back.",
        shares=("run_",),
    ),
    PageEntry(
        "sweeps",
        "Sweeps",
        ":material/grid_on:",
        "Learn",
        "Vary two settings against each other: where do runs converge, and where do they diverge?",
        shares=("run_",),
    ),
    PageEntry(
        "compare",
        "Compare",
        ":material/compare_arrows:",
        "Learn",
        "Designed, learned and best possible filter on one input, with a verdict in numbers.",
        shares=("run_", "converge_run"),
    ),
    PageEntry(
        "designed_or_learned",
        "Designed or learned?",
        ":material/balance:",
        "Learn",
        "With how many examples are learned filters better than designed ones? And what does each of them see?",
    ),
    PageEntry(
        "your_data",
        "Your data",
        ":material/fact_check:",
        "Learn",
        "Is a learned filter worth it on data of your own? By how much, and how sure is that?",
    ),
    PageEntry(
        LESSONS,
        "Lessons",
        ":material/school:",
        "Understand",
        "Step by step through the pages: what to look at, and what it means.",
        can_be_embedded=False,
    ),
    PageEntry(
        "runs",
        "Runs",
        ":material/history:",
        "Saved",
        "Find saved runs, open them again, and compare two or more.",
        can_be_embedded=False,
    ),
)
SECTIONS = {entry.section: [each for each in PAGES if each.section == entry.section] for entry in PAGES}
ADDRESSES = {"" if entry is PAGES[0] else entry.file: entry for entry in PAGES}
MADE = "pages"  # the session's key of the pages
NEVER_EMBEDDED = tuple(entry.file for entry in PAGES if not entry.can_be_embedded)


def pages() -> tuple[Page, ...]:
    """The pages as Streamlit knows them, the first one the default; made once a visit, since each looks for its file.

    They belong to the visit, since Streamlit notes in a page that its turn to run has come.
    """
    if MADE not in st.session_state:
        st.session_state[MADE] = tuple(
            st.Page(
                f"pages/{entry.file}.py",
                title=entry.title,
                icon=entry.icon,
                help=entry.purpose,
                default=index == 0,
            )
            for index, entry in enumerate(PAGES)
        )
    made: tuple[Page, ...] = st.session_state[MADE]
    return made


def entry_of(page: Page) -> PageEntry:
    """The entry of a page that `navigation` returned; the first page has no name in its address."""
    return next((entry for entry in PAGES if entry.file == page.url_path), PAGES[0])


def browser_title(file: str | None) -> str | None:
    """What the browser calls the page whose file has this name; None where there is none."""
    return next((f"{entry.title} · Filters, designed and learned" for entry in PAGES if entry.file == file), None)


def page_of(file: str) -> Page:
    """The page whose file has this name."""
    return next(page for entry, page in zip(PAGES, pages(), strict=True) if entry.file == file)


def listed() -> dict[str, list[tuple[PageEntry, Page]]]:
    """The entries of each section of the menu, with their pages."""
    known = dict(zip(PAGES, pages(), strict=True))
    return {section: [(entry, known[entry]) for entry in entries] for section, entries in SECTIONS.items()}


def navigation() -> Page:
    """Show the menu, except where a page is embedded in another site's, and return the page to run."""
    menu = {section: [page for _, page in each] for section, each in listed().items()}
    return st.navigation(menu, position="hidden" if is_embedded() else "top")


def is_embedded() -> bool:
    """Whether the address asks for the result alone, to be shown within another site's page."""
    return bool(st.context.is_embedded)
