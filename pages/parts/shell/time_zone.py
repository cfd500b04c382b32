"""The visitor's time zone."""

from __future__ import annotations

from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

import streamlit as st


def time_zone() -> tzinfo:
    """The time zone that the visitor's browser names; UTC where it names none that is known here."""
    named = st.context.timezone
    try:
        return ZoneInfo(named) if named else UTC
    except (KeyError, ValueError, OSError):  # not in the table, no name of a file, or that of a folder
        return UTC
