"""The line above a run: what it is called, and what is known of it."""

from __future__ import annotations

import streamlit as st

from core.learning import ResolvedSettings
from pages.parts.shell import say
from pages.parts.shell.registry import is_embedded
from pages.parts.shell.show import escaped


def title_run(title: str, settings: ResolvedSettings, more: str) -> None:
    """Show a run's title, how it is trained, and what `more` there is to say; nothing where the page is embedded."""
    if is_embedded():
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        say.subheader(escaped(title), width="content")
        say.caption(f"Seed {settings.seed}, {settings.optimizer}, {settings.steps:,} steps. {more}", width="stretch")
