"""Choosing a kernel: a designed one with its parameters, or weights given by hand; all of it in the address."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from core.kernels import Kernel, describe_kernel, get_kernel, kernel_names, kernel_parameters
from core.kernels.written import read_weights, write_weights
from pages.parts.choose import choices
from pages.parts.choose.boxes import box
from pages.parts.choose.kernel_edits import offer_edits, remember
from pages.parts.choose.kernel_gallery import show_kernel_gallery
from pages.parts.choose.widgets import choose_all, drawn_if, menu, text
from pages.parts.shell.show import warning_sentence

EDITED = "edited"  # the menu's entry for weights that were given by hand


def pick_kernel(prefix: str, ndim: int, default: str, label: str = "Kernel") -> Kernel:
    """Show the widgets for a kernel of this many dimensions and return it; `label` is the menu's."""
    given = choices.chosen(f"{prefix}_numbers")
    remember(prefix, given or "")
    edited = _read(given, ndim) if given else None
    name = _pick_name(label, prefix, ndim, default, is_edited=isinstance(edited, Kernel))
    show_kernel_gallery(prefix, ndim, None if isinstance(edited, Kernel) else name)
    designed = get_kernel(name) if isinstance(edited, Kernel) else made(name, f"{prefix}_{name}")
    # open where weights were given, so that neither they nor a warning about them is hidden
    frame = box("Its numbers", f"{prefix}_frame", ":material/grid_on:", starts_open=bool(given))
    with frame:
        with drawn_if(bool(frame.open)):
            _show_field(designed, prefix)
        if isinstance(edited, ValueError):
            warning_sentence(edited)
        kernel = edited if isinstance(edited, Kernel) else designed
        if frame.open:
            # only when it is opened, since the editable grid is the heaviest part of the page in the browser
            offer_edits(kernel, prefix)
            _grid(kernel, prefix)
        if kernel is not designed:
            st.button(
                "Back to the designed numbers",
                key=f"{prefix}_designed",
                on_click=choices.forget,
                args=(f"{prefix}_numbers",),
            )
    return kernel


def _read(given: str, ndim: int) -> Kernel | ValueError:
    """The kernel of weights that were given by hand, or the error that says what is wrong with them."""
    try:
        weights = read_weights(given, ndim)
    except ValueError as error:
        return error
    return Kernel("edited", "Edited kernel", "edited", weights, source="Numbers given by hand.")


def _pick_name(label: str, prefix: str, ndim: int, default: str, *, is_edited: bool) -> str:
    """The menu of kernels; it shows whether weights given by hand are used, and choosing a kernel drops them."""
    return menu(
        label,
        kernel_names(ndim),
        default,
        f"{prefix}_kernel",
        title=_title,
        on_choice=partial(choices.forget, f"{prefix}_numbers"),
        instead=EDITED if is_edited else None,
    )


def _title(name: str) -> str:
    return "Your own numbers" if name == EDITED else describe_kernel(name).title


def made(name: str, prefix: str) -> Kernel:
    """Show the widgets of a designed kernel's parameters, whose keys begin with `prefix`, and return the kernel."""
    values = choose_all(kernel_parameters(name), prefix)
    try:
        return get_kernel(name, **values)
    except ValueError as error:  # two parameters that do not go together
        warning_sentence(error)
        return get_kernel(name)


def _show_field(designed: Kernel, prefix: str) -> None:
    text(
        "Numbers, rows separated by semicolons",
        f"{prefix}_numbers",
        placeholder=write_weights(designed.weights)
        if designed.weights.size <= 81
        else "for example 0 1 0; 1 -4 1; 0 1 0",
        help_text="Empty means the designed numbers. What you type here or change below is part of the page's address.",
    )


def _grid(kernel: Kernel, prefix: str) -> None:
    """An editable table of the weights; a change is written into the text field, and so into the address."""
    rows = kernel.weights.reshape(-1, kernel.shape[-1])
    columns = [str(column + 1) for column in range(rows.shape[1])]
    # the grid keeps its edits under its key, so that other weights need another key
    editor_key = f"{prefix}_grid_{hash(kernel)}"
    st.data_editor(
        pd.DataFrame(rows, columns=columns),
        key=editor_key,
        hide_index=True,
        num_rows="fixed",
        alt=f"Grid of the {rows.shape[0]} by {rows.shape[1]} numbers of the kernel, for editing",
        on_change=_take_edits,
        args=(editor_key, f"{prefix}_numbers", kernel),
    )


def _take_edits(editor_key: str, text_key: str, kernel: Kernel) -> None:
    edits = st.session_state[editor_key]["edited_rows"]
    weights = kernel.weights.copy().reshape(-1, kernel.shape[-1])
    for row, cells in edits.items():
        for column, value in cells.items():
            if value is not None:
                weights[int(row), int(column) - 1] = value
    choices.keep(text_key, write_weights(weights.reshape(kernel.shape)))
