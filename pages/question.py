"""Would backpropagation turn three random numbers into [-1 1 -1]? It depends on what they are asked to do."""

import streamlit as st

from core.data import get_signal
from core.figures import kernel_chart
from core.kernels import get_kernel
from core.learning import TrainingSettings, get_experiment, listed
from core.learning.settings import SEED
from pages.parts.choose.choices import chosen, forget, keep
from pages.parts.choose.widgets import choose, segments
from pages.parts.draw.training_view import first_numbers, say_verdict, watch
from pages.parts.draw.worked_example import cards, worked_example
from pages.parts.saved.saved_run import save_button
from pages.parts.shell.entrance import through_app
from pages.parts.shell.prose import prose
from pages.parts.shell.show import chart

through_app()

GOALS = {"Imitate the designed filter": "recover_kernel", "Find the peaks": "find_peaks"}
TRAINED = "question_trained"


st.title("How are the numbers of a filter decided?")
st.markdown(
    "A person chose **[−1 1 −1]** to find peaks. Put three random numbers in its place: would training turn them into "
    "the same filter?"
)

is_trained = chosen(TRAINED) == "yes"
with st.container(horizontal=True, vertical_alignment="bottom"):
    goal = segments(
        "What the random numbers are asked to do", list(GOALS), "Imitate the designed filter", "question_goal"
    )
    with st.container(width=220):
        seed = choose(SEED, "question_seed")
    # the same button in both states, so that it keeps the keyboard's focus
    st.button(
        "Start again" if is_trained else "Train",
        key="question_train",
        type="primary",
        icon=":material/replay:" if is_trained else ":material/play_arrow:",
        on_click=forget if is_trained else keep,
        # the address says whether the filter was trained
        args=(TRAINED,) if is_trained else (TRAINED, "yes"),
    )

experiment = get_experiment(GOALS[goal])
designed = get_kernel("peak_detector")
left, right = st.columns([1, 2], gap="large")
with left:
    st.subheader("Designed")
    chart(kernel_chart(designed, "the designed kernel", limit=2), "question_designed")
    st.caption(f"{listed(designed.weights)}, chosen by a person. {designed.description}")
with right:
    st.subheader("Learned")
    if is_trained:
        answer = st.container()
        run, best = watch(experiment, TrainingSettings(seed=int(seed)), key="question_player", autoplay=True)
        say_verdict(run, best, answer)
        save_button("question", experiment, run.settings)
    else:
        first_numbers(experiment, TrainingSettings(seed=int(seed)), key="question_player")
        st.caption("Three random numbers, drawn from the seed. Press Train to watch them move.")

prose("question")
st.subheader("The example of the thread")
worked_example(get_signal("thread"), designed)
st.subheader("Go on")
cards()
