"""Downloading a kernel: as a file of its weights, or as a program."""

from __future__ import annotations

import streamlit as st

from core.export import FORMATS, name_of
from core.kernels import Kernel
from pages.parts.choose import choices
from pages.parts.choose.boxes import box
from pages.parts.choose.widgets import menu
from pages.parts.shell.show import download


def take_kernel(kernel: Kernel, prefix: str, boundary: str = "reflect") -> None:
    """Show a box with the widgets to download a kernel, which are drawn when it is open."""
    is_touched = choices.chosen(f"{prefix}_take") is not None
    frame = box("Take the kernel away", f"{prefix}_take_away", ":material/download:", starts_open=is_touched)
    if frame.open:
        with frame:
            show_formats(kernel, prefix, boundary)


def show_formats(kernel: Kernel, prefix: str, boundary: str = "reflect") -> None:
    """Show the widgets to download a kernel."""
    name = menu("As", tuple(FORMATS), "numpy", f"{prefix}_take", title=lambda each: FORMATS[each].title)
    chosen, key = FORMATS[name], f"{prefix}_take_{name}"
    if not chosen.is_program:
        named = name_of(kernel.name, chosen.ending, kernel)
        download("Download it", lambda: chosen.write(kernel, boundary), named, key)
        return
    file = chosen.write(kernel, boundary)
    download("Download it", lambda: file, file.name, key)
    if chosen.language:
        st.code(file.content.decode(), language=chosen.language, wrap_lines=True)
