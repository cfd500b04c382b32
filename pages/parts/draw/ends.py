"""Where many starts end, in words and as a table, and the way to single runs."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.figures.chart import number
from core.figures.filter_row import filter_row
from core.learning import Contender, Ends, Starts
from core.learning.study.outcomes import ALIKE
from pages.parts.choose.run_link import link_to_run
from pages.parts.draw.filter_row import show_filters
from pages.parts.shell import say

LOW = 170  # pixels
MOST_FAILURES, MOST_GROUPS, MOST_DRAWN = 8, 6, 4


def say_ends(runs: Starts, ends: Ends, pin: int) -> None:
    """The pinned run, those that end worse than the best, and the groups that end alike."""
    with st.container(horizontal=True):
        _link(f"Open seed {pin} on Converge", runs, pin)
    _failures(runs, ends)
    _groups(runs, ends)


def _failures(runs: Starts, ends: Ends) -> None:
    worst = [at for at in np.argsort(-runs.loss[:, -1], kind="stable").tolist() if not ends.is_best[at]]
    if not worst:
        return
    say.header("Starts that end worse")
    more = f", the {MOST_FAILURES} worst of them here" if len(worst) > MOST_FAILURES else ""
    say.caption(f"{len(worst):,} of {len(runs.seeds):,} do{more}. Each opens as a run.")
    with st.container(horizontal=True):
        for at in worst[:MOST_FAILURES]:
            ended = "diverged" if runs.diverged[at] else f"loss {number(float(runs.loss[at, -1]))}"
            _link(f"Seed {runs.seeds[at]}: {ended}", runs, runs.seeds[at])


def _link(label: str, runs: Starts, seed: int) -> None:
    link_to_run(label, runs.experiment.name, run_seed=str(seed))


def _groups(runs: Starts, ends: Ends) -> None:
    """Examples of a continuum, or a table of the largest groups of runs that end with the same filters."""
    sizes, is_continuum = ends.groups.sizes, ends.groups.is_continuum
    if len(sizes) < 2:
        return
    say.header("Examples of the ends" if is_continuum else "Runs that end alike")
    shown = [
        Contender(
            "learned",
            f"{'Seed' if is_continuum else f'Group {group + 1}: seed'} {runs.seeds[example]}",
            {"weights": runs.weights[example, -1]},
        )
        for group, example in enumerate(ends.groups.examples[:MOST_DRAWN].tolist())
    ]
    show_filters(filter_row(runs.experiment, shown), "many_starts_groups", height=LOW)
    if is_continuum:
        say.caption(
            "The ends form a continuum: from each end a chain of ends leads to every other end. Neighbours in the "
            f"chain are almost the same. Each filter has its counterpart with a cosine of {ALIKE} or more, whatever "
            "the filters' order and size."
        )
        return
    _table(runs, ends)


def _table(runs: Starts, ends: Ends) -> None:
    sizes = ends.groups.sizes
    heads = ("Group", "Runs", "Loss, on average", "Reach the best", "One of them")
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for group, size in enumerate(sizes[:MOST_GROUPS].tolist()):
        members = ends.groups.labels == group
        loss = number(float(runs.loss[members, -1].mean()))
        example = runs.seeds[int(ends.groups.examples[group])]
        lines.append(f"| {group + 1} | {size} | {loss} | {int(ends.is_best[members].sum())} | seed {example} |")
    say.markdown("\n".join(lines))
    more = len(sizes) - MOST_GROUPS
    left_out = "smallest group" if more == 1 else f"{more:,} smallest groups"
    rest = "" if more < 1 else f" The table leaves out the {left_out}."
    say.caption(
        f"In a group, each filter of one run has its counterpart in the other, with a cosine of {ALIKE} or more, "
        f"whatever the filters' order and size.{rest}"
    )
