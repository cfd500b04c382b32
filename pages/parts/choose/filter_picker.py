"""Filters that are more than one kernel: the length of a gradient, the best of eight directions, zero crossings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from core.data import Image
from core.figures import brightness_picture, kernel_chart, shared_limit, signed_limit
from core.figures.chart import number
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
    limit = signed_limit(output)
    with slot:
        # these answers are lengths and strengths, so that zero can be black
        picture(
            brightness_picture(np.maximum(output, 0) / limit, chosen.filter.title),
            f"{chosen.filter.title}, black is 0, white is {number(limit)} and more",
            fills_column=True,
        )
    kernels = chosen.filter.kernels(**chosen.parameters)
    scale = shared_limit(*kernels)
    columns = st.columns(min(4, len(kernels)))
    for index, weights in enumerate(kernels):
        with columns[index % len(columns)]:
            chart(kernel_chart(weights, f"kernel {index + 1}", limit=scale, height=180), f"images_combined_{index}")
    st.caption(f"{chosen.filter.description} Source: {chosen.filter.source}")
    return output
