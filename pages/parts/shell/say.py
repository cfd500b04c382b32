"""How pages say something: elements for text, each with an explanation of the terms that the page uses first there."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.parts.shell.terms import help_for, owe


def caption(body: str, *, source: str = "", **layout: Any) -> None:
    """Show small text, and its source, whose words are not explained."""
    st.caption(f"{body} Source: {source}" if source else body, help=help_for(body), **layout)


def markdown(body: str, **layout: Any) -> None:
    """Show text."""
    st.markdown(body, help=help_for(body), **layout)


def header(body: str, **layout: Any) -> None:
    """Show a heading of the second level, without a link to itself."""
    st.header(body, anchor=False, help=help_for(body), **layout)


def subheader(body: str, **layout: Any) -> None:
    """Show a heading of the third level, without a link to itself."""
    st.subheader(body, anchor=False, help=help_for(body), **layout)


def metric(label: str, value: str) -> None:
    """Show a figure with its name."""
    st.metric(label, value, border=True, help=help_for(label))


def info(body: str, **layout: Any) -> None:
    """Show a note; it can have no help, so that the next element explains its terms."""
    st.info(body, **layout)
    owe([body])


def success(body: str, **layout: Any) -> None:
    """Show good news; as with `info`, the next element explains its terms."""
    st.success(body, **layout)
    owe([body])


def warning(body: str, **layout: Any) -> None:
    """Show a warning; as with `info`, the next element explains its terms."""
    st.warning(body, **layout)
    owe([body])


def explain_above(*texts: str) -> None:
    """Below what can have no help, such as a table with these heads, explain the terms that it uses first."""
    words = help_for(" | ".join(texts))
    if words is not None:
        st.caption("Words used above", help=words)
