"""The filters that are compared, and how each comparison is drawn on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.figures import (
    bank_chart,
    detection_chart,
    kernel_chart,
    maps_picture,
    shared_limit,
    signal_chart,
    signed_picture,
    spectrum_chart,
    spectrum_map,
)
from core.figures.chart import DESIGNED, INPUT, LEARNED, OPTIMUM, number
from core.figures.curves import Curve
from core.kernels import frequency_response
from core.learning import Experiment, Optimum, Trajectory, listed
from core.learning.models import bias_of
from pages.parts.shell.show import chart, picture


@dataclass(frozen=True, eq=False)
class Candidate:
    """One of the models that are compared, and how it is drawn in every comparison."""

    title: str
    parameters: dict[str, NDArray[Any]]
    colour: str
    dash: str

    @property
    def weights(self) -> NDArray[Any]:
        """The filter, or the filters."""
        return self.parameters["weights"]

    @property
    def bias(self) -> float:
        """The bias, 0 where there is none."""
        return float(bias_of(self.parameters))


def candidates(run: Trajectory, best: Optimum | None) -> list[Candidate]:
    """The designed model, the learned one at the end of the run and, where there is one, the best possible filter."""
    listed = [
        Candidate(run.experiment.designed_title, run.experiment.designed_parameters, DESIGNED, "solid"),
        Candidate("Learned", run.last, LEARNED, "dash"),
    ]
    if best is not None:
        listed.append(Candidate("Best possible", best.parameters, OPTIMUM, "dot"))
    return listed


def show_numbers(experiment: Experiment, filters: list[Candidate]) -> None:
    """The filters' weights side by side."""
    is_single = experiment.model.filters == 1
    limit = shared_limit(*(each.weights for each in filters))
    for column, each in zip(st.columns(len(filters)), filters, strict=True):
        with column:
            st.caption(f"{each.title}, bias {number(each.bias)}" if each.bias else each.title)
            if is_single:
                name = f"the {each.title.lower()} filter"
                drawn = kernel_chart(each.weights, name, limit=limit, colour=each.colour, scale_bar=False, height=210)
            else:
                # each on its own scale: the next layer of a network makes up for the strength of its filters
                drawn = bank_chart(each.weights, f"the {each.title.lower()} filters", height=260)
            chart(drawn, f"compare_kernel_{each.title}")
    if not is_single:
        colours = "in the colours that they answer to most, grey at zero"
        signs = "from blue over white to orange"
        scale = colours if filters[0].weights.ndim == 4 else signs
        st.caption(f"Each on a scale of its own, {scale}: the next layer decides on their strength.")
    elif filters[0].weights.ndim == 2:
        st.caption(f"One scale for all, from {number(-limit)} (blue) over 0 (white) to {number(limit)} (orange).")


def show_answers(experiment: Experiment, filters: list[Candidate]) -> None:
    """Each model's answers on the held-out input, and the difference between learned and designed."""
    answers = [experiment.respond(each.parameters) for each in filters]
    difference = answers[1] - answers[0]
    if answers[0].ndim == 2:
        _answer_pictures(filters, answers, difference)
        return
    if experiment.data.shown_input.ndim == 2:
        shown = experiment.data.shown_input
        picture(signed_picture(shown, "Input", shared_limit(shown)), "Input")
    else:
        chart(signal_chart([Curve(experiment.data.shown_input, "input", INPUT)], height=170), "compare_input")
    curves = [Curve(answer, each.title, each.colour, each.dash) for answer, each in zip(answers, filters, strict=True)]
    if experiment.data.shown_answer.shape != experiment.data.shown_input.shape:
        # one answer for the whole input, not one for each sample or pixel
        curves.append(Curve(experiment.data.shown_answer, experiment.reference_title, INPUT, "dot"))
        chart(signal_chart(curves, axis=experiment.answer_axis), "compare_answers")
        return
    chart(signal_chart(curves, axis=experiment.answer_axis), "compare_answers")
    if experiment.answer_note:
        st.caption(experiment.answer_note)
    chart(signal_chart([Curve(difference, "learned minus designed", LEARNED)], height=170), "compare_difference")
    st.caption(f"Learned minus designed: at most {np.abs(difference).max():.3g} apart.")


def _answer_pictures(
    filters: list[Candidate], answers: list[NDArray[np.float64]], difference: NDArray[np.float64]
) -> None:
    limit = shared_limit(*answers)
    shown = [(each.title, answer) for each, answer in zip(filters, answers, strict=True)]
    shown.append(("Learned minus designed", difference))
    for column, (title, answer) in zip(st.columns(len(shown)), shown, strict=True):
        with column:
            picture(signed_picture(answer, title, limit), title, fills_column=True)
    st.caption(
        f"One scale for all: blue is negative, white zero, orange positive. Learned and designed are at most "
        f"{np.abs(difference).max():.3g} apart."
    )


def show_layers(experiment: Experiment, learned: Candidate) -> None:
    """The output of every layer of the learned model on the held-out input."""
    for name, output in experiment.activations(learned.parameters).items():
        title = experiment.model.layer_titles[name]
        if output.ndim == 3:
            limit = shared_limit(output)
            st.caption(f"{title}: {len(output)} maps, one scale up to {number(limit)}.")
            picture(maps_picture(output, title, limit), title)
        elif output.ndim == 2 and experiment.data.shown_input.ndim == 1:
            st.caption(f"{title}: one row each filter, one column each sample.")
            chart(bank_chart(output, title.lower(), height=200), f"compare_layer_{name}")
        elif output.ndim == 2:
            picture(signed_picture(output, title, shared_limit(output)), title)
        else:
            st.caption(
                f"{title}: one point each {'sample' if experiment.data.shown_input.ndim == 1 else 'filter or class'}."
            )
            chart(
                signal_chart([Curve(output, title, LEARNED)], height=170, axis="index, counted from 1"),
                f"compare_layer_{name}",
            )


def show_spectra(filters: list[Candidate]) -> None:
    """The frequency responses: as curves of one chart, or as maps with one scale."""
    if filters[0].weights.ndim == 1:
        lines = [(each.title, frequency_response(each.weights), each.colour, each.dash) for each in filters]
        chart(spectrum_chart(lines), "compare_spectra")
        return
    spectra = [frequency_response(each.weights, 64) for each in filters]
    limit = max(float(spectrum.magnitude.max()) for spectrum in spectra)
    for column, each, spectrum in zip(st.columns(len(filters)), filters, spectra, strict=True):
        with column:
            st.caption(each.title)
            drawn = spectrum_map(spectrum, limit=limit, scale_bar=False, height=220)
            chart(drawn, f"compare_spectrum_{each.title}")
    st.caption(f"The gain of each, from 0 (dark) to {number(limit)} (yellow); flat areas in the middle.")


def show_found(run: Trajectory) -> None:
    """Precision and recall of the designed and the learned filter on held-out data."""
    metrics = run.metrics
    kinds = (
        ("Designed, as written", "designed_"),
        ("Designed, threshold tuned", "designed_tuned_"),
        ("Learned", ""),
        ("Learned, threshold tuned", "tuned_"),
    )
    rows = [
        (title, metrics[f"{prefix}precision"], metrics[f"{prefix}recall"])
        for title, prefix in kinds
        if f"{prefix}precision" in metrics  # runs that an earlier version saved have no tuned thresholds
    ]
    chart(detection_chart(rows), "compare_detection")
    st.caption(
        "A tuned threshold is the one with the best F1 on the training data. "
        f"Designed is here the single filter {listed(run.experiment.designed.weights)}."
    )
