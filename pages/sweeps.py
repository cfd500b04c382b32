"""How do two settings decide how a run ends? A map of runs, one for each combination."""

import streamlit as st

from core.background import Progress
from core.figures.sweep_map import best_cell, sweep_map
from pages.parts.choose.choices import whole
from pages.parts.choose.experiment_picker import pick_experiment
from pages.parts.choose.run_link import link_to_run
from pages.parts.choose.sweep_picker import ChosenSweep, about_run, choices_of_cell, pick_sweep
from pages.parts.draw.progress import follow, is_too_long, say_too_long
from pages.parts.draw.prose import prose
from pages.parts.draw.sweep_map import show_sweep_map
from pages.parts.draw.training import known_settings
from pages.parts.shell import say
from pages.parts.shell.entrance import through_app
from pages.parts.shell.frame import controls, heading
from pages.parts.shell.registry import is_embedded

through_app()

heading("Sweeps", "How do two settings decide how a run ends? Each cell is a run: press a cell to mark its run.")
line = st.container()
with controls():
    experiment = pick_experiment("run", start="recover_kernel")
    settings = known_settings("run", experiment, line)
    chosen = None if settings is None else pick_sweep("sweeps", experiment, settings)
    say.caption("The task and its other settings are those of Converge.")


def show_map(chosen: ChosenSweep) -> None:
    """The map of all runs so far, and the way to the one that is pinned."""
    cells = chosen.study.cells

    def draw(progress: Progress) -> None:
        if not progress.parts:
            say.caption("The first runs are on their way.")
            return
        asked = whole("sweeps_map_pin")
        pin = best_cell(experiment, progress.parts, chosen.shown) if asked is None or asked >= len(cells) else asked
        content = sweep_map(experiment, chosen.up, chosen.across, progress.parts, progress.conclusion, chosen.shown)
        show_sweep_map(content, "sweeps_map", pin)
        if progress.conclusion is not None and not is_embedded():
            link_to_run("Open the marked run on Converge", experiment.name, **choices_of_cell(chosen, pin))
            say.caption(about_run(chosen, pin))

    def done(progress: Progress) -> str:
        return f"{sum(len(part.loss) for part in progress.parts):,} of {len(cells):,} runs of *{experiment.title}*"

    longest = float(chosen.study.costs.max())
    if is_too_long(longest):
        say_too_long(longest)
    else:
        follow(chosen.study, draw, done, "sweeps")


if chosen is not None:
    show_map(chosen)
if not is_embedded():
    prose("sweeps")
