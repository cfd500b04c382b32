"""Would backpropagation turn three random numbers into [-1 1 -1]? It depends on what they are asked to do."""

import streamlit as st

from core.data import get_signal
from core.kernels import get_kernel
from core.learning import TrainingSettings, get_experiment, solve
from pages.parts.choose.boxes import box
from pages.parts.choose.choices import keep, whole
from pages.parts.choose.parts import part
from pages.parts.draw.cards import cards
from pages.parts.draw.number_table import explain_number
from pages.parts.draw.player import play_shipped
from pages.parts.draw.prose import prose
from pages.parts.draw.three_filters import show_three_filters
from pages.parts.draw.training import trained
from pages.parts.draw.training_view import say_verdict
from pages.parts.draw.worked_example import show_worked_example
from pages.parts.shell import say
from pages.parts.shell.entrance import through_app
from pages.parts.shell.frame import heading, reading
from pages.parts.shell.registry import is_embedded

through_app()

SEEDS = 100


def other_numbers(seed: int) -> None:
    """Begin with other random numbers."""
    keep("question_seed", str((seed + 1) % SEEDS))


def show_filters() -> None:
    """The figure, and what depends on the random numbers with which its filters begin."""
    seed = (whole("question_seed") or 0) % SEEDS
    settings = TrainingSettings(seed=seed)
    imitated, found = get_experiment("recover_kernel"), get_experiment("find_peaks")
    show_three_filters(imitated, found, settings, "question_filters")
    if is_embedded():
        return
    st.button(
        "Other random numbers", key="question_new", icon=":material/casino:", on_click=other_numbers, args=(seed,)
    )
    why = box("Why did this number move?", "question_why", ":material/function:")
    if why.open:
        with why:
            runs = {"Imitate": trained(imitated, settings), "Find peaks": trained(found, settings)}
            explain_number(runs, "question_why")
    figures = box("The answer in figures", "question_figures", ":material/fact_check:")
    if figures.open:
        with figures, reading():
            for experiment in (imitated, found):
                say_verdict(trained(experiment, settings), solve(experiment))
            say.explain_above()


heading("How are the numbers of a filter decided?", "Would training turn three random numbers into \\[−1 1 −1\\]?")
part(show_filters, "question_filters")
if not is_embedded():
    prose("question")

    say.header("Nobody designs these")
    with reading():
        say.markdown(
            "64 filters of random numbers look at photographs. Their task: to describe each small piece of a picture "
            "with few strong answers. They become detectors of edges and stripes, much like the Gabor filters that "
            "people design."
        )
    play_shipped("edge_detectors", key="question_photographs")
    say.header("Where the question comes from")
    show_worked_example(get_signal("thread"), get_kernel("peak_detector"))
    say.header("Go on")
    cards()
