"""Buttons that change a kernel's numbers as a whole, and take changes back."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.figures.chart import number
from core.kernels import Kernel
from core.kernels.editing import Edit, edits, has_sum
from core.kernels.written import LARGEST_WEIGHT, write_weights
from pages.parts.choose import choices
from pages.parts.shell import say

MOST_REMEMBERED = 50


def remember(prefix: str, numbers: str) -> None:
    """Remember the numbers of this visit, "" for the designed ones, so that changes can be taken back."""
    former = _former(prefix)
    if not former or former[-1] != numbers:
        former.append(numbers)
        del former[:-MOST_REMEMBERED]


def offer_edits(kernel: Kernel, prefix: str) -> None:
    """A button for each edit, which makes the edited numbers the kernel's, and one that takes the last change back."""
    with st.container(horizontal=True, gap="xsmall"):
        for name, edit in edits(kernel.ndim).items():
            st.button(
                edit.title,
                key=f"{prefix}_edit_{name}",
                help=edit.words,
                on_click=_apply,
                args=(kernel, edit, prefix),
                disabled=float(np.abs(edit.apply(kernel.weights)).max()) > LARGEST_WEIGHT,
            )
        st.button(
            "Undo",
            key=f"{prefix}_edit_undo",
            icon=":material/undo:",
            help="Takes the last change of this visit back.",
            on_click=_undo,
            args=(prefix,),
            disabled=len(_former(prefix)) < 2,
        )
    say.caption(_total(kernel))


def _total(kernel: Kernel) -> str:
    """What the numbers add up to, and so which sum is made 1."""
    if has_sum(kernel.weights):
        return f"The numbers add up to {number(float(kernel.weights.sum()))}."
    total = number(float(np.abs(kernel.weights).sum()))
    return f"The numbers add up to 0, their absolute values to {total}: Normalise makes that 1."


def _apply(kernel: Kernel, edit: Edit, prefix: str) -> None:
    choices.keep(f"{prefix}_numbers", write_weights(edit.apply(kernel.weights)))


def _undo(prefix: str) -> None:
    former = _former(prefix)
    former.pop()
    if former[-1]:
        choices.keep(f"{prefix}_numbers", former[-1])
    else:
        choices.forget(f"{prefix}_numbers")


def _former(prefix: str) -> list[str]:
    """The numbers of this visit so far, the present ones last."""
    former: list[str] = st.session_state.setdefault(f"{prefix}_former", [])
    return former
