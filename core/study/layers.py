"""Two layers in every fold: what they learn from, and how they do where nothing was learned."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from core.study.division import Segment
from core.study.judges import NOTHING
from core.study.single import best_size, moments, target_of
from core.study.sums import Array, fitted, part_of, squared_error, sums_of
from core.study.timing import timed
from core.study.trained import TwoLayers, two_layers

if TYPE_CHECKING:
    from core.study.contest import Contest

MOST_PATCHES = 40_000  # that two layers learn from
LARGEST = {1: 31, 2: 9}  # taps along each axis: of larger ones training takes too long


@dataclass(frozen=True, eq=False)
class Network:
    """Two layers without a fold, adjusted by the fold on which training was stopped: tallies of the tiles and the time.

    `compared` is the error on that half of the other fold which did not stop the training.
    """

    size: int
    tallies: Array
    adjustment: Any
    compared: float
    network: TwoLayers
    microseconds: float


def network(contest: Contest, fold: int) -> Network:
    """Two layers for one fold: trained on the rest but for one fold more, by half of which training is stopped.

    The fold after the last one holds nothing out.
    """
    cut, judge = contest.division, contest.data.judge
    other = contest.stopping(fold)
    stopping, comparing = cut.halves(fold, other)
    size = min(best_size(contest, fold), LARGEST[contest.data.ndim])
    made = _trained(contest, fold, size, cut.training(fold, other), stopping)
    answers, spent = timed(lambda: [made.apply(each) for each in contest.data.inputs])
    summary = judge.summary(answers, cut)
    adjustment = judge.adjustment(summary, cut.inside(fold, other), as_it_is=True)[0]
    tallies = judge.tallies(summary, cut.of_fold(fold), adjustment)
    if judge.has_threshold:
        compared = judge.adjustment(summary, comparing)[1]
    else:
        # of all samples there, as with one filter, also where a judge counts only some
        segments = [cut.segments[number] for number in comparing]
        sums = sums_of(answers, target_of(contest, fold), segments).sum(axis=0)
        compared = float(squared_error(sums, NOTHING)) / max(float(sums[1, 1]), 1.0)
    return Network(size, tallies, adjustment, compared, made, spent)


def _trained(contest: Contest, fold: int, size: int, training: Sequence[int], stopping: Sequence[int]) -> TwoLayers:
    """Two layers that learn from the patches of some segments until the error on others no longer falls."""
    rng = np.random.default_rng((contest.seed, fold))
    wanted = target_of(contest, fold)
    patches, targets = _drawn(contest, wanted, size, training, rng)
    judged, judged_targets = _drawn(contest, wanted, size, stopping, rng)
    return two_layers(
        patches,
        targets,
        contest.shape(size),
        contest.allowed(fitted)(moments(contest, size, fold)[list(training)].sum(axis=0)),
        lambda each: float(np.mean((each.answers(judged) - judged_targets) ** 2)),
        contest.seed,
        is_blind=contest.is_blind,
    )


def _drawn(
    contest: Contest, wanted: Sequence[Array], size: int, segments: Sequence[int], rng: np.random.Generator
) -> tuple[Array, Array]:
    """About so many patches of these segments and their targets at most, drawn evenly."""
    parts = [contest.division.segments[number] for number in segments]
    rows, targets = [], []
    total = sum(math.prod(high - low for low, high in part.box) for part in parts)
    for part in parts:
        right = part_of(wanted[part.file], part.box)
        known = np.flatnonzero(np.isfinite(right))  # for others nothing is wanted
        kept = min(known.size, -(-MOST_PATCHES * right.size // max(total, 1)))
        chosen = np.unravel_index(rng.permutation(known)[:kept], right.shape)
        # all patches of large data would not fit into memory
        rows.append(_windows(contest, size, part)[chosen].reshape(len(chosen[0]), -1))
        targets.append(right[chosen])
    return np.concatenate(rows), np.concatenate(targets)


def _windows(contest: Contest, size: int, part: Segment) -> NDArray[np.float64]:
    """The patch around each sample of a segment, as a view of the data."""
    reach = size // 2
    before = part_of(contest.data.inputs[part.file], tuple((low - reach, high + reach) for low, high in part.box))
    return sliding_window_view(before, contest.shape(size))
