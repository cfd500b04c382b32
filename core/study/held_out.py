"""What a side says about all of the data, each fold answered by what was fitted and chosen without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from core.study.designed import noise_of
from core.study.judges import Detections
from core.study.outcome import Contestant, Pick
from core.study.single import answers_of
from core.study.sums import Array
from core.study.tried import adjusted

if TYPE_CHECKING:
    from core.study.contest import Contest, Piece


def held_out(contest: Contest, found: Mapping[Piece, Any], side: Contestant) -> tuple[Array, ...]:
    """The answers to each file, in single precision, NaN on the rim that no fold has.

    For events they are less the threshold that the fold's training part chose: positive ones count.
    """
    cut = contest.division
    whole: tuple[Array, ...] = tuple(np.full(shape, np.nan, np.float32) for shape in contest.data.shapes)
    known: dict[Pick, Sequence[Array]] = {}
    for fold in range(cut.folds):
        answers = _answers(contest, found, side.picks[fold], fold, known)
        for segment in (cut.segments[number] for number in cut.segments_of(fold)):
            box = tuple(slice(low, high) for low, high in segment.box)
            whole[segment.file][box] = answers[segment.file][box]
    return whole


def _answers(
    contest: Contest, found: Mapping[Piece, Any], pick: Pick, fold: int, known: dict[Pick, Sequence[Array]]
) -> Sequence[Array]:
    """What a pick answers to all files, adjusted on the fold's training part; `known` are answers of methods so far."""
    kind, which = pick
    judge, training = contest.data.judge, contest.division.training(fold)
    if kind == "designed":
        name, number = which
        method = next(each for each in contest.data.methods if each.name == name)
        made = found["designed", which]
        if made.weights or pick not in known:
            setting = {**method.choices[number], **({"weights": made.weights[fold]} if made.weights else {})}
            apply = method.whole or method.apply
            known[pick] = [np.asarray(apply(each, noise_of(each), **setting)) for each in contest.data.befores]
        answers = known[pick]
        adjustment, _ = adjusted(contest, method, made.without(fold), training)
    else:
        if kind == "filter":
            answers = answers_of(contest, found["filters", which].trained.coefficients[fold], which)
        else:
            answers = [found["network", which].network.apply(each) for each in contest.data.befores]
        adjustment, _ = judge.adjusted(judge.noted(answers, contest.division), training, as_it_is=True)
    if isinstance(adjustment, float):
        return [each - adjustment for each in answers]
    return [adjustment[0] * each + adjustment[1] for each in answers]


def precision_and_recall(
    contest: Contest, answers: Mapping[str, Sequence[Array]]
) -> dict[str, tuple[Array, Array]] | None:
    """Recall and precision of each side with falling thresholds; None where no events are looked for."""
    judge = contest.data.judge
    if not isinstance(judge, Detections):
        return None
    return {role: judge.precision_and_recall(each, contest.division) for role, each in answers.items()}
