"""Choosing a kernel: a designed one, its parameters, and every number by hand; all of it in the URL."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.kernels import Kernel, describe_kernel, get_kernel, kernel_names, kernel_parameters
from core.kernels.written import read_weights, write_weights
from pages.parts.parameter_widgets import choose_all
from pages.parts.show import warning_sentence


def pick_kernel(prefix: str, ndim: int, default: str) -> Kernel:
    """Show the widgets for a kernel of this many dimensions and return it."""
    names = kernel_names(ndim)
    name = st.selectbox(
        "Kernel",
        names,
        names.index(default),
        key=f"{prefix}_kernel",
        format_func=lambda each: describe_kernel(each).title,
        bind="query-params",
        on_change=_forget_numbers,
        args=(prefix,),
    )
    designed = _made(name, prefix)
    # open where numbers were given, so that neither they nor a word about them is hidden
    key = f"{prefix}_numbers"
    given = st.session_state.get(key) or st.query_params.get(key)
    frame = st.expander(
        "Its numbers", expanded=bool(given), key=f"{prefix}_frame", icon=":material/grid_on:", on_change="rerun"
    )
    with frame:
        # the editable grid is the heaviest part of the page in the browser, so it comes when it is asked for
        return _edited(designed, prefix, with_grid=bool(frame.open))


def _made(name: str, prefix: str) -> Kernel:
    values = choose_all(kernel_parameters(name), f"{prefix}_{name}")
    try:
        return get_kernel(name, **values)
    except ValueError as error:  # two parameters that do not go together
        warning_sentence(error)
        return get_kernel(name)


def _edited(designed: Kernel, prefix: str, *, with_grid: bool) -> Kernel:
    """The kernel with the numbers of the text field or the grid, where any are given."""
    key = f"{prefix}_numbers"
    text = st.text_input(
        "Numbers, rows separated by semicolons",
        key=key,
        placeholder=write_weights(designed.weights)
        if designed.weights.size <= 81
        else "for example 0 1 0; 1 -4 1; 0 1 0",
        help="Empty means the designed numbers. What you type or change in the grid is part of the page's address.",
        bind="query-params",
    )
    kernel = designed
    if text and text.strip():
        try:
            weights = read_weights(text, designed.ndim)
            kernel = Kernel("edited", "Edited kernel", "edited", weights, source="Numbers given by hand.")
        except ValueError as error:
            warning_sentence(error)
    if with_grid:
        _grid(kernel, prefix, key)
    if kernel is not designed:
        st.button("Back to the designed numbers", key=f"{prefix}_designed", on_click=_forget_numbers, args=(prefix,))
    return kernel


def _grid(kernel: Kernel, prefix: str, text_key: str) -> None:
    """An editable table of the numbers; a change is written into the text field, and so into the URL."""
    rows = kernel.weights.reshape(-1, kernel.shape[-1])
    columns = [str(column + 1) for column in range(rows.shape[1])]
    # the grid keeps its edits by its key, so that it must be a new one when other numbers come
    editor_key = f"{prefix}_grid_{hash(kernel)}"
    st.data_editor(
        pd.DataFrame(rows, columns=columns),
        key=editor_key,
        hide_index=True,
        num_rows="fixed",
        alt=f"Grid of the {rows.shape[0]} by {rows.shape[1]} numbers of the kernel, for editing",
        on_change=_take_edits,
        args=(editor_key, text_key, kernel),
    )


def _take_edits(editor_key: str, text_key: str, kernel: Kernel) -> None:
    edits = st.session_state[editor_key]["edited_rows"]
    weights = kernel.weights.copy().reshape(-1, kernel.shape[-1])
    for row, cells in edits.items():
        for column, value in cells.items():
            if value is not None:
                weights[int(row), int(column) - 1] = value
    st.session_state[text_key] = write_weights(weights.reshape(kernel.shape))


def _forget_numbers(prefix: str) -> None:
    st.session_state[f"{prefix}_numbers"] = ""
