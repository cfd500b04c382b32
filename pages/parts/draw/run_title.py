"""The heading of a page that shows a run: what the run is called, and what is known of it."""

from __future__ import annotations

from core.learning import ResolvedSettings
from pages.parts.shell.frame import heading


def title_run(page: str, title: str, settings: ResolvedSettings, more: str) -> None:
    """Show a page's title, beside it a run's title, how the run is trained, and what `more` there is to say."""
    said = f"Seed {settings.seed}, {settings.update_rule.title}, {settings.steps:,} steps. {more}"
    heading(page, said, shown=title)
