"""What a side says about all of the data, each fold answered by what was fitted and chosen without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.study.detections import Detections, RankedPeaks
from core.study.judges import Judge
from core.study.method_results import adjustment_of
from core.study.outcome import Side
from core.study.pieces import FilterSize, MethodSetting, NetworkWithout, Pick, Piece
from core.study.single import answers_of
from core.study.sums import Array, part_of

if TYPE_CHECKING:
    from core.study.contest import Contest


@dataclass(frozen=True, eq=False)
class HeldOut:
    """The answers to each file, in single precision, NaN on the rim that no fold has.

    For events positive ones count: they are less the threshold that the fold's training part chose, in standard
    deviations of all that answers. `peaks` are those of these answers, None where no events are looked for.
    """

    answers: tuple[Array, ...]
    peaks: RankedPeaks | None


def held_out(contest: Contest, results: Mapping[Piece, Any], side: Side) -> HeldOut:
    """What a side says in each fold of each file."""
    cut, judge = contest.division, contest.data.judge
    whole: tuple[Array, ...] = tuple(np.full(shape, np.nan, np.float32) for shape in contest.data.shapes)
    known: dict[Pick, Sequence[Array]] = {}
    peaks: list[tuple[RankedPeaks, Sequence[int]]] = []
    for fold in range(cut.folds):
        answers = judge.adjusted(*_answers(contest, judge, results, side.picks[fold], fold, known))
        segments = cut.segments_of(fold)
        for segment in (cut.segments[number] for number in segments):
            part_of(whole[segment.file], segment.box)[...] = part_of(answers[segment.file], segment.box)
        if isinstance(judge, Detections):
            peaks.append((judge.joined([(judge.summary(answers, cut), segments)]), segments))
    return HeldOut(whole, judge.joined(peaks) if isinstance(judge, Detections) else None)


def _answers(
    contest: Contest,
    judge: Judge,
    results: Mapping[Piece, Any],
    pick: Pick,
    fold: int,
    known: dict[Pick, Sequence[Array]],
) -> tuple[Sequence[Array], Any]:
    """What a pick answers to all files, and its adjustment; `known` are the answers of methods so far."""
    made = results[pick]
    match pick:
        case FilterSize(size):
            fit = made.trained
            return answers_of(contest, fit.coefficients[fold], size), fit.adjustments[fold]
        case NetworkWithout():
            return [made.network.apply(each) for each in contest.data.inputs], made.adjustment
        case MethodSetting(name, number):
            method = contest.data.method(name)
            if made.weights or pick not in known:
                setting = {**method.choices[number], **({"weights": made.weights[fold]} if made.weights else {})}
                apply = method.whole or method.apply
                files = zip(contest.data.inputs, contest.data.noise_levels, strict=True)
                known[pick] = [np.asarray(apply(each, noise, **setting)) for each, noise in files]
            return known[pick], adjustment_of(contest, judge, method, made, fold)[0]
