"""The figure of the library: a filter's kernels with their numbers, and input beside output.

Its height stands in its style: on a phone the kernels lie above input and output.
"""

from __future__ import annotations

from pathlib import Path

from pages.parts.draw.browser import component

_COMPONENT = component("kernel_effect", Path(__file__).parent)


def show_kernel_effect(content: bytes, key: str) -> None:
    """Show the figure, given as `core.figures.kernel_effect` packs it."""
    _COMPONENT(key=key, data=content)
