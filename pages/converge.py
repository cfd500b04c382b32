"""How do random numbers become a filter? Choose a task, train, and play the run back."""

import streamlit as st

from core.figures import loss_chart
from core.figures.chart import number
from core.learning import without_rounding
from pages.parts.choose.choices import keep
from pages.parts.choose.experiment_picker import pick_experiment, pick_settings
from pages.parts.draw.training_view import is_long, say_long, say_verdict, watch
from pages.parts.saved.run_address import back_button
from pages.parts.saved.saved_run import asked_view, save_button, show_run
from pages.parts.shell.entrance import through_app
from pages.parts.shell.prose import prose
from pages.parts.shell.show import chart

through_app()


def new_start() -> None:
    """Choose the next seed, and with it other random numbers."""
    keep("run_seed", str((int(st.session_state.get("run_seed", 0)) + 1) % 100))


st.title("Converge")
st.markdown("Random numbers, a task, and backpropagation: watch them become a filter.")
saved = asked_view()
if saved is not None:
    back_button("converge")
    show_run(*saved)
else:
    controls, view = st.columns([1, 2], gap="large")
    with controls:
        experiment = pick_experiment("run")
        settings = pick_settings("run", experiment)
        st.button("Other random numbers", key="converge_new", icon=":material/casino:", on_click=new_start)
        # before the view, which may take a while to train
        save_button("converge", experiment, settings)
        st.caption(experiment.description)

    with view:
        if is_long(experiment, settings):
            say_long(experiment, settings, key="converge_first")
        else:
            answer = st.container()
            run, best = watch(experiment, settings, key="converge_player")
            say_verdict(run, best, answer)
            figures = [("Loss", number(float(without_rounding(experiment, run.loss[-1]))))]
            if experiment.is_linear:
                figures += [
                    (
                        "Smallest possible loss",
                        "not unique" if best is None else number(float(without_rounding(experiment, best.loss))),
                    ),
                    ("Condition number", "not unique" if best is None else number(best.condition_number)),
                ]
            shown = [(title, name) for name, title in experiment.shown if name in run.metrics]
            figures += [(title, number(run.metrics[name], 4)) for title, name in shown]
            with st.grid(len(figures), min_column_width=160):
                for label, value in figures:
                    st.metric(label, value, border=True)
            chart(loss_chart(run, best), "converge_loss")
# beside a run that trains, the text would be drawn anew at each update
if saved is None or not saved[1].record.is_live:
    prose("converge")
