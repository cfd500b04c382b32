"""The figure of Images: a picture, a kernel whose numbers can be edited, and the output, with a loupe and a scan."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from core.figures.wire import noted
from pages.parts.choose import choices
from pages.parts.draw.browser import component, play

_COMPONENT = component("picture_scan", Path(__file__).parent)
VIEWS = ("side", "divided")
ZOOMS = (0, 1, 2, 4, 8)
MIDDLE = 50  # percent: where the divider lies at first


def show_picture_scan(content: bytes, prefix: str, pin: tuple[int, int]) -> None:
    """Show the figure, given as `core.figures.picture_scan` packs it; what a visitor does with it is in the address."""
    look = {
        "view": _of(f"{prefix}_view", VIEWS, VIEWS[0]),
        "zoom": _of(f"{prefix}_zoom", ZOOMS, ZOOMS[0]),
        "divider": _of(f"{prefix}_divider", range(101), MIDDLE),
    }
    key = f"{prefix}_scan"
    mounted = partial(
        _COMPONENT,
        on_pin_change=partial(_take_pin, key, prefix),
        on_numbers_change=partial(_take_numbers, key, prefix),
        on_look_change=partial(_take_look, key, prefix),
    )
    play(mounted, noted(content, pin=pin, look=look), key, from_end=True)


def _of(key: str, options: tuple[str, ...] | tuple[int, ...] | range, start: str | int) -> str | int:
    """The choice among options, each written as `str` writes it."""
    asked = choices.chosen(key)
    found = next((option for option in options if str(option) == asked), None)
    if found is None:
        choices.forget(key)
        return start
    return found


def _take_pin(key: str, prefix: str) -> None:
    """Keep the pin, counted from 1."""
    pin = st.session_state[key].get("pin")
    if isinstance(pin, list) and len(pin) == 2 and all(isinstance(index, int) for index in pin):
        row, column = pin
        choices.keep(f"{prefix}_row", str(row + 1))
        choices.keep(f"{prefix}_column", str(column + 1))


def _take_numbers(key: str, prefix: str) -> None:
    numbers = st.session_state[key].get("numbers")
    if isinstance(numbers, str):
        choices.keep(f"{prefix}_numbers", numbers)


def _take_look(key: str, prefix: str) -> None:
    """Keep the view, the zoom and the divider; what is so at first needs no mention."""
    look = st.session_state[key].get("look")
    starts = {"view": VIEWS[0], "zoom": ZOOMS[0], "divider": MIDDLE}
    for name, start in starts.items() if isinstance(look, dict) else ():
        value = look.get(name)
        if value == start or not isinstance(value, str | int):
            choices.forget(f"{prefix}_{name}")
        else:
            choices.keep(f"{prefix}_{name}", str(value))
