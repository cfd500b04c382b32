"""Do all random numbers end as the same filter? Hundreds of starts of one task at once."""

import streamlit as st

from core.background import Progress
from core.learning import expected_seconds, joined, many_starts
from pages.parts.choose.experiment_picker import pick_experiment
from pages.parts.choose.starts_picker import pick_count, pick_plane
from pages.parts.draw.ends import say_ends
from pages.parts.draw.progress import follow, is_too_long, say_too_long
from pages.parts.draw.prose import prose
from pages.parts.draw.starts import show_starts
from pages.parts.draw.training import known_settings
from pages.parts.shell import say
from pages.parts.shell.entrance import through_app
from pages.parts.shell.frame import controls, heading
from pages.parts.shell.registry import is_embedded

through_app()

heading("Many starts", "Do all random numbers end as the same filter? Each dot is a run from numbers of its own.")
line = st.container()
with controls():
    experiment = pick_experiment("run", start="find_peaks")
    settings = known_settings("run", experiment, line, has_seed=False)
    count = pick_count("many_starts", experiment)
    axes = pick_plane("many_starts", experiment)
    say.caption("The task and its settings are those of Converge; the seeds are 0, 1, 2 and so on.")


def draw(progress: Progress) -> None:
    """The figure of all starts so far, and what became of them."""
    if not progress.parts:
        say.caption("The first runs are on their way.")
        return
    runs = joined(progress.parts)
    pin = show_starts(runs, progress.conclusion, axes, "many_starts_figure", "many_starts_pin")
    if progress.conclusion is not None and not is_embedded():
        say_ends(runs, progress.conclusion, pin)


def done(progress: Progress) -> str:
    """How many starts are done."""
    return f"{sum(len(part.seeds) for part in progress.parts):,} of {count:,} starts of *{experiment.title}*"


if settings is not None:
    seconds = expected_seconds(experiment, settings)
    if is_too_long(seconds):
        say_too_long(seconds)
    else:
        follow(many_starts(experiment, settings, count=count), draw, done, "many_starts")
if not is_embedded():
    prose("many_starts")
