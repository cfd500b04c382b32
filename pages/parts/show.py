"""How results reach the page: charts and pictures with their alternative text, files as downloads."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.export import File
from core.figures import Chart, Picture


def chart(drawn: Chart, key: str) -> None:
    """Show a chart with its alternative text, without Plotly's toolbar."""
    st.plotly_chart(drawn.figure, key=key, alt=drawn.alt, config={"displayModeBar": False})


def picture(drawn: Picture, caption: str) -> None:
    """Show a picture pixel by pixel as PNG: as JPEG, Streamlit's own choice, its values would change."""
    st.image(drawn.png, caption=caption, alt=drawn.alt, output_format="PNG", width="content")


def download(label: str, file: Callable[[], File] | File, key: str) -> None:
    """Offer a file; its name carries a digest of its content."""
    made = file() if callable(file) else file
    st.download_button(
        label, made.content, made.name, made.mime, key=key, icon=":material/download:", on_click="ignore"
    )


def warning_sentence(error: Exception) -> None:
    """Say what went wrong, as plain text: names from uploads and addresses must not be read as Markdown."""
    st.warning(escaped(str(error)), icon=":material/error:")


def escaped(text: str) -> str:
    """The text with every character that Markdown or HTML would interpret taken literally.

    >>> escaped("<b>*x*")
    '\\\\<b\\\\>\\\\*x\\\\*'
    """
    return "".join("\\" + sign if sign in "\\`*_{}[]()<>#+-.!|~$:&" else sign for sign in text)
