"""What is known of a kernel for images beside its output: its numbers as a map, its spectrum, its source."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.figures import kernel_chart, shared_limit, spectrum_map
from core.figures.chart import number
from core.kernels import Kernel, frequency_response, separability
from pages.parts.choose.boxes import box
from pages.parts.choose.filter_picker import ChosenFilter
from pages.parts.shell import say
from pages.parts.shell.show import chart


def show_kernel_details(kernel: Kernel, prefix: str) -> None:
    """A box with a kernel's numbers and its spectrum, drawn when it is open."""
    frame = box("The kernel and its spectrum", f"{prefix}_details", ":material/blur_on:")
    if not frame.open:
        return
    with frame:
        left, right = st.columns(2)
        with left:
            chart(kernel_chart(kernel.weights, kernel.title), f"{prefix}_kernel_chart")
        with right:
            chart(spectrum_map(frequency_response(kernel, 64)), f"{prefix}_spectrum")
        say.caption(kernel.description, source=kernel.source)


def show_separable_parts(kernel: Kernel, prefix: str) -> None:
    """A box with the column and the row that make up a kernel, and what they save, drawn when it is open."""
    frame = box("A column times a row", f"{prefix}_parts", ":material/view_column:")
    if not frame.open:
        return
    parts = separability(kernel)
    height, width = kernel.shape
    with frame:
        say.markdown(_cost(parts.rank, height, width))
        if parts.rank > 1:
            say.caption(f"The nearest column times a row, which misses {number(100 * parts.error, 2)} % of it:")
        product = np.outer(parts.column, parts.row)
        shown = (("Column", parts.column[:, None]), ("Row", parts.row[None]), ("Column × row", product))
        for place, (title, weights) in zip(st.columns([1, 2, 2]), shown, strict=True):
            with place:
                say.caption(title)
                drawn = kernel_chart(weights, title.lower(), limit=shared_limit(weights), height=220)
                chart(drawn, f"{prefix}_{title}")


def _cost(rank: int, height: int, width: int) -> str:
    """What the kernel costs at each pixel in columns and rows, and as a whole."""
    whole = f"as a whole the kernel costs {height} × {width} = {height * width}"
    if rank == 0:
        return "All numbers are 0: there is nothing to multiply."
    if rank == 1:
        return (
            f"The kernel is a column times a row: a pass with each costs {height} + {width} = {height + width} "
            f"multiplications a pixel; {whole}."
        )
    return (
        f"The kernel has rank {rank}: it is the sum of {rank} products of a column and a row. A pass with each costs "
        f"{rank} × ({height} + {width}) = {rank * (height + width)} multiplications a pixel; {whole}."
    )


def show_combined_details(chosen: ChosenFilter) -> None:
    """What a combined filter does, and the numbers of its kernels in a box, drawn when it is open."""
    say.caption(chosen.filter.description, source=chosen.filter.source)
    frame = box("The kernels behind it", "images_combined", ":material/blur_on:")
    if not frame.open:
        return
    kernels = chosen.filter.kernels(**chosen.parameters)
    scale = shared_limit(*kernels)
    with frame:
        columns = st.columns(min(4, len(kernels)))
        for index, weights in enumerate(kernels):
            with columns[index % len(columns)]:
                drawn = kernel_chart(weights, f"kernel {index + 1}", limit=scale, height=180)
                chart(drawn, f"images_combined_{index}")
