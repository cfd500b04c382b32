"""The ledger of one step, to be played: windows, products, answers, errors, the gradient, the update, the new loss."""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path

import streamlit as st

from core.figures.chart import number
from core.figures.shown_filters import sides_of
from core.figures.step_ledger import MOST_SHARE
from core.learning import Experiment
from core.parameters import Range
from pages.parts.choose import choices
from pages.parts.choose.widgets import choose
from pages.parts.draw.arrival import keep_shown, shown_before
from pages.parts.draw.browser import component, play
from pages.parts.shell import say

RATE = Range(
    "rate", "Learning rate, as a share of the critical one", 0.5, 0.01, MOST_SHARE, 0.01,
    help="How far the numbers move. It can also be moved on the curve of the loss.",
)  # fmt: skip
SAFE_RATE = dataclasses.replace(RATE, title="Learning rate, as a share of the safe one")
KEY, RATE_KEY = "one_step_ledger", "one_step_rate"
# pixels
FLAT, SQUARES, LARGE = 606, 800, 990
_COMPONENT = component("step_ledger", Path(__file__).parent)


def show_step_ledger(experiment: Experiment, content: bytes) -> None:
    """Show a step; a rate that is moved in the figure is the choice of the page."""
    rows, _ = sides_of(experiment)
    height = FLAT if rows == 1 else SQUARES if rows <= 3 else LARGE
    keep_shown(KEY, (content, height))
    play(partial(_COMPONENT, on_rate_change=_take_rate), content, KEY, height=height)


def hold_step_ledger() -> None:
    """The place of a step that is awaited, with the one before in it, so that nothing moves when the next one comes."""
    content, height = shown_before(KEY, (None, FLAT))
    if content is None:
        st.container(height=height, border=False)
    else:
        play(partial(_COMPONENT, on_rate_change=_take_rate), content, KEY, height=height)


def pick_share(experiment: Experiment) -> float:
    """Show the slider of the learning rate and return it, a share of the safe one."""
    return float(choose(RATE if experiment.is_least_squares else SAFE_RATE, RATE_KEY))


def explain_rate(experiment: Experiment, rate: float, safe: float) -> None:
    """Say what the critical rate is here, or the safe one, and what a rate above it does."""
    is_above = rate > safe
    steepest = f"2 / {number(2 / safe, 4)} = {number(safe, 4)}"
    if experiment.is_least_squares:
        say.caption(
            f"The critical rate is 2 over the steepest curvature of the loss: {steepest}. Below it, step after step "
            f"comes closer. This step uses {number(rate, 4)}. *No gain* on the curve lies further right, since this "
            "step goes in less steep directions as well."
        )
        if is_above:
            say.warning(
                "This rate is above the critical rate: in the steepest direction each step overshoots by more than "
                "it corrects. One step may still lower the loss, but after several the loss grows without end."
            )
        return
    say.caption(
        "The safe rate is 2 over the steepest curvature that the loss can have, whatever the numbers of the filter: "
        f"{steepest}. Below it, every step lowers the loss. This step uses {number(rate, 4)}."
    )
    if is_above:
        say.warning(
            "This rate is above the safe rate: a step may overshoot and raise the loss. Near its lowest point a "
            "logistic loss is less curved, so that larger rates may work there."
        )


def _take_rate() -> None:
    share = st.session_state[KEY].get("rate")
    if isinstance(share, int | float):
        choices.keep(RATE_KEY, f"{share:g}")
