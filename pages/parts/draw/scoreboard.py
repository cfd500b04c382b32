"""The scoreboard: each model's score with its interval and its cost, and whether learning is worth it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.cache import cached
from core.learning import (
    Contender,
    Experiment,
    ResolvedSettings,
    Standings,
    expected_seconds,
    multiplications,
    score_of,
    standings,
    worth_it,
)
from core.learning.study.scoreboard import DRAWS
from core.learning.wording import headline
from pages.parts.choose.boxes import box
from pages.parts.shell import say
from pages.parts.shell.frame import reading
from pages.parts.shell.show import table

INTERVAL = "Mean and 95 % interval of ten draws"
QUICK = 1.0  # expected seconds of all draws up to which they are trained without being asked for


def show_scoreboard(experiment: Experiment, settings: ResolvedSettings, models: Sequence[Contender]) -> None:
    """Show the verdict and a line for each model; draws that take long are trained when a box is opened."""
    verdict, board = st.container(), st.empty()
    _show_board(board, experiment, models, None)
    with verdict:
        found = _found(experiment, settings)
    if found is not None:
        answer, reasons = headline(worth_it(experiment, found))
        with verdict, reading():
            say.header(answer)
            say.caption(reasons)
        _show_board(board, experiment, models, found)
    say.explain_above(*_line(experiment, models[0], found), *(each.title for each in models))


def _found(experiment: Experiment, settings: ResolvedSettings) -> Standings | None:
    """The scores over ten draws; draws that take long are trained when a box is opened."""
    is_quick = experiment.is_linear and expected_seconds(experiment, settings) * DRAWS <= QUICK
    if not is_quick:
        sure = box("How sure is that? Train ten draws", "compare_sure", ":material/casino:")
        if not sure.open:
            return None
    with st.spinner("Training ten draws of data and first numbers"):
        return _standings(experiment, settings)


def _show_board(
    slot: DeltaGenerator, experiment: Experiment, models: Sequence[Contender], found: Standings | None
) -> None:
    lines = [_line(experiment, each, found) for each in models]
    table(list(lines[0]), [line.values() for line in lines], slot)


def _line(experiment: Experiment, model: Contender, found: Standings | None) -> dict[str, str]:
    score = experiment.score
    cost = "Multiplications" if experiment.model.filters == 1 else "Multiplications, first layer"
    rows = {} if found is None else {row.role: row for row in found.rows}
    row = rows.get(model.role)
    scored = f"{score.title}, {'less' if score.is_error else 'more'} is better"
    line = {"Model": model.title, scored: score.written(_score(experiment, model))}
    if found is not None:
        low, mean, high = ("", "", "") if row is None else map(score.written, (row.low, row.mean, row.high))
        line[INTERVAL] = f"{mean} ({low} to {high})" if mean else ""
    return {**line, cost: f"{multiplications(experiment, model.weights):,}"}


def _score(experiment: Experiment, model: Contender) -> float:
    named = sorted(model.parameters.items())
    return _scored(experiment, tuple((name, each.dtype.str, each.shape, each.tobytes()) for name, each in named))


@cached
def _scored(experiment: Experiment, parts: tuple[tuple[str, str, tuple[int, ...], bytes], ...]) -> float:
    """The score of a model whose parameters are given by value, so that equal ones are scored once."""
    return score_of(experiment, {name: np.frombuffer(held, dtype).reshape(shape) for name, dtype, shape, held in parts})


@cached
def _standings(experiment: Experiment, settings: ResolvedSettings) -> Standings:
    return standings(experiment, settings)
