"""A chain of stages, each with its picture."""

from __future__ import annotations

from typing import Any

import streamlit as st
from numpy.typing import NDArray

from core.data import Image
from core.figures import Scale, output_scale, scaled_picture
from core.filters import Layer
from core.filters.chain import Stage
from pages.parts.choose import choices
from pages.parts.choose.boxes import OPEN, box
from pages.parts.choose.chain_picker import pick_chain
from pages.parts.choose.widgets import drawn_if
from pages.parts.shell import say
from pages.parts.shell.cached import chain_outputs
from pages.parts.shell.show import picture


def show_chain(image: Image, prefix: str) -> None:
    """Show a box with a chain on an image, one picture a stage, computed and drawn when the box is open."""
    keys = f"{prefix}_chain_"
    is_touched = choices.is_any_chosen(keys)
    frame = box("Chain: one stage after another", f"{prefix}_chain", ":material/link:", starts_open=is_touched)
    with frame, drawn_if(bool(frame.open)):
        places = st.columns(4) if frame.open else [frame] * 4
        chain, titles = pick_chain(prefix, places)
        if not frame.open:
            return
        if is_touched and not choices.is_any_chosen(keys):
            choices.keep(f"{prefix}_chain", OPEN)  # what was chosen could not be read, and opened the box all the same
        st.button(
            "Edges in four stages",
            key=f"{prefix}_chain_edges",
            icon=":material/restart_alt:",
            help="Blur, gradient length, threshold, max pool.",
            on_click=choices.forget_all,
            args=(keys,),
            disabled=not choices.is_any_chosen(keys),
        )
        if not chain.stages:
            say.caption("No stage is chosen.")
            return
        outputs = chain_outputs(image, chain)
        columns = st.columns(4)
        for index, (stage, title, output) in enumerate(zip(chain.stages, titles, outputs, strict=True)):
            scale, words = _scale(stage, output)
            size = f"{output.shape[1]} x {output.shape[0]}"
            with columns[index]:
                drawn = scaled_picture(output, title, scale)
                picture(drawn, f"{index + 1}. {title}, {size}: {words}", fills_column=True)


def _scale(stage: Stage, output: NDArray[Any]) -> tuple[Scale, str]:
    if isinstance(stage, Layer):
        return output_scale(output, keeps_level=stage.keeps_level, ignores_level=stage.ignores_level)
    return output_scale(output)
