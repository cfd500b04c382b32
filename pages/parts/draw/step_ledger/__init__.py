"""The ledger of one step, to be played: windows, products, answers, errors, the gradient, the update, the new loss."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.figures import step_ledger
from core.figures.chart import number
from core.figures.shown_filters import sides_of
from core.figures.step_ledger import MOST_SHARE
from core.learning import Experiment, Ledger, safe_share
from core.parameters import Range
from pages.parts.choose import choices
from pages.parts.choose.widgets import choose
from pages.parts.draw.browser import component, play
from pages.parts.shell import say

RATE = Range(
    "rate", "Learning rate, as a share of the critical one", 0.5, 0.01, MOST_SHARE, 0.01,
    help="How far the numbers move. It can also be moved on the curve of the loss.",
)  # fmt: skip
KEY, RATE_KEY = "one_step_ledger", "one_step_rate"
# pixels
FLAT, SQUARES, LARGE = 606, 800, 940
_COMPONENT = component("step_ledger", Path(__file__).parent)


def show_step_ledger(
    experiment: Experiment,
    ledger: Ledger,
    shown: NDArray[np.intp],
    *,
    step: int,
    seed: int,
    rate: float,
    critical_rate: float,
) -> None:
    """Show a step with the windows `shown`; a rate that is moved in the figure is the choice of the page."""
    content = step_ledger(experiment, ledger, shown, step=step, seed=seed, rate=rate, critical_rate=critical_rate)
    rows, _ = sides_of(experiment)
    height = FLAT if rows == 1 else SQUARES if rows <= 3 else LARGE
    play(partial(_COMPONENT, on_rate_change=_take_rate), content, KEY, height=height)


def pick_rate(experiment: Experiment, critical: float) -> float:
    """Show the slider of the learning rate and return it; untouched, every step lowers the loss."""
    return critical * float(choose(RATE, RATE_KEY, round(safe_share(experiment), 2)))


def explain_rate(experiment: Experiment, ledger: Ledger, rate: float, critical: float) -> None:
    """Say what the critical rate is here, and what a rate above it does."""
    steepest = f"The critical rate is 2 / {number(2 / critical, 4)} = {number(critical, 4)}"
    if experiment.is_least_squares:
        said = f"{steepest}: 2 over the steepest curvature of the loss. Below it, step after step comes closer."
    else:
        said = f"{steepest}: 2 over the steepest curvature of the loss at its lowest point."
    say.caption(f"{said} This step uses the rate {number(rate, 4)}.")
    if rate <= critical:
        return
    if experiment.is_least_squares:
        say.warning(
            "This rate is above the critical rate: in the steepest direction each step overshoots by more than it "
            "corrects. One step may still lower the loss. Press Next step several times: the loss grows without end."
        )
    else:
        say.warning(
            "This rate is above the critical rate: near the lowest point, steps no longer settle but jump across it. "
            "Further away the loss is less curved, so that the loss may still fall."
        )


def _take_rate() -> None:
    share = st.session_state[KEY].get("rate")
    if isinstance(share, int | float):
        choices.keep(RATE_KEY, f"{share:g}")
