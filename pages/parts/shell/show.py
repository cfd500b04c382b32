"""How results reach the page: charts and pictures with their alternative text, files as downloads."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import plotly.io
import streamlit as st
from plotly.basedatatypes import BaseFigure

from core.export import File
from core.figures import Chart, Picture

INTERPRETED = re.compile(r"(?P<later>(?<=www)\.|@|:(?=\S)|[-<>~](?=[-=>]))|[\\`*_{}\[\]()<>#+.!|~$:&-]", re.IGNORECASE)


class _Finished(BaseFigure):  # type: ignore[misc]
    """A chart that Streamlit takes as it is.

    Streamlit has Plotly build a figure from anything else and check all of its properties, which is most of what a
    chart costs the server. That the properties are right is for the tests to say.
    """

    def __init__(self, drawn: Chart) -> None:
        made = drawn.as_json()
        made["layout"]["template"] = _template(plotly.io.templates.default)
        self._made = made

    def to_dict(self) -> dict[str, Any]:
        return self._made


@cache
def _template(name: str) -> dict[str, Any]:
    """The colours that Streamlit's theme fills in."""
    made: dict[str, Any] = plotly.io.templates[name].to_plotly_json()
    return made


def chart(drawn: Chart, key: str) -> None:
    """Show a chart with its alternative text, without Plotly's toolbar."""
    st.plotly_chart(_Finished(drawn), key=key, alt=drawn.alt, config={"displayModeBar": False})


def picture(drawn: Picture, caption: str, *, fills_column: bool = False) -> None:
    """Show a picture pixel by pixel as PNG: as JPEG, Streamlit's own choice, its values would change.

    One of several side by side `fills_column`: left to itself, each would be as wide as its caption lets it be.
    """
    st.image(
        drawn.png,
        caption=escaped(caption),
        alt=drawn.alt,
        output_format="PNG",
        width="stretch" if fills_column else "content",
    )


def download(label: str, make: Callable[[], File], name: str, key: str) -> None:
    """Offer a file that is made when it is asked for; its name must be another where its content is, as `name_of` says.

    Streamlit tells large files apart by a part of their bytes, and by their names.
    """
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    st.download_button(
        label, lambda: make().content, name, kind, key=key, icon=":material/download:", on_click="ignore"
    )


def warning_sentence(error: Exception) -> None:
    """Say what went wrong, as plain text: names from uploads and addresses must not be read as Markdown."""
    st.warning(escaped(str(error)), icon=":material/error:")


def escaped(text: str) -> str:
    """The text with every sign that Markdown, HTML or Streamlit would interpret taken literally.

    Signs that are looked for only after Markdown is read, as those of links, icons and arrows, stand in a directive of
    a colour that names none: it parts the text and shows nothing of itself.

    >>> escaped("<b>*x*")
    '\\\\<b\\\\>\\\\*x\\\\*'
    >>> escaped("me@x")
    'me:color[\\\\@]x'
    """
    return INTERPRETED.sub(_literally, text)


def _literally(found: re.Match[str]) -> str:
    sign = f"\\{found[0]}"
    return f":color[{sign}]" if found["later"] else sign
