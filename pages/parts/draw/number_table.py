"""Why one number moved: windows times errors, the gradient, the rate, and the new number."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from core.figures.chart import number
from core.learning import Trajectory, number_step
from pages.parts.choose.widgets import scale, segments, slider
from pages.parts.shell import say

NUMBERS = ("Left", "Middle", "Right")  # of a filter of three
SHOWN = 6  # windows of the table
MOST_STEPS = 10  # the first, which are all recorded


def can_be_explained(run: Trajectory) -> bool:
    """Whether the run's first steps are the gradient's alone and were all recorded."""
    settings = run.settings
    is_plain = settings.optimizer == "sgd" and settings.schedule == "constant" and not settings.batch_size
    return run.experiment.is_linear and is_plain and _recorded(run) > 0


def explain_number(runs: dict[str, Trajectory], key: str) -> None:
    """Show the widgets for a run, a number of its filter and a step, and take that step apart."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        goal = segments("Goal", list(runs), next(iter(runs)), f"{key}_goal") if runs.keys() - {""} else ""
        run = runs[goal]
        taps = run.experiment.model.taps
        if taps == len(NUMBERS):
            index = NUMBERS.index(segments("Number", NUMBERS, NUMBERS[1], f"{key}_number"))
        else:
            index = int(scale("Number", range(1, taps + 1), taps // 2 + 1, f"{key}_number")) - 1
        with st.container(width=240):
            last = min(MOST_STEPS, _recorded(run))
            step = int(slider("Step", 1, last, 1, f"{key}_step", step=1, is_clamped=True)) if last > 1 else 1
    taken = number_step(run, step - 1, index)
    count = len(taken.samples)
    columns = {"sample under the number": taken.samples, "error of the answer": taken.errors, "product": taken.products}
    written = {name: [number(float(value)) for value in values[:SHOWN]] for name, values in columns.items()}
    written = {name: [*values, "…", ""] for name, values in written.items()}
    written["product"][-1] = number(taken.gradient, 4)
    rows = [f"window {index}" for index in range(1, SHOWN + 1)] + ["…", f"mean of {count:,} windows: the gradient"]
    st.table(pd.DataFrame(written, index=pd.Index(rows)), alt="Table of windows, errors and their products")
    say.explain_above(*columns, *rows)
    carried = ""
    if abs(taken.carried) > 1e-9:
        sign = "+" if taken.carried > 0 else "−"
        carried = f" {sign} {number(abs(taken.carried), 4)} (momentum: a part of the steps before goes on)"
    say.markdown(
        f"New number = old number − learning rate × gradient: {number(taken.before, 4)} − {number(taken.rate, 4)} × "
        f"({number(taken.gradient, 4)}){carried} = **{number(taken.after, 4)}**"
    )
    say.caption(
        "An error above 0 says that the answer was too large: the numbers over positive samples have to shrink."
    )


def _recorded(run: Trajectory) -> int:
    """How many of the first steps were recorded one by one."""
    return int(np.argmax(np.append(np.diff(run.steps) != 1, True)))
