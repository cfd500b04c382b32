"""Two layers in every fold: what they learn from, and how they do where nothing was learned."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from core.study.division import Box
from core.study.single import held_out_tallies, inner_error, moments, target_of
from core.study.sums import Array, fitted, part_of
from core.study.trained import TwoLayers, two_layers

if TYPE_CHECKING:
    from core.study.contest import Contest

MOST_PATCHES = 40_000  # that two layers learn from


@dataclass(frozen=True, eq=False)
class Network:
    """Two layers without a fold: tallies of its tiles, the error on the fold they were stopped by, and the time."""

    size: int
    tallies: Array
    inner: float
    network: TwoLayers
    microseconds: float


def network(contest: Contest, fold: int) -> Network:
    """Two layers for one fold: trained on the rest but for one fold more, on which training is stopped.

    The fold after the last one holds nothing out.
    """
    cut = contest.division
    other = (fold + 1 + cut.folds // 2) % cut.folds
    if other == fold:
        other = (fold + 1) % cut.folds
    training = cut.training(fold, other)
    fit = contest.allowed(fitted)
    size = min(contest.sizes, key=lambda each: inner_error(cut, moments(contest, each, fold), fit, fold))
    size = min(size, 31 if contest.data.ndim == 1 else 9)
    linear = fit(moments(contest, size, fold)[list(training)].sum(axis=0))
    rng = np.random.default_rng((contest.seed, fold))
    wanted, stopping = target_of(contest, fold), tuple(set(cut.segments_of(other)) & set(cut.training(fold)))
    patches, targets = _drawn(contest, wanted, size, training, rng)
    judged, judged_targets = _drawn(contest, wanted, size, stopping, rng)
    made = two_layers(
        patches, targets, contest.shape(size), linear,
        lambda each: float(np.mean((each.answers(judged) - judged_targets) ** 2)), contest.seed,
        is_blind=contest.is_blind,
    )  # fmt: skip
    begun = time.perf_counter()
    answers = [made.apply(each) for each in contest.data.befores]
    seconds = time.perf_counter() - begun
    inner = float(np.mean((made.answers(judged) - judged_targets) ** 2))
    spent = 1e6 * seconds / sum(each.size for each in answers)
    return Network(size, held_out_tallies(contest, answers, fold, cut.training(fold)), inner, made, spent)


def _drawn(
    contest: Contest, wanted: Sequence[Array], size: int, segments: Sequence[int], rng: np.random.Generator
) -> tuple[Array, Array]:
    """At most so many patches of these segments and their targets, drawn evenly."""
    parts = [contest.division.segments[number] for number in segments]
    rows, targets = [], []
    total = sum(int(np.prod([high - low for low, high in part.box])) for part in parts)
    for part in parts:
        patches, right = _patches(contest, size, part.file, part.box), part_of(wanted[part.file], part.box).ravel()
        keep = min(len(right), -(-MOST_PATCHES * len(right) // max(total, 1)))
        chosen = rng.permutation(len(right))[:keep]
        rows.append(patches[chosen])
        targets.append(right[chosen])
    return np.concatenate(rows), np.concatenate(targets)


def _patches(contest: Contest, size: int, file: int, box: Box) -> Array:
    reach = size // 2
    before = part_of(contest.data.befores[file], tuple((low - reach, high + reach) for low, high in box))
    windows = sliding_window_view(before, contest.shape(size))
    return windows.reshape(-1, size**contest.data.ndim)
