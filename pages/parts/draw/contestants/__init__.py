"""The figure of Your data: all contestants with their scores, under the verdict."""

from __future__ import annotations

from pathlib import Path

from core.figures.contestants import contestants_figure
from core.study import Outcome
from pages.parts.draw.browser import component

_COMPONENT = component("contestants", Path(__file__).parent, "PSNR SNR F1")


def show_contestants(outcome: Outcome, key: str, *, is_whole: bool) -> None:
    """Show all contestants; not `is_whole` is an outcome that others will still join."""
    _COMPONENT(key=key, data=contestants_figure(outcome, is_whole=is_whole))
