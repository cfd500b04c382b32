"""How do random numbers become a filter? Choose a task, train, and play the run back."""

import streamlit as st

from core.figures import loss_chart
from core.figures.chart import number
from core.learning import expected_seconds
from pages.parts.entrance import through_app
from pages.parts.live_run import asked_run, forget_run, show_run, start_run
from pages.parts.prose import prose
from pages.parts.run_picker import pick_experiment, pick_settings
from pages.parts.show import chart
from pages.parts.training_view import first_numbers, say_verdict, watch

through_app()

ROUNDING = 1e-20
LONG = 4.0  # seconds of training for which nobody should have to wait before a page is drawn
WANTED = "converge_wanted"


def _loss(value: float) -> str:
    """A loss; what is left by rounding alone counts as none."""
    return number(value) if value > ROUNDING else "0"


def new_start() -> None:
    """Other random numbers to begin with."""
    st.session_state["run_seed"] = (int(st.session_state.get("run_seed", 0)) + 1) % 100


def want_to_keep() -> None:
    """Start the run once its settings are read."""
    st.session_state[WANTED] = True


st.title("Converge")
st.markdown("Random numbers, a task, and backpropagation: watch them become a filter.")
kept_run = asked_run()
if kept_run is not None:
    st.button("Back to the settings", key="converge_back", icon=":material/arrow_back:", on_click=forget_run)
    show_run(kept_run)
else:
    controls, view = st.columns([1, 2], gap="large")
    with controls:
        experiment = pick_experiment("run")
        settings = pick_settings("run", experiment)
        st.button("Other random numbers", key="converge_new", icon=":material/casino:", on_click=new_start)
        st.button(
            "Keep this run",
            key="converge_keep",
            icon=":material/bookmark_add:",
            on_click=want_to_keep,
            help="Trains it anew in the background, to be watched, paused, branched and found again by its address.",
        )
        st.caption(experiment.description)

    # before the view, which may take a while to train
    if st.session_state.pop(WANTED, False):
        start_run(experiment, settings)
    with view:
        seconds = expected_seconds(experiment, settings)
        if seconds > LONG:
            first_numbers(experiment, settings, key="converge_first")
            st.info(f"This run takes about {seconds:.0f} seconds. Press *Keep this run* to watch it train.")
        else:
            answer = st.container()
            run, best = watch(experiment, settings, key="converge_player")
            say_verdict(run, best, answer)
            figures = [("Loss", _loss(float(run.loss[-1])))]
            if experiment.is_linear:
                figures += [
                    ("Smallest possible loss", "not unique" if best is None else _loss(best.loss)),
                    ("Condition number", "not unique" if best is None else number(best.condition_number)),
                ]
            shown = [(title, name) for name, title in experiment.shown if name in run.metrics]
            figures += [(title, number(run.metrics[name], 4)) for title, name in shown]
            with st.grid(len(figures), min_column_width=130):
                for label, value in figures:
                    st.metric(label, value, border=True)
            chart(loss_chart(run, best), "converge_loss")
prose("converge")
