"""The scoreboard: each model's score with its interval and its cost, and whether learning is worth it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.background import Progress
from core.learning import (
    Contender,
    Experiment,
    ResolvedSettings,
    Standings,
    expected_seconds,
    multiplications,
    worth_it,
)
from core.learning.study.given_models import Judged, Judging, held
from core.learning.study.scoreboard import DRAWS, Draws
from core.learning.wording import headline
from pages.parts.choose.boxes import box
from pages.parts.draw.arrival import arrived
from pages.parts.shell import say
from pages.parts.shell.frame import reading
from pages.parts.shell.show import table

INTERVAL = "Mean and 95 % interval of ten draws"
QUICK = 1.0  # expected seconds of all draws up to which they are trained without being asked for
QUICK_NUMBERS = 50_000  # of the held-out inputs, up to which models are scored in a moment


def show_scoreboard(
    experiment: Experiment, settings: ResolvedSettings, models: Sequence[Contender]
) -> Sequence[Judged] | None:
    """Show the verdict and a line for each model; draws that take long are trained when a box is opened.

    Returns the scores and the answers of the models, None while they are awaited.
    """
    verdict, board = st.container(), st.container()
    with board:
        judged = _judged(experiment, models)
    with verdict:
        found = _found(experiment, settings)
        if found is not None:
            answer, reasons = headline(worth_it(experiment, found))
            with reading():
                say.header(answer)
                say.caption(reasons)
    scores = [None] * len(models) if judged is None else [each.score for each in judged]
    lines = [_line(experiment, each, score, found) for each, score in zip(models, scores, strict=True)]
    table(list(lines[0]), [line.values() for line in lines], board)
    say.explain_above(*lines[0], *(each.title for each in models))
    return judged


def _judged(experiment: Experiment, models: Sequence[Contender]) -> Sequence[Judged] | None:
    study = Judging(experiment, tuple(held(each.parameters) for each in models))
    is_quick = experiment.is_linear and experiment.data.test_inputs.size <= QUICK_NUMBERS
    progress = arrived(study, "compare_scores", lambda _: "The scores are on their way.", is_quick=is_quick)
    return None if progress is None else tuple(progress.conclusion)


def _found(experiment: Experiment, settings: ResolvedSettings) -> Standings | None:
    """The scores over ten draws; draws that take long are trained when a box is opened."""
    is_quick = experiment.is_linear and expected_seconds(experiment, settings) * DRAWS <= QUICK
    if not is_quick:
        sure = box("How sure is that? Train ten draws", "compare_sure", ":material/casino:")
        if not sure.open:
            return None
    progress = arrived(Draws(experiment, settings), "compare_draws", _trained)
    return None if progress is None else progress.conclusion


def _trained(progress: Progress) -> str:
    done = sum(part.scores is not None for part in progress.parts)
    return f"Training ten draws of data and first numbers: {done} of {DRAWS} are done."


def _line(experiment: Experiment, model: Contender, own: float | None, found: Standings | None) -> dict[str, str]:
    score = experiment.score
    cost = "Multiplications" if experiment.model.filters == 1 else "Multiplications, first layer"
    rows = {} if found is None else {row.role: row for row in found.rows}
    row = rows.get(model.role)
    scored = f"{score.title}, {'less' if score.is_error else 'more'} is better"
    line = {"Model": model.title, scored: "…" if own is None else score.written(own)}
    if found is not None:
        low, mean, high = ("", "", "") if row is None else map(score.written, (row.low, row.mean, row.high))
        line[INTERVAL] = f"{mean} ({low} to {high})" if mean else ""
    return {**line, cost: f"{multiplications(experiment, model.weights):,}"}
