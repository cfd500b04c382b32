"""Designed, learned and best possible filter: on one input, on one scale, with a verdict."""

import streamlit as st

from pages.parts.cached import solved, trained
from pages.parts.contestants import contestants, show_answers, show_numbers, show_peaks_found, show_spectra
from pages.parts.entrance import through_app
from pages.parts.prose import prose
from pages.parts.run_picker import pick_experiment, pick_settings
from pages.parts.training_view import say_verdict

through_app()

st.title("Compare")
st.markdown("The filter that a person designed, the one that training found, and the best there is for the task.")
controls, view = st.columns([1, 2], gap="large")
with controls:
    experiment = pick_experiment("run")
    settings = pick_settings("run", experiment)
    st.caption("These are the settings of Converge: the same run, seen from another side.")

with view:
    run, best = trained(experiment, settings), solved(experiment)
    say_verdict(run, best, st.container())
    filters = contestants(run, best)
    if best is None:
        st.caption("No single filter is best for this task, so there is no third one.")
    st.subheader("Numbers, on one scale")
    show_numbers(filters)
    st.subheader("Answers on the same held-out input")
    show_answers(experiment, filters)
    st.subheader("What they do to waves")
    show_spectra(filters)
    if experiment.loss_name == "logistic":
        st.subheader("Peaks found on held-out signals")
        show_peaks_found(run)
prose("compare")
