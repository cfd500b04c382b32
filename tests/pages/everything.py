"""All that a page shows, to be compared between two sessions, and ways to touch every widget of a page."""

from __future__ import annotations

import random
from typing import Any

from google.protobuf.json_format import MessageToDict
from streamlit.testing.v1 import AppTest

from core.learning import experiment_names

KINDS = ("selectbox", "slider", "select_slider", "toggle", "text_input", "segmented_control", "multiselect")
# what a session's history leaves in a message, though the page looks the same; a file that is yet to be made has another
# id at each run of the page
HISTORY = ("id", "setValue", "value", "rawValue", "rawValues", "deferredFileId")
# what is soon computed, for walks through all widgets: these touch the page, and how well is learned is others' concern
QUICK = {"run_training": "open"} | {f"run_{name}_steps": "20" for name in experiment_names()}
QUICK |= {"run_describe_pictures_size": "6", "run_describe_pictures_filters": "16", "run_name_textures_patches": "2"}
SOON = {
    "converge": QUICK,
    "compare": QUICK,
    "many_starts": {"many_starts_count": "16", **QUICK},
    "sweeps": {"sweeps_count": "5", **QUICK},
    "designed_or_learned": {
        "designed_or_learned_filters": "4",
        "designed_or_learned_size": "5",
        "designed_or_learned_curve_pin": "2",
    },
}
WORDS = {"signals_numbers": "1 2 -3.5", "images_numbers": "0 1; 2 -3.5"}


def everything(app: AppTest) -> list[tuple[str, Any]]:
    """Each element in turn: its kind, what it was sent with, and the value of a widget."""
    found: list[tuple[str, Any]] = []
    pending = [app.main, app.sidebar]
    while pending:
        element = pending.pop(0)
        children = getattr(element, "children", None)
        if children is not None:
            pending = [*children.values(), *pending]
        message = getattr(element, "proto", None)
        # where a bar stood while something was worked out for the first time
        if message is not None and element.type != "empty":
            said = MessageToDict(message)
            said = {name: value for name, value in said.items() if name not in HISTORY}
            if said.get("label") == "Undo":
                said.pop("disabled", None)  # whether there is a change of this visit to take back
            value = getattr(element, "value", None) if element.type in (*KINDS, "button_group") else None
            found.append((element.type, said, value))
    return found


def differences(app: AppTest, other: AppTest) -> list[str]:
    """What two sessions show that is not the same, in short."""
    first, second = everything(app), everything(other)
    told = [f"{len(first)} elements, {len(second)} elements"] if len(first) != len(second) else []
    return told + [
        f"{str(mine)[:400]} != {str(its)[:400]}" for mine, its in zip(first, second, strict=False) if mine != its
    ]


def widgets(app: AppTest) -> dict[str, Any]:
    """Every widget that stands in the address, by its key."""
    found = {widget.key: widget for kind in KINDS for widget in getattr(app, kind, ()) if widget.key}
    return {key: widget for key, widget in found.items() if not key.endswith("_column")}


def touch(app: AppTest, key: str, choice: random.Random) -> None:
    """Set a widget to another value than it has, and run the page."""
    widget = widgets(app)[key]
    match widget.type:
        case "toggle":
            widget.set_value(not widget.value)
        case "text_input":
            widget.set_value(WORDS.get(key, "x"))
        case "slider":
            places = round((widget.max - widget.min) / widget.step)
            value = widget.min + widget.step * choice.randrange(places + 1)
            value = value if value != widget.value else widget.min if widget.value != widget.min else widget.max
            widget.set_value(type(widget.value)(min(value, widget.max)))
        case "select_slider":
            options = [option for option in widget.options if float(option) != float(widget.value)]
            chosen = choice.choice(options)
            widget.set_value(type(widget.value)(float(chosen)))
        case "multiselect":
            widget.set_value([choice.choice(widget.options)])
        case "selectbox":
            places = [place for place in range(len(widget.options)) if place != widget.index]
            widget.select_index(choice.choice(places))
        case _:
            widget.set_value(choice.choice([option for option in widget.options if option != widget.value]))
    app.run()
