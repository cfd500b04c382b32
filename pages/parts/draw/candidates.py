"""Models side by side: their numbers at their best common scale, their answers, layers and spectra."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.figures import (
    bank_chart,
    bars_chart,
    maps_picture,
    range_picture,
    shared_limit,
    signal_chart,
    signed_picture,
    spectrum_chart,
    spectrum_map,
    strips_chart,
)
from core.figures.answers import answer_form
from core.figures.chart import DESIGNED, INPUT, LEARNED, OPTIMUM, number
from core.figures.curves import Curve
from core.figures.divided import divided_picture
from core.figures.filter_row import filter_row
from core.kernels import frequency_response
from core.learning import Contender, Experiment
from core.learning.study.given_models import LayerOutputs, held
from pages.parts.choose.widgets import menu
from pages.parts.draw.arrival import arrived
from pages.parts.draw.divided_picture import show_divided
from pages.parts.draw.filter_row import show_filters
from pages.parts.shell import say
from pages.parts.shell.show import chart, escaped, picture

STYLES = {"designed": (DESIGNED, "solid"), "tuned": (DESIGNED, "dashdot"), "learned": (LEARNED, "dash"),
          "best": (OPTIMUM, "dot"), "other": (INPUT, "longdash")}  # fmt: skip
EQUAL_WITHIN = 1e-6  # of the largest number


def equality(models: Sequence[Contender]) -> str | None:
    """One line where all models have the same numbers, else None."""
    if len({each.weights.shape for each in models}) > 1 or any(each.bias != models[0].bias for each in models):
        return None
    apart = max(float(np.abs(each.weights - models[0].weights).max()) for each in models)
    if apart > EQUAL_WITHIN * shared_limit(models[0].weights):
        return None
    names = ", ".join(escaped(each.title) for each in models)
    return f"{names}: they are equal. No number differs by more than {number(apart)}."


def show_numbers(experiment: Experiment, models: Sequence[Contender]) -> None:
    """The filters side by side: single ones divided by their scale, which is said, banks each on its own."""
    show_filters(filter_row(experiment, models), "compare_filters")


def show_answers(experiment: Experiment, models: Sequence[Contender], answers: Sequence[NDArray[Any]]) -> None:
    """Each model's answers on the held-out input, in the task's own form, and the terms of their charts."""
    _draw_answers(experiment, models, answers)
    say.explain_above()


def _draw_answers(experiment: Experiment, models: Sequence[Contender], answers: Sequence[NDArray[Any]]) -> None:
    if answers[0].ndim == 2:
        _answer_pictures(experiment, models, answers)
        return
    shown, right = experiment.data.shown_input, experiment.data.shown_answer
    if right.shape != shown.shape:
        left, beside = st.columns([1, 3])
        with left:
            picture(range_picture(shown, "Input"), "Input", fills_column=True)
        with beside:
            bars = [(each.title, answer, STYLES[each.role][0]) for each, answer in zip(models, answers, strict=True)]
            names = experiment.answer_names or tuple(str(index) for index in range(1, len(right) + 1))
            chart(bars_chart(bars, names, right, experiment.reference_title), "compare_answers")
        return
    if experiment.answer_form == "stems":
        rows = [(each.title, answer, STYLES[each.role][0]) for answer, each in zip(answers, models, strict=True)]
        chart(strips_chart(shown, right, rows), "compare_answers")
        return
    chart(signal_chart([Curve(shown, "input", INPUT)], height=150), "compare_input")
    curves = [Curve(answer, each.title, *STYLES[each.role]) for answer, each in zip(answers, models, strict=True)]
    chart(signal_chart(curves, axis=experiment.answer_axis), "compare_answers")
    if experiment.answer_note:
        say.caption(experiment.answer_note)


def _answer_pictures(experiment: Experiment, models: Sequence[Contender], answers: Sequence[NDArray[Any]]) -> None:
    """Two of the answers on one picture with a divider, and their difference."""
    titles = {f"{index}": each.title for index, each in enumerate(models)} | {"right": "Right answer"}
    pictures = {f"{index}": answer for index, answer in enumerate(answers)}
    pictures["right"] = experiment.data.shown_answer
    learned = next((f"{index}" for index, each in enumerate(models) if each.role == "learned"), "0")
    with st.container(horizontal=True):
        left = menu("Left of the divider", tuple(titles), "0", "compare_left", title=lambda each: titles[each])
        right = menu("Right of the divider", tuple(titles), learned, "compare_right", title=lambda each: titles[each])
    form, names = answer_form(experiment), (titles[left], titles[right])
    show_divided(partial(divided_picture, form, pictures[left], pictures[right], names), "compare")


def show_layers(experiment: Experiment, learned: Contender) -> None:
    """The output of every layer of the learned model on the held-out input."""
    study = LayerOutputs(experiment, held(learned.parameters))
    progress = arrived(study, "compare_layers", lambda _: "The layers' outputs are on their way.")
    for name, output in ({} if progress is None else progress.conclusion).items():
        title = experiment.model.layer_titles[name]
        if output.ndim == 3:
            limit = shared_limit(output)
            say.caption(f"{title}: {len(output)} maps, one scale up to {number(limit)}.")
            picture(maps_picture(output, title, limit), title)
        elif output.ndim == 2 and experiment.data.shown_input.ndim == 1:
            say.caption(f"{title}: one row each filter, one column each sample.")
            chart(bank_chart(output, title.lower(), height=200), f"compare_layer_{name}")
        elif output.ndim == 2:
            picture(signed_picture(output, title, shared_limit(output)), title)
        else:
            each = "sample" if experiment.data.shown_input.ndim == 1 else "filter or class"
            say.caption(f"{title}: one point each {each}.")
            drawn = signal_chart([Curve(output, title, LEARNED)], height=170, axis="index, counted from 1")
            chart(drawn, f"compare_layer_{name}")


def show_spectra(models: Sequence[Contender]) -> None:
    """The frequency responses: as curves of one chart, or as maps with one scale."""
    if models[0].weights.ndim == 1:
        lines = [(each.title, frequency_response(each.weights), *STYLES[each.role]) for each in models]
        chart(spectrum_chart(lines), "compare_spectra")
        say.explain_above()
        return
    spectra = [frequency_response(each.weights, 64) for each in models]
    limit = max(float(spectrum.magnitude.max()) for spectrum in spectra)
    for column, each, spectrum in zip(st.columns(len(models)), models, spectra, strict=True):
        with column:
            say.caption(escaped(each.title))
            drawn = spectrum_map(spectrum, limit=limit, scale_bar=False, height=220)
            chart(drawn, f"compare_spectrum_{each.title}")
    say.caption(
        f"How much each strengthens waves, from 0 (dark) to {number(limit)} (yellow): slow waves in the "
        "middle, fast ones at the rim."
    )
