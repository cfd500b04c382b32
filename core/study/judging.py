"""From what all pieces give to the outcome: each side chooses inside the folds, and is scored on what is held out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from core.background import worked_on
from core.kernels import multiplied
from core.study.certainty import Interval, difference, interval
from core.study.designed import Designed, Settings
from core.study.held_out import held_out
from core.study.judges import Judge
from core.study.layers import Network
from core.study.method_results import adjustment_of
from core.study.outcome import Contestant, Outcome, Side, SizeFit
from core.study.pieces import Amounts, FilterSize, MethodSetting, NetworkWithout, Piece
from core.study.single import Filters
from core.study.sums import Array
from core.study.trained import HIDDEN
from core.study.verdict import verdict_of
from core.study.winner import winner_of

if TYPE_CHECKING:
    from core.study.contest import Contest


def outcome_of(contest: Contest, results: Mapping[Piece, Any]) -> Outcome:
    """All contestants, what both sides choose, and the verdict."""
    judge, cut = contest.data.judge, contest.division
    tried = [each for each in contest.data.methods if MethodSetting(each.name, len(each.choices) - 1) in results]
    methods = [_method(contest, judge, each, results) for each in tried]
    filters: dict[int, Filters] = {size: results[FilterSize(size)] for size in contest.sizes}
    has_networks = NetworkWithout(cut.folds) in results
    learned = [_one_filter(contest, judge, {size: each.trained for size, each in filters.items()})]
    if has_networks:
        learned.append(_two_layers(contest, judge, [results[NetworkWithout(fold)] for fold in range(cut.folds)]))
    left = _side(
        contest, judge, "designed", [row for each, row in zip(tried, methods, strict=True) if not each.is_reference]
    )
    right = _side(contest, judge, "learned", learned)
    # what is shown only at the end is not worked out on the way
    is_whole = all(piece in results for piece in worked_on(contest.pieces()))
    shown = {side.role: held_out(contest, results, side) for side in (left, right)} if is_whole else {}
    gain = _gain(judge, right, left)
    better = right if gain.value > 0 else left
    guesses = [row for each, row in zip(tried, methods, strict=True) if each.is_chance]
    chance = next((f"'{row.title}'" for row in guesses if _gain(judge, better, row).low <= 0), "")
    verdict = verdict_of(gain, judge.score, right.named, left.named, _cost(right, left), chance)
    return Outcome(
        score=judge.score,
        limit=judge.limit,
        rows=(*methods, *(_best_linear(contest, judge, size, each.best) for size, each in filters.items()), *learned),
        designed=left,
        learned=right,
        verdict=verdict,
        winner=winner_of(contest, results, left if verdict.kind != "learned" else right),
        division=cut,
        answers={role: each.answers for role, each in shown.items()},
        measures={
            side.role: contest.data.measured(shown[side.role].answers, side.tallies)
            for side in (left, right)
            if side.role in shown
        },
        amounts=results.get(Amounts(), ()),
        peaks={role: each.peaks for role, each in shown.items() if each.peaks is not None},
    )


def _gain(judge: Judge, first: Contestant | Side, second: Contestant | Side) -> Interval:
    return difference(first.tallies, second.tallies, judge.scored, event_count=judge.event_count(second.tallies))


def _score(judge: Judge, tallies: Array) -> Interval:
    return interval(tallies, judge.scored, event_count=judge.event_count(tallies))


def _method(contest: Contest, judge: Judge, method: Designed, results: Mapping[Piece, Any]) -> Contestant:
    """A method with the setting, gain and offset that each fold's training part chooses."""
    cut = contest.division
    tried = [results[MethodSetting(method.name, number)] for number in range(len(method.choices))]
    errors, tallies, chosen = np.zeros(cut.folds), [], []
    for fold in range(cut.folds):
        fits = [adjustment_of(contest, judge, method, each, fold) for each in tried]
        least = int(np.argmin([error for _, error in fits]))
        adjustment, errors[fold] = fits[least]
        tallies.append(judge.tallies(tried[least].without(fold), cut.of_fold(fold), adjustment))
        chosen.append(least)
    counted = cut.joined(tallies)
    costs = [method.multiplications(method.choices[number]) for number in set(chosen)]
    return Contestant(
        name=method.name,
        title=method.title,
        role="designed",
        tallies=counted,
        score=_score(judge, counted),
        chosen=tuple(_written(method.choices[number]) for number in chosen),
        multiplications=None if None in costs else max(each for each in costs if each is not None),
        microseconds=max(tried[number].microseconds for number in chosen),
        picks=tuple(MethodSetting(method.name, number) for number in chosen),
        errors_inside=errors,
    )


def _written(settings: Settings) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in settings.items())


def _best_linear(contest: Contest, judge: Judge, size: int, fit: SizeFit) -> Contestant:
    taps = f"{size} taps" if contest.data.ndim == 1 else f"{size} x {size}"
    return Contestant(
        name=f"best_{size}",
        title=f"Best linear {taps}",
        role="best",
        tallies=fit.tallies,
        score=_score(judge, fit.tallies),
        chosen=(f"size {size}",),
        multiplications=max(multiplied(each[:-1].reshape(contest.shape(size))) for each in fit.coefficients[:-1]),
        microseconds=fit.microseconds,
    )


def _one_filter(contest: Contest, judge: Judge, trained: Mapping[int, SizeFit]) -> Contestant:
    """One trained filter, of the size that does best inside each fold's training part.

    The errors by which its side chooses are those on the same part of the data as a network's.
    """
    cut = contest.division
    sizes = [min(trained, key=lambda size: trained[size].errors_inside[fold]) for fold in range(cut.folds)]
    tallies = cut.joined([trained[size].tallies[list(cut.of_fold(fold))] for fold, size in enumerate(sizes)])
    return Contestant(
        name="one_filter",
        title="One filter",
        role="learned",
        tallies=tallies,
        score=_score(judge, tallies),
        chosen=tuple(f"size {size}" for size in sizes),
        multiplications=max(sizes) ** contest.data.ndim,
        microseconds=max(trained[size].microseconds for size in sizes),
        picks=tuple(map(FilterSize, sizes)),
        errors_inside=np.array([trained[size].compared[fold] for fold, size in enumerate(sizes)]),
    )


def _two_layers(contest: Contest, judge: Judge, networks: Sequence[Network]) -> Contestant:
    cut = contest.division
    tallies = cut.joined([each.tallies for each in networks])
    return Contestant(
        name="two_layers",
        title="Two layers",
        role="learned",
        tallies=tallies,
        score=_score(judge, tallies),
        chosen=tuple(f"size {each.size}" for each in networks),
        multiplications=max(HIDDEN * (each.size**contest.data.ndim + 1) for each in networks),
        microseconds=max(each.microseconds for each in networks),
        picks=tuple(map(NetworkWithout, range(cut.folds))),
        errors_inside=np.array([each.compared for each in networks]),
    )


def _side(contest: Contest, judge: Judge, role: str, rows: Sequence[Contestant]) -> Side:
    """What a side chooses: in each fold the contestant with the smallest error inside the training part."""
    cut = contest.division
    used = [min(rows, key=lambda row: row.errors_inside[fold]) for fold in range(cut.folds)]
    tallies = cut.joined([row.tallies[list(cut.of_fold(fold))] for fold, row in enumerate(used)])
    return Side(role, tuple(used), tallies, _score(judge, tallies))


def _cost(learned: Side, designed: Side) -> str:
    against = f", with '{designed.title}' {designed.cost}" if designed.cost else ""
    return f"With '{learned.title}' an answer costs {learned.cost} here{against}."
