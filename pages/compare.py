"""Designed, learned and best possible filter: on one input, on one scale, with a verdict."""

from functools import partial

import streamlit as st

from core.export import model_code, model_onnx, name_of
from core.learning import Trajectory, learned_kernel, solve
from pages.parts.choose.experiment_picker import pick_experiment, pick_settings
from pages.parts.draw.candidates import (
    candidates,
    show_answers,
    show_found,
    show_layers,
    show_numbers,
    show_spectra,
)
from pages.parts.draw.take_away import take_kernel
from pages.parts.draw.training import trained
from pages.parts.draw.training_view import is_long, say_if_cut_short, say_long, say_verdict
from pages.parts.saved.run_address import back_button
from pages.parts.saved.saved_run import asked_view, save_button, say_what
from pages.parts.shell.entrance import through_app
from pages.parts.shell.prose import prose
from pages.parts.shell.show import download

through_app()


def compare_filters(run: Trajectory) -> None:
    """All comparisons of one run, and its downloads."""
    best = solve(run.experiment)
    experiment = run.experiment
    if run.metrics:
        say_verdict(run, best, st.container())
    filters = candidates(run, best)
    if best is None:
        st.caption("No single filter is best for this task, so there is no third filter.")
    is_single = experiment.model.filters == 1
    st.subheader("Numbers, on one scale" if is_single else "Numbers")
    show_numbers(experiment, filters)
    st.subheader("Answers on the same held-out input")
    show_answers(experiment, filters)
    if is_single:
        st.subheader("What they do to waves")
        show_spectra(filters)
        take_kernel(learned_kernel(run), "compare", "mirror")
    else:
        st.subheader("What each layer makes of it")
        show_layers(experiment, filters[1])
    for title, ending, write in (("ONNX", "onnx", model_onnx), ("a PyTorch program", "py", model_code)):
        name = name_of(experiment.name, ending, experiment, run.last)
        download(f"Learned model as {title}", partial(write, experiment, run.last), name, f"compare_{ending}")
    if "precision" in run.metrics:
        st.subheader("Found on held-out data")
        show_found(run)


st.title("Compare")
st.markdown("The designed filter, the learned filter, and the best possible filter for the task.")
saved = asked_view()
if saved is not None:
    back_button("compare")
    say_what(saved[1])
    if saved[1].has_begun:
        compare_filters(saved[1].trajectory)
    else:
        st.info("This run has not begun: look again in a moment.")
else:
    controls, view = st.columns([1, 2], gap="large")
    with controls:
        experiment = pick_experiment("run")
        settings = pick_settings("run", experiment)
        save_button("compare", experiment, settings)
        st.caption("These are the settings of Converge: the same run, seen from another side.")
    with view:
        if is_long(experiment, settings):
            say_long(experiment, settings, key="compare_first")
        else:
            run = trained(experiment, settings)
            say_if_cut_short(run)
            compare_filters(run)
prose("compare")
