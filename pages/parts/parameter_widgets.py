"""Widgets for declared parameters, bound to the URL, whose values are checked before anyone uses them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from core.parameters import Choice, Parameter, Range, Switch, Value

# a slider with more positions than this cannot be set by hand
MOST_SLIDER_STEPS = 5000


def choose_all(
    parameters: Iterable[Parameter], prefix: str, defaults: Mapping[str, Value] | None = None
) -> dict[str, Value]:
    """Show one widget a parameter and return the chosen values by name.

    `prefix` begins the widgets' keys, which are also their names in the URL.
    """
    defaults = defaults or {}
    return {
        parameter.name: choose(parameter, f"{prefix}_{parameter.name}", defaults.get(parameter.name))
        for parameter in parameters
    }


def choose(parameter: Parameter, key: str, default: Value | None = None) -> Value:
    """Show the widget of one parameter; a value that is not allowed, from an edited URL say, gives the default."""
    start = parameter.default if default is None else default
    label = _label(parameter)
    help_text = parameter.help or None
    value: object
    match parameter:
        case Switch():
            value = st.toggle(label, bool(start), key=key, help=help_text, bind="query-params")
        case Choice(options=options) if all(isinstance(option, str) for option in options):
            index = options.index(start)
            value = st.selectbox(label, options, index, key=key, help=help_text, bind="query-params")
        case Choice(options=options):
            value = st.select_slider(label, options, start, key=key, help=help_text, bind="query-params")
        case Range():
            value = _slider(parameter, label, start, key)
    try:
        return parameter.check(value)
    except ValueError:
        return start


def _slider(parameter: Range, label: str, start: Value, key: str) -> object:
    """A slider over the range, or over its first part where the whole would be too fine to set by hand."""
    step = parameter.step
    highest = min(parameter.maximum, parameter.minimum + MOST_SLIDER_STEPS * step)
    number = int if parameter.whole else float
    return st.slider(
        label,
        number(parameter.minimum),
        number(highest),
        number(start),
        number(step),
        key=key,
        help=parameter.help or None,
        bind="query-params",
    )


def _label(parameter: Parameter) -> str:
    unit = getattr(parameter, "unit", "")
    return f"{parameter.title} ({unit})" if unit else parameter.title


SEED = Range("seed", "Seed", 0, 0, 99, 1, help="Another seed, other random numbers; the same, the same again.")
