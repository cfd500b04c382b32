"""From the sums of all pieces to the outcome: each side chooses inside the folds, and is scored on what is held out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from core.background import SoFar
from core.kernels import multiplied
from core.study.amounts import by_amount
from core.study.certainty import difference, interval
from core.study.designed import Designed
from core.study.held_out import held_out, precision_and_recall
from core.study.judges import Judge
from core.study.outcome import Contestant, Outcome, Pick
from core.study.sums import Array
from core.study.trained import HIDDEN
from core.study.tried import adjusted
from core.study.verdict import judged
from core.study.winner import winner_of

if TYPE_CHECKING:
    from core.study.contest import Contest, Piece


def outcome_of(contest: Contest, found: Mapping[Piece, Any]) -> Outcome:
    """All contestants, what both sides choose, and the verdict."""
    judge = contest.data.judge
    tried = [each for each in contest.data.methods if ("designed", (each.name, len(each.choices) - 1)) in found]
    designed = [_designed(contest, method, found, judge) for method in tried]
    filters = found[("filters", None)]
    best = [_filter_row(contest, size, filters.best[size], "best", judge) for size in contest.sizes]
    one = _chosen_filter(contest, filters.trained, judge)
    sides: list[tuple[Contestant, Array]] = [one]
    if ("network", contest.division.folds) in found:
        sides.append(_network(contest, found, judge))
    rivals = [each for method, each in zip(tried, designed, strict=True) if not method.is_mark]
    left = _side(contest, "designed", rivals, judge)
    right = _side(contest, "learned", sides, judge)
    # what is shown only at the end is not worked out on the way
    is_whole = all(isinstance(piece, SoFar) or piece in found for piece in contest.pieces())
    answers = {side.role: held_out(contest, found, side) for side in (left, right)} if is_whole else {}
    gain = difference(right.tallies, left.tallies, judge.scored, trials=judge.trials(left.tallies))
    verdict = judged(gain, judge.score, _named(right), _named(left), _cost(right, left))
    rows = (*(row for row, _ in designed), *best, *(row for row, _ in sides))
    return Outcome(
        judge.score,
        rows,
        left,
        right,
        verdict,
        winner_of(contest, found, left, right, verdict.kind),
        contest.division,
        answers,
        {role: contest.data.measured(each) for role, each in answers.items()},
        by_amount(contest, filters) if is_whole else (),
        precision_and_recall(contest, answers) if is_whole else None,
    )


def _row(
    name: str,
    title: str,
    role: str,
    tallies: Array,
    judge: Judge,
    chosen: Sequence[str],
    cost: int | None,
    spent: float,
    picks: Sequence[Pick],
) -> Contestant:
    return Contestant(
        name,
        title,
        role,
        tallies,
        interval(tallies, judge.scored, trials=judge.trials(tallies)),
        tuple(chosen),
        cost,
        spent,
        tuple(picks),
    )


def _designed(contest: Contest, method: Designed, found: Mapping[Piece, Any], judge: Judge) -> tuple[Contestant, Array]:
    """A method with the setting, gain and offset that each fold's training part chooses; and its error there."""
    cut = contest.division
    tried = [found[("designed", (method.name, number))] for number in range(len(method.choices))]
    inner, chosen, picks = np.zeros(cut.folds), [], []
    tallies = []
    for fold in range(cut.folds):
        fits = [adjusted(contest, method, each.without(fold), cut.training(fold)) for each in tried]
        least = int(np.argmin([error for _, error in fits]))
        adjustment, inner[fold] = fits[least]
        tallies.append(judge.tallies(tried[least].without(fold), cut.of_fold(fold), adjustment))
        chosen.append(_settings_text(method.choices[least]))
        picks.append(("designed", (method.name, least)))
    costs = [method.multiplications(setting) for setting in method.choices if _settings_text(setting) in chosen]
    cost = None if any(each is None for each in costs) else max(each for each in costs if each is not None)
    spent = min(each.microseconds for each in tried)
    return _row(method.name, method.title, "designed", cut.joined(tallies), judge, chosen, cost, spent, picks), inner


def _settings_text(setting: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in setting.items())


def _filter_row(contest: Contest, size: int, fold: Any, role: str, judge: Judge) -> Contestant:
    cost = max(multiplied(each[:-1].reshape(contest.shape(size))) for each in fold.coefficients)
    title = f"Best linear, {_size_text(contest, size)}"
    return _row(f"best_{size}", title, role, fold.tallies, judge, (f"size {size}",), cost, fold.microseconds, ())


def _size_text(contest: Contest, size: int) -> str:
    return f"{size} taps" if contest.data.ndim == 1 else f"{size} x {size}"


def _chosen_filter(contest: Contest, trained: Mapping[int, Any], judge: Judge) -> tuple[Contestant, Array]:
    """One trained filter, of the size that does best inside each fold's training part."""
    cut = contest.division
    tallies, inner, chosen = np.zeros_like(next(iter(trained.values())).tallies), np.zeros(cut.folds), []
    for fold in range(cut.folds):
        size = min(trained, key=lambda each: trained[each].inner[fold])
        tiles = list(cut.of_fold(fold))
        tallies[tiles], inner[fold] = trained[size].tallies[tiles], trained[size].inner[fold]
        chosen.append(size)
    cost = max(size**contest.data.ndim for size in chosen)
    spent = max(trained[size].microseconds for size in chosen)
    texts = [f"size {size}" for size in chosen]
    return _row(
        "one_filter", "One filter", "learned", tallies, judge, texts, cost, spent, [("filter", each) for each in chosen]
    ), inner


def _network(contest: Contest, found: Mapping[Piece, Any], judge: Judge) -> tuple[Contestant, Array]:
    cut = contest.division
    folds = [found[("network", fold)] for fold in range(cut.folds)]
    tallies = cut.joined([each.tallies for each in folds])
    cost = max(HIDDEN * (each.size**contest.data.ndim + 1) for each in folds)
    chosen = [f"size {each.size}" for each in folds]
    spent = max(each.microseconds for each in folds)
    row = _row(
        "two_layers",
        "Two layers",
        "learned",
        tallies,
        judge,
        chosen,
        cost,
        spent,
        [("network", fold) for fold in range(cut.folds)],
    )
    return row, np.array([each.inner for each in folds])


def _side(contest: Contest, role: str, rows: Sequence[tuple[Contestant, Array]], judge: Judge) -> Contestant:
    """What a side chooses: in each fold the contestant with the smallest error inside the training part."""
    cut = contest.division
    tallies, names, used, picks = np.zeros_like(rows[0][0].tallies), [], [], []
    for fold in range(cut.folds):
        row = min(rows, key=lambda each: each[1][fold])[0]
        tiles = list(cut.of_fold(fold))
        tallies[tiles] = row.tallies[tiles]
        names.append(f"{row.title}, {row.chosen[fold]}" if row.chosen[fold] else row.title)
        used.append(row)
        picks.append(row.picks[fold])
    # it goes by the name of what most folds chose, and costs what that costs
    titles = [row.title for row in used]
    most = next(row for row in used if titles.count(row.title) == max(map(titles.count, titles)))
    return _row(role, most.title, role, tallies, judge, names, most.multiplications, most.microseconds, picks)


def _named(row: Contestant) -> str:
    return f"'{row.title}'"


def _cost(learned: Contestant, designed: Contestant) -> str:
    def said(row: Contestant) -> str:
        counted = "" if row.multiplications is None else f"{row.multiplications:,} multiplications, "
        return f"{counted}{row.microseconds:.2g} microseconds here"

    if designed.multiplications == 0:  # nothing is done: what was measured is the copying
        return f"An answer costs {said(learned)}."
    return f"An answer costs {said(learned)}, against {said(designed)}."
