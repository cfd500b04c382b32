"""The thread's own example, computed: u, v, y, the peaks and the max pool; and the cards of the other pages."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from core.convolution import convolve, local_maxima, max_pool
from core.data import Signal
from core.data.samples.thread import PRINTED_OUTPUT
from core.figures import signal_chart
from core.figures.chart import DESIGNED, INPUT, number
from core.figures.curves import Curve
from core.kernels import Kernel
from pages.parts.shell import say
from pages.parts.shell.frame import reading
from pages.parts.shell.registry import PAGES, pages
from pages.parts.shell.show import chart

THREAD = "https://stats.stackexchange.com/questions/313575"


def worked_example(signal: Signal, kernel: Kernel) -> None:
    """Show u, y = conv(u, v, 'valid'), the peaks of u and the one that a max pool over y picks."""
    u = signal.samples
    y = convolve(u, kernel, mode="valid")
    peaks = local_maxima(u)
    _, picked = max_pool(y, len(y))
    # output i of "valid" stands over the sample i + 1, and people count from 1
    fired = np.flatnonzero(y > 0) + 1
    first_point = 2
    whole = np.full(len(u), np.nan)
    whole[1:-1] = y
    points = ", ".join(str(peak + 1) for peak in peaks)
    with reading():
        say.markdown(
            f"In 2017 somebody asked on [Cross Validated]({THREAD}) how the numbers of a filter are decided. An answer "
            "took ten random numbers u and the filter [−1 1 −1], and showed that it finds peaks."
        )
    left, right = st.columns(2, gap="large")
    with left:
        curves = [Curve(u, "u, ten random numbers", INPUT)]
        chart(signal_chart(curves, marks=peaks, axis="point, counted from 1"), "question_u")
    with right:
        curves = [Curve(whole, "y = conv(u, v)", DESIGNED)]
        chart(
            signal_chart(curves, marks=fired, marks_label="positive answers", axis="point, counted from 1"),
            "question_y",
        )
    with reading():
        say.markdown(
            f"u has peaks at points **{points}**. y is positive at **{', '.join(str(at + 1) for at in fired)}**. A max "
            f"pool over y picks point **{int(picked[0]) + first_point}**, the highest answer."
        )
    printed = np.array([np.nan, *PRINTED_OUTPUT, np.nan])
    rows = {"u": u, "y, computed": whole, "y, as printed there": printed}
    written = {
        name: ["" if np.isnan(each) else number(float(each), 4) for each in values] for name, values in rows.items()
    }
    table = pd.DataFrame(written, index=pd.RangeIndex(1, len(u) + 1, name="point"))
    st.table(table.T, alt="Table of u, of the computed y and of the y printed in the thread, point by point")
    say.explain_above(*rows)
    agree = bool(np.allclose(y, PRINTED_OUTPUT, atol=1e-3))
    say.caption(
        "The y printed there is conv(u, v)."
        if agree
        else "The y printed there is not conv(u, v); the computed y is. What the answer says about peaks is true of "
        "the computed y."
    )


def _written(value: float) -> str:
    return "" if np.isnan(value) else number(value, 4)


def cards() -> None:
    """One card for each other page: what it is for, and the way there."""
    with st.grid(2):
        for entry, page in list(zip(PAGES, pages(), strict=True))[1:]:
            with st.container(border=True):
                st.page_link(page, label=f"**{entry.title}**", icon=entry.icon)
                say.caption(entry.purpose)
