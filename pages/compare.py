"""Designed, tuned, learned and best filter: which is better, is learning worth it, and what each does."""

from functools import partial

import streamlit as st

from core.export import model_code, model_onnx, name_of
from core.kernels import Kernel
from core.learning import Contender, Trajectory, learned_kernel
from pages.parts.choose.boxes import box
from pages.parts.choose.contender_picker import pick_contenders
from pages.parts.choose.experiment_picker import pick_experiment
from pages.parts.choose.widgets import menu
from pages.parts.draw.candidates import equality, show_answers, show_layers, show_numbers, show_spectra
from pages.parts.draw.prose import prose
from pages.parts.draw.scoreboard import show_scoreboard
from pages.parts.draw.take_away import show_formats
from pages.parts.draw.training import arrived_run, compared_with, known_settings
from pages.parts.draw.training_view import is_long, say_if_cut_short, say_long
from pages.parts.saved.rivals import offered_runs, saved_models
from pages.parts.saved.run_address import back_button
from pages.parts.saved.saved_run import asked_view, save_button, say_what
from pages.parts.shell import say
from pages.parts.shell.entrance import through_app
from pages.parts.shell.frame import controls, heading
from pages.parts.shell.registry import is_embedded
from pages.parts.shell.service import service
from pages.parts.shell.show import download

through_app()

HELD, HELD_ANSWERS = 900, 320  # pixels, about what a comparison and its answers take that are awaited


def compare_models(run: Trajectory, offered: tuple[Contender, ...]) -> None:
    """All comparisons of one run with the models that are `offered`, and its downloads."""
    experiment = run.experiment
    is_single = experiment.model.filters == 1
    kept = service(is_needed=False)
    saved = offered_runs(kept, experiment)
    with controls():
        models, runs = pick_contenders("compare", experiment, offered, saved)
    models += saved_models(kept, experiment, runs, saved)
    if len(models) < 2:
        say.info("Choose two or more models to compare.")
        return
    judged = show_scoreboard(experiment, run.settings, models)
    if is_embedded():
        return
    say.header("Numbers, at their best common scale" if is_single else "Numbers")
    same = equality(models)
    if same is not None:
        say.markdown(same)
        first = next((at for at, each in enumerate(models) if each.role == "learned"), 0)
        models, judged = models[first : first + 1], None if judged is None else judged[first : first + 1]
    show_numbers(experiment, models)
    say.header("Answers on one held-out input")
    if judged is None:
        st.container(height=HELD_ANSWERS, border=False)
    else:
        show_answers(experiment, models, [each.answer for each in judged])
    if is_single:
        spectra = box("What each does to waves", "compare_waves", ":material/graphic_eq:")
        if spectra.open:
            with spectra:
                show_spectra(models)
        _take_away(run, offered)
    else:
        layers = box("What each layer makes of the input", "compare_layers", ":material/layers:")
        if layers.open:
            with layers:
                show_layers(experiment, next(each for each in offered if each.role == "learned"))
    with st.container(horizontal=True):
        for title, ending, write in (("ONNX", "onnx", model_onnx), ("a PyTorch program", "py", model_code)):
            name = name_of(experiment.name, ending, experiment, run.last)
            download(f"Learned model as {title}", partial(write, experiment, run.last), name, f"compare_{ending}")


def _take_away(run: Trajectory, offered: tuple[Contender, ...]) -> None:
    """Any of the filters as code or as a file."""
    code = box("A filter as code", "compare_code", ":material/code:")
    if not code.open:
        return
    with code:
        titles = {each.role: each.title for each in offered}
        role = menu("Filter", tuple(titles), "learned", "compare_which", title=lambda each: titles[each])
        chosen = next(each for each in offered if each.role == role)
        kernel = learned_kernel(run) if role == "learned" else Kernel(role, chosen.title, "compared", chosen.weights)
        show_formats(kernel, "compare", "mirror")


top, line = st.container(), st.container()  # above what is said of a run that cannot be shown
saved = asked_view()
if saved is not None:
    with controls():
        back_button("compare")
    say_what("Compare", saved[1])
    if saved[1].has_begun:
        kept_run = saved[1].trajectory
        with line:
            compared = compared_with(kept_run)
        if compared is not None:
            compare_models(kept_run, compared)
    else:
        say.info("This run has not begun: look again in a moment.")
else:
    with controls():
        experiment = pick_experiment("run")
        settings = known_settings("run", experiment, line)
        save_button("compare", experiment, settings)
        say.caption("These are the settings of Converge: the same run, seen from another side.")
    with top:
        heading("Compare", "Designed, tuned, learned, best: which is better, and is learning worth it?")
    if settings is not None and is_long(experiment, settings):
        say_long(experiment, settings, key="compare_first")
    else:
        with line:
            trained = None if settings is None else arrived_run(experiment, settings)
        if trained is None:
            st.container(height=HELD, border=False)
        else:
            say_if_cut_short(trained.run)
            compare_models(trained.run, trained.compared)
if not is_embedded():
    prose("compare")
