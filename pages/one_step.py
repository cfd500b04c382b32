"""How does one step of backpropagation move a number? Every number of the step, and where each came from."""

import dataclasses

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.figures.shown_step import ShownStep, StepTaken
from core.learning import Experiment, one_filter_names
from core.learning.settings import SEED
from pages.parts.choose.choices import keep, whole
from pages.parts.choose.experiment_picker import pick_experiment
from pages.parts.choose.one_filter import offer_one_filter, untouched
from pages.parts.choose.widgets import choose
from pages.parts.choose.windows_picker import pick_windows
from pages.parts.draw.arrival import arrived
from pages.parts.draw.prose import prose
from pages.parts.draw.step_ledger import explain_rate, hold_step_ledger, pick_share, show_step_ledger
from pages.parts.shell.entrance import through_app
from pages.parts.shell.frame import controls, heading
from pages.parts.shell.registry import is_embedded
from pages.parts.shell.show import warning_sentence

through_app()

MOST_STEPS = 20
FIRST = dataclasses.replace(SEED, title="Seed of the first numbers")


def go_to(step: int) -> None:
    """Take another step apart."""
    keep("one_step_step", str(step))


def renew(seed: int) -> None:
    """Begin with other random numbers."""
    keep("one_step_seed", str((seed + 1) % 100))


def offer_others(step: int, seed: int) -> None:
    """Buttons for the step before, the next one, and other first numbers."""
    with st.container(horizontal=True):
        # a lesson's bar has Back and Next as well
        for key, name, other, icon in (
            ("back", "Previous training step", step - 1, "arrow_back"),
            ("next", "Next training step", step + 1, "arrow_forward"),
        ):
            st.button(
                name,
                key=f"one_step_{key}",
                icon=f":material/{icon}:",
                disabled=not 1 <= other <= MOST_STEPS,
                on_click=go_to,
                args=(other,),
            )
        name = "Other random numbers"
        st.button(name, key="one_step_new", icon=":material/casino:", on_click=renew, args=(seed,))


def take_apart(experiment: Experiment, place: DeltaGenerator) -> None:
    """The ledger of the chosen step, at the rate that is chosen at this place."""
    with place:
        share = pick_share(experiment)
    with controls():
        first, by_error = pick_windows(experiment, "one_step")
    if not is_embedded():
        offer_others(step, seed)
    study = ShownStep(experiment, seed, share, step, first, by_error)
    try:
        progress = arrived(study, "one_step", lambda _: "The step is on its way.", is_quick=study.is_quick)
    except ValueError as error:
        warning_sentence(error)
        return
    if progress is None:
        hold_step_ledger()
        return
    taken: StepTaken = progress.conclusion
    show_step_ledger(experiment, taken.content)
    if not is_embedded():
        explain_rate(experiment, taken.rate, taken.safe)


step = min(max(whole("one_step_step") or 1, 1), MOST_STEPS)
heading(
    "One step",
    "How does backpropagation move a number? Point at or tap a number to trace it.",
    shown=f"Step {step}",
)
with controls():
    top = st.container()
    experiment = pick_experiment("one_step", one_filter_names(), "recover_kernel", untouched)
    seed = int(choose(FIRST, "one_step_seed"))

if experiment.is_linear:
    take_apart(experiment, top)
else:
    offer_one_filter(experiment, "one_step")
if not is_embedded():
    prose("one_step")
