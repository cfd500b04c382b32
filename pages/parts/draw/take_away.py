"""Downloading a kernel: as a file of its weights, or as a program."""

from __future__ import annotations

import streamlit as st

from core.export import FORMATS, name_of
from core.kernels import Kernel
from pages.parts.choose.widgets import menu
from pages.parts.shell.show import download


def take_kernel(kernel: Kernel, prefix: str, boundary: str = "reflect") -> None:
    """Show the widgets to download a kernel."""
    with st.expander("Take the kernel away", icon=":material/download:"):
        name = menu("As", tuple(FORMATS), "numpy", f"{prefix}_take", title=lambda each: FORMATS[each].title)
        chosen, key = FORMATS[name], f"{prefix}_take_{name}"
        if not chosen.is_program:
            named = name_of(kernel.name, chosen.ending, kernel)
            download("Download it", lambda: chosen.write(kernel, boundary), named, key)
            return
        file = chosen.write(kernel, boundary)
        download("Download it", lambda: file, file.name, key)
        if chosen.language:
            st.code(file.content.decode(), language=chosen.language, height=260)
