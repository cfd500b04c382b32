"""All kernels as small pictures in families, with a search: the choice of the menu, made by eye."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from core.figures.kernel_gallery import kernel_gallery
from core.figures.wire import noted
from core.kernels import kernel_names
from pages.parts.choose import choices
from pages.parts.choose.boxes import box
from pages.parts.shell.browser import component

_COMPONENT = component("kernel_gallery", Path(__file__).parent)


def show_kernel_gallery(prefix: str, ndim: int, chosen: str | None) -> None:
    """Show a box with the kernels of this many dimensions, which are drawn when it is open; None if none is chosen."""
    frame = box("All kernels as pictures", f"{prefix}_gallery", ":material/apps:")
    if not frame.open:
        return
    key = f"{prefix}_pictures"
    with frame:
        _COMPONENT(
            key=key,
            data=noted(kernel_gallery(ndim), chosen=chosen),
            on_kernel_change=partial(_take, key, prefix, ndim),
        )


def _take(key: str, prefix: str, ndim: int) -> None:
    """Make the picture's kernel the menu's choice; numbers given by hand are dropped, as the menu does."""
    name = st.session_state[key].get("kernel")
    if name in kernel_names(ndim):
        choices.keep(f"{prefix}_kernel", name)
        choices.forget(f"{prefix}_numbers")
