"""How results reach the page: charts and pictures with their alternative text, files as downloads."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import plotly.io
import streamlit as st
from plotly.basedatatypes import BaseFigure

from core.export import File
from core.figures import Chart, Picture
from pages.parts.shell.terms import owe

INTERPRETED = re.compile(r"(?P<later>(?<=www)\.|@|:(?=\S)|[-<>~](?=[-=>]))|[\\`*_{}\[\]()<>#+.!|~$:&-]", re.IGNORECASE)


LONG = re.compile(r"\S{12}(?=\S)")


class _Finished(BaseFigure):  # type: ignore[misc]
    """A chart that Streamlit sends as it is.

    From anything else Streamlit has Plotly build a figure and check all of its properties, which is most of what a
    chart costs the server. Here the tests check the properties.
    """

    def __init__(self, drawn: Chart) -> None:
        made = drawn.as_json()
        made["layout"]["template"] = _template(plotly.io.templates.default)
        self._made = made

    def to_dict(self) -> dict[str, Any]:
        return self._made


@cache
def _template(name: str) -> dict[str, Any]:
    """The template of Plotly whose colours Streamlit's theme replaces."""
    made: dict[str, Any] = plotly.io.templates[name].to_plotly_json()
    return made


def chart(drawn: Chart, key: str) -> None:
    """Show a chart with its alternative text, without Plotly's toolbar; the next element explains its axes' terms."""
    st.plotly_chart(_Finished(drawn), key=key, alt=drawn.alt, config={"displayModeBar": False})
    owe(drawn.scale_titles)


def picture(drawn: Picture, caption: str, *, fills_column: bool = False) -> None:
    """Show a picture pixel by pixel as PNG: as JPEG, Streamlit's own choice, its values would change.

    `fills_column` is for pictures side by side, which would otherwise be as wide as their captions allow.
    """
    st.image(
        drawn.png,
        caption=escaped(caption),
        alt=drawn.alt,
        output_format="PNG",
        width="stretch" if fills_column else "content",
    )


def download(label: str, make: Callable[[], File], name: str, key: str) -> None:
    """Offer a file that is made on demand; files of different content need different names, as from `name_of`.

    Streamlit tells large files apart by some of their bytes, and by their names.
    """
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    st.download_button(
        label, lambda: make().content, name, kind, key=key, icon=":material/download:", on_click="ignore"
    )


def table(head: Sequence[str], lines: Sequence[Iterable[str]], place: Any = st) -> None:
    """Show plain text as a table; for a table of its own Streamlit and the browser would load a library each."""
    rows = [head, ["---"] * len(head), *([escaped(breakable(each)) for each in line] for line in lines)]
    place.markdown("\n".join(f"| {' | '.join(row)} |" for row in rows))


def warning_sentence(error: Exception) -> None:
    """Say what went wrong, as plain text: names from uploads and addresses must not be read as Markdown."""
    st.warning(escaped(str(error)), icon=":material/error:")


def escaped(text: str) -> str:
    """The text with every character escaped that Markdown, HTML or Streamlit would interpret.

    Streamlit looks for some characters, such as those of links, icons and arrows, only after Markdown is read. These
    are put into a colour directive without a colour, which separates them from the text and is not visible itself.

    >>> escaped("<b>*x*")
    '\\\\<b\\\\>\\\\*x\\\\*'
    >>> escaped("me@x")
    'me:color[\\\\@]x'
    """
    return INTERPRETED.sub(_literally, text)


def breakable(text: str) -> str:
    """The text with places within long words where a line may end, so that a name of any length fits a narrow cell.

    >>> breakable("W" * 25 + " short").split("\u200b")
    ['WWWWWWWWWWWW', 'WWWWWWWWWWWW', 'W short']
    """
    return LONG.sub("\\g<0>\u200b", text)


def _literally(found: re.Match[str]) -> str:
    character = f"\\{found[0]}"
    return f":color[{character}]" if found["later"] else character
