"""How do random numbers become a filter? Choose a task, train, and play the run back."""

import streamlit as st

from pages.parts.choose.boxes import box
from pages.parts.choose.choices import keep
from pages.parts.choose.experiment_picker import pick_experiment
from pages.parts.draw.number_table import can_be_explained, explain_number
from pages.parts.draw.prose import prose
from pages.parts.draw.run_title import title_run
from pages.parts.draw.training import known_settings
from pages.parts.draw.training_view import hold_figure, is_long, say_long, watch
from pages.parts.saved.saved_run import asked_view, save_button, show_run
from pages.parts.shell import say
from pages.parts.shell.entrance import through_app
from pages.parts.shell.frame import controls, heading

through_app()


def new_start() -> None:
    """Choose the next seed, and with it other random numbers."""
    keep("run_seed", str((int(st.session_state.get("run_seed", 0)) + 1) % 100))


top, line = st.container(), st.container()  # above what is said of a run that cannot be shown
saved = asked_view()
if saved is not None:
    show_run(*saved)
else:
    with controls():
        experiment = pick_experiment("run")
        settings = known_settings("run", experiment, line)
        st.button("Other random numbers", key="converge_new", icon=":material/casino:", on_click=new_start)
        save_button("converge", experiment, settings)
        say.caption(experiment.description)

    with top:
        if settings is None:
            heading("Converge", shown=experiment.title)
        else:
            title_run("Converge", experiment.title, settings, "Not saved.")
    if settings is None:
        hold_figure("converge_player")
    elif is_long(experiment, settings):
        say_long(experiment, settings, key="converge_first")
    else:
        run = watch(experiment, settings, key="converge_player")
        if run is not None and can_be_explained(run):
            why = box("Why did this number move?", "converge_why", ":material/function:")
            if why.open:
                with why:
                    explain_number({"": run}, "converge_why")
# beside a run that trains, the text would be drawn anew at each update
if saved is None or not saved[1].record.is_live:
    prose("converge")
