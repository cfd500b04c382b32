"""Widgets whose values are choices: for declared parameters, and menus, sliders, switches and text fields.

Each widget is set to its choice, or to the recommended value, before it is drawn, and saves what is touched. An invalid
choice, for example from an edited address, is dropped.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import streamlit as st

from core.parameters import Choice, Parameter, Range, Switch, Value
from pages.parts.choose import choices
from pages.parts.shell.terms import help_for

T = TypeVar("T")
_UNSET = object()
_IS_DRAWN: ContextVar[bool] = ContextVar("is_drawn", default=True)

# a slider with more positions than this cannot be set by hand
MOST_SLIDER_STEPS = 5000


@contextmanager
def drawn_if(is_open: bool) -> Iterator[None]:
    """Within, widgets are drawn only in a box that is open; in a closed one they still give what was chosen."""
    token = _IS_DRAWN.set(is_open)
    try:
        yield
    finally:
        _IS_DRAWN.reset(token)


def is_drawn() -> bool:
    """Whether widgets are drawn here: not in a box that is closed."""
    return _IS_DRAWN.get()


def choose_all(
    parameters: Iterable[Parameter], prefix: str, defaults: Mapping[str, Value] | None = None
) -> dict[str, Value]:
    """Show a widget for each parameter and return the chosen values by name.

    The widgets' keys, which are also their names in the address, begin with `prefix`.
    """
    defaults = defaults or {}
    return {
        parameter.name: choose(parameter, f"{prefix}_{parameter.name}", defaults.get(parameter.name))
        for parameter in parameters
    }


def choose(parameter: Parameter, key: str, default: Value | None = None) -> Value:
    """Show the widget of one parameter; `default` is the recommended value, if not the parameter's own default."""
    start = parameter.default if default is None else default
    match parameter:
        case Switch():
            return switch(parameter.title, key, start=bool(start), help_text=parameter.help)
        case Choice(options=options) if all(isinstance(option, str) for option in options):
            return menu(_label(parameter), options, start, key, title=parameter.title_of, help_text=parameter.help)
        case Choice(options=options):
            return scale(_label(parameter), options, start, key, help_text=parameter.help)
        case Range(menu=offered) if offered:
            # the recommended value is always offered, and so is one from an address
            values = sorted({*offered, parameter.check(start), *_allowed(parameter, key)})
            return scale(_label(parameter), values, parameter.check(start), key, help_text=parameter.help)
        case Range():
            return _range_slider(parameter, start, key)


def menu(
    label: str,
    options: Sequence[T],
    start: T,
    key: str,
    *,
    title: Callable[[Any], str] = str,
    known_as: Mapping[str, T] | None = None,
    help_text: str = "",
    on_choice: Callable[[], None] | None = None,
    instead: T | None = None,
) -> T:
    """Show a menu and return the chosen option.

    An option stands in the address as `str` writes it. Addresses of earlier versions have titles instead; `known_as`
    are further titles. `instead` is one more entry, which is shown in place of the choice until another is made.
    """
    entries = options if instead is None else (instead, *options)
    titles = {entry: title(entry) for entry in entries}
    by_text = {**(known_as or {}), **{titles[option]: option for option in options}}
    by_text |= {str(option): option for option in options}
    value = _chosen(key, by_text.get, start)
    if not is_drawn():
        return value
    shown = value if instead is None else instead
    show(key, shown)
    st.selectbox(
        label,
        entries,
        key=key,
        format_func=lambda entry: titles.get(entry, str(entry)),
        help=help_for(f"{label}: {titles.get(shown, shown)}", help_text, name=label),
        on_change=_take,
        args=(key, str, on_choice),
    )
    return value


def scale(label: str, options: Sequence[T], start: T, key: str, *, help_text: str = "") -> T:
    """Show a slider over a few numbers and return the chosen one."""

    def read(text: str) -> T | None:
        number = _number(text)
        return next((option for option in options if number == option), None)

    value = _shown(key, read, start)
    # a slider of one position cannot be drawn
    if len(options) > 1 and is_drawn():
        st.select_slider(label, options, key=key, help=help_for(label, help_text), on_change=_take, args=(key, written))
    return value


def switch(label: str, key: str, *, start: bool = False, help_text: str = "") -> bool:
    """Show a switch and return whether it is on."""
    value = _shown(key, {"true": True, "false": False}.get, start)
    if is_drawn():
        st.toggle(label, key=key, help=help_for(label, help_text), on_change=_take, args=(key, written))
    return value


def segments(label: str, options: Sequence[str], start: str, key: str, *, help_text: str = "") -> str:
    """Show a few options side by side and return the chosen one."""
    value = _shown(key, {option: option for option in options}.get, start)
    if is_drawn():
        st.segmented_control(
            label,
            options,
            key=key,
            help=help_for(label, help_text),
            required=True,
            on_change=_take,
            args=(key, written),
        )
    return value


def text(label: str, key: str, *, help_text: str = "", **layout: Any) -> str:
    """Show a text field and return its text; an empty field counts as untouched."""
    value = _shown(key, str, "")
    if is_drawn():
        st.text_input(label, key=key, help=help_for(label, help_text), on_change=_take, args=(key, str), **layout)
    return value


def slider(
    label: str,
    lowest: float,
    highest: float,
    start: float,
    key: str,
    *,
    step: float,
    help_text: str = "",
    is_clamped: bool = False,
) -> float:
    """Show a slider and return its value, an int where `step` is an int.

    `is_clamped` moves a choice beyond the ends to the nearest end, for ends that move with the data.
    """
    number = int if isinstance(step, int) else float

    def read(given: str) -> float | None:
        value = _number(given)
        if value is not None and is_clamped:
            value = min(max(value, lowest), highest)
        if value is None or not lowest <= value <= highest:
            return None
        return number(value) if value == number(value) else None

    value = _chosen(key, read, number(start))
    if not is_drawn():
        return value
    is_set = show(key, value, (lowest, highest, step))
    st.slider(
        label,
        number(lowest),
        number(highest),
        # what Streamlit begins with: left out, it makes a list of the whole session; given, the widget must not be set
        None if is_set else number(lowest),
        step=number(step),
        key=key,
        help=help_for(label, help_text),
        on_change=_take,
        args=(key, written),
    )
    return value


def show(key: str, value: object, bounds: tuple[float, ...] = ()) -> bool:
    """Set a widget before it is drawn, only where its value differs; return whether it did.

    A value that is set is sent to the browser, where it would pull back a slider that is still being moved.
    """
    is_set = choices.is_drawn_anew(key, bounds) or st.session_state.get(key, _UNSET) != value
    if is_set:
        st.session_state[key] = value
    return is_set


def _range_slider(parameter: Range, start: Value, key: str) -> float:
    """A slider over the range, or over its first part where the whole would be too fine to set by hand."""
    ends = parameter.maximum if parameter.highest is None else parameter.highest
    # an address may have more than the slider usually offers
    highest = min(max(ends, *_allowed(parameter, key), ends), parameter.minimum + MOST_SLIDER_STEPS * parameter.step)
    step = int(parameter.step) if parameter.whole else float(parameter.step)
    shown = min(max(float(start), parameter.minimum), highest)
    return parameter.check(
        slider(_label(parameter), parameter.minimum, highest, shown, key, step=step, help_text=parameter.help)
    )


def _allowed(parameter: Range, key: str) -> list[float]:
    """The choice as a number, if the parameter allows it."""
    given = _number(choices.chosen(key) or "")
    try:
        return [] if given is None else [parameter.check(given)]
    except ValueError:
        return []


def _shown(key: str, read: Callable[[str], T | None], start: T, bounds: tuple[float, ...] = ()) -> T:
    """Set the widget to its choice, or to `start`, and return the value."""
    value = _chosen(key, read, start)
    if is_drawn():
        show(key, value, bounds)
    return value


def _chosen(key: str, read: Callable[[str], T | None], start: T) -> T:
    """The choice, or `start` where there is none or it is no longer valid."""
    given = choices.chosen(key)
    value = None if given is None else read(given)
    if value is None:
        choices.forget(key)
        return start
    return value


def _take(key: str, write: Callable[[Any], str], after: Callable[[], None] | None = None) -> None:
    """Save the widget's value as its choice."""
    value = st.session_state[key]
    if value is None or value == "":
        choices.forget(key)
    else:
        choices.keep(key, write(value))
    if after is not None:
        after()


def written(value: object) -> str:
    """A value as it stands in the address: all digits of a number, and no more."""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _number(given: str) -> float | None:
    try:
        number = float(given)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _label(parameter: Parameter) -> str:
    unit = getattr(parameter, "unit", "")
    return f"{parameter.title} ({unit})" if unit else parameter.title
