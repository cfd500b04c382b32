"""Choosing a combined filter (gradient length, strongest of eight directions, zero crossings), and its output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from core.data import Image
from core.figures import kernel_chart, shared_limit, strength_picture
from core.filters import COMBINED, CombinedFilter, describe_filter
from core.parameters import Value
from pages.parts.choose.widgets import choose_all, menu
from pages.parts.shell.cached import combined_output
from pages.parts.shell.show import chart, picture

SINGLE = "single"


@dataclass(frozen=True)
class ChosenFilter:
    """A combined filter with its parameters."""

    filter: CombinedFilter
    parameters: dict[str, Value]


def pick_combined(prefix: str) -> ChosenFilter | None:
    """Show the choice between one kernel and the combined filters; None means one kernel."""
    name = menu(
        "Filter",
        (SINGLE, *COMBINED),
        SINGLE,
        f"{prefix}_filter",
        title=lambda each: "A single kernel" if each == SINGLE else describe_filter(each).title,
    )
    if name == SINGLE:
        return None
    chosen = describe_filter(name)
    return ChosenFilter(chosen, choose_all(chosen.parameters, f"{prefix}_{name}"))


def show_combined(image: Image, chosen: ChosenFilter, slot: DeltaGenerator) -> NDArray[Any]:
    """Show the output in `slot` and the kernels behind it below; return the output."""
    parameters = tuple(chosen.parameters.items())
    output = combined_output(image, chosen.filter.name, parameters, "reflect")
    with slot:
        drawn, words = strength_picture(output, chosen.filter.title)
        picture(drawn, f"{chosen.filter.title}, {words}", fills_column=True)
    kernels = chosen.filter.kernels(**chosen.parameters)
    scale = shared_limit(*kernels)
    columns = st.columns(min(4, len(kernels)))
    for index, weights in enumerate(kernels):
        with columns[index % len(columns)]:
            chart(kernel_chart(weights, f"kernel {index + 1}", limit=scale, height=180), f"images_combined_{index}")
    st.caption(f"{chosen.filter.description} Source: {chosen.filter.source}")
    return output
