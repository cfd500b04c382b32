"""Designed, learned and best possible filter: on one input, on one scale, with a verdict."""

import streamlit as st

from core.figures import (
    detection_chart,
    kernel_chart,
    shared_limit,
    signal_chart,
    signed_picture,
    spectrum_chart,
    spectrum_map,
)
from core.figures.chart import DESIGNED, INPUT, LEARNED, OPTIMUM
from core.figures.curves import Curve
from core.kernels import frequency_response
from core.learning import verdict
from pages.parts.cached import solved, trained
from pages.parts.entrance import through_app
from pages.parts.prose import prose
from pages.parts.run_picker import pick_experiment, pick_settings
from pages.parts.show import chart, picture

through_app()

st.title("Compare")
st.markdown("The filter that a person designed, the one that training found, and the best there is for the task.")
controls, view = st.columns([1, 2], gap="large")
with controls:
    experiment = pick_experiment("run")
    settings = pick_settings("run", experiment)
    st.caption("These are the settings of Converge: the same run, seen from another side.")

with view:
    run = trained(experiment, settings)
    best = solved(experiment)
    (st.warning if run.status == "diverged" else st.success)(verdict(run, best))
    filters = [("Designed", experiment.designed.weights, 0.0, DESIGNED, "solid")]
    filters.append(("Learned", run.weights[-1], float(run.bias[-1]), LEARNED, "dash"))
    if best is not None:
        filters.append(("Best possible", best.weights, best.bias, OPTIMUM, "dot"))
    else:
        st.caption("No single filter is best for this task, so there is no third one.")

    st.subheader("Numbers, on one scale")
    limit = shared_limit(*(weights for _, weights, _, _, _ in filters))
    for column, (title, weights, bias, colour, _) in zip(st.columns(len(filters)), filters, strict=True):
        with column:
            st.caption(f"{title}, bias {bias:.2f}" if experiment.has_bias and title != "Designed" else title)
            chart(
                kernel_chart(weights, f"the {title.lower()} filter", limit=limit, colour=colour),
                f"compare_kernel_{title}",
            )

    st.subheader("Answers on the same held-out input")
    answers = [experiment.respond(weights, bias) for _, weights, bias, _, _ in filters]
    if experiment.designed.ndim == 1:
        curves = [
            Curve(answer, title, colour, dash)
            for answer, (title, _, _, colour, dash) in zip(answers, filters, strict=True)
        ]
        chart(signal_chart([Curve(experiment.data.test_input, "input", INPUT)], height=180), "compare_input")
        chart(signal_chart(curves), "compare_answers")
        if experiment.loss_name == "logistic":
            st.caption("As the probability of a peak, 1 / (1 + exp(-answer)).")
        difference = [Curve(answers[1] - answers[0], "learned minus designed", LEARNED)]
        chart(signal_chart(difference, height=180), "compare_difference")
    else:
        scale = shared_limit(*answers)
        shown = [
            *zip((title for title, *_ in filters), answers, strict=True),
            ("Learned minus designed", answers[1] - answers[0]),
        ]
        for column, (title, answer) in zip(st.columns(len(shown)), shown, strict=True):
            with column:
                picture(signed_picture(answer, title, scale), title)
        st.caption("One scale for all: blue is negative, white zero, orange positive.")

    st.subheader("What they do to waves")
    spectra = [frequency_response(weights, 64 if weights.ndim == 2 else 256) for _, weights, _, _, _ in filters]
    if experiment.designed.ndim == 1:
        lines = [(title, s, colour, dash) for s, (title, _, _, colour, dash) in zip(spectra, filters, strict=True)]
        chart(spectrum_chart(lines), "compare_spectra")
    else:
        top = max(float(spectrum.magnitude.max()) for spectrum in spectra)
        for column, spectrum, (title, *_) in zip(st.columns(len(spectra)), spectra, filters, strict=True):
            with column:
                st.caption(title)
                chart(spectrum_map(spectrum, limit=top), f"compare_spectrum_{title}")
    if experiment.loss_name == "logistic":
        st.subheader("Peaks found on held-out signals")
        found = run.metrics
        rows = [
            ("Designed", found["designed_precision"], found["designed_recall"]),
            ("Learned", found["precision"], found["recall"]),
        ]
        chart(detection_chart(rows), "compare_detection")
prose("compare")
