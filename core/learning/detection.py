"""How well a score tells two kinds of samples apart: precision, recall and what lies between all thresholds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Detection:
    """How a score finds what it should.

    At one threshold: `precision`, the share of alarms that are right (1 where there is no alarm); `recall`, the
    share of targets that are found; `f1`, their harmonic mean; `accuracy`. Over all thresholds: `best_f1` and where
    it is reached (`best_threshold`), and `auc`, the chance that a target scores above what is none.
    """

    threshold: float
    precision: float
    recall: float
    f1: float
    accuracy: float
    best_f1: float
    best_threshold: float
    auc: float


def detect(scores: Array, is_target: Array, threshold: float = 0.0) -> Detection:
    """Judge scores (n,) against labels (n,) of 0 and 1; a score above the threshold is an alarm.

    Source: T. Fawcett, An introduction to ROC analysis, Pattern Recognition Letters 27, 2006.

    >>> found = detect(np.array([0.9, 0.2, -0.1, -0.5]), np.array([1.0, 0.0, 1.0, 0.0]))
    >>> found.precision, found.recall, found.auc
    (0.5, 0.5, 0.75)
    """
    target = is_target > 0.5
    alarm = scores > threshold
    hits = int((alarm & target).sum())
    precision = hits / int(alarm.sum()) if alarm.any() else 1.0
    recall = hits / int(target.sum()) if target.any() else 0.0
    best_f1, best_threshold = _best_f1(scores, target)
    return Detection(
        threshold=threshold,
        precision=precision,
        recall=recall,
        f1=2 * hits / (int(alarm.sum()) + int(target.sum())) if hits else 0.0,
        accuracy=float((alarm == target).mean()),
        best_f1=best_f1,
        best_threshold=best_threshold,
        auc=_area_under_curve(scores, target),
    )


@dataclass(frozen=True, eq=False)
class DetectionCurve:
    """What each threshold gives, from the highest down: all (m,) long, the first with no alarm at all.

    `recall` is also the share of true alarms, `false_alarms` that of samples that are no target and yet an alarm.
    """

    thresholds: Array
    precision: Array
    recall: Array
    false_alarms: Array


def detection_curve(scores: Array, is_target: Array) -> DetectionCurve:
    """Precision, recall and false alarms at every threshold that parts two scores (n,).

    >>> detection_curve(np.array([0.9, 0.2, -0.1]), np.array([1.0, 0.0, 1.0])).recall.tolist()
    [0.0, 0.5, 0.5, 1.0]
    """
    target = is_target > 0.5
    order = np.argsort(-scores, kind="stable")
    ranked, hit = scores[order], target[order]
    last = np.append(ranked[:-1] > ranked[1:], True)
    hits, alarms = np.cumsum(hit)[last], (np.arange(len(scores)) + 1)[last]
    positives, negatives = max(1, int(target.sum())), max(1, int((~target).sum()))
    return DetectionCurve(
        thresholds=np.append(np.inf, ranked[last]),
        precision=np.append(1.0, hits / alarms),
        recall=np.append(0.0, hits / positives),
        false_alarms=np.append(0.0, (alarms - hits) / negatives),
    )


def _best_f1(scores: Array, target: NDArray[np.bool]) -> tuple[float, float]:
    """The largest F1 over all thresholds, and a threshold halfway to the next lower score."""
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], np.cumsum(target[order])
    f1 = 2 * hits / (np.arange(1, len(scores) + 1) + target.sum())
    # scores that are equal cannot be parted by a threshold
    parts = np.append(ranked[:-1] > ranked[1:], True)
    best = int(np.where(parts, f1, -1.0).argmax())
    lower = ranked[best + 1] if best + 1 < len(ranked) else ranked[best] - 1.0
    return float(f1[best]), float((ranked[best] + lower) / 2)


def _area_under_curve(scores: Array, target: NDArray[np.bool]) -> float:
    """The Mann-Whitney statistic; ties count half. One half where a kind is missing."""
    positives, negatives = int(target.sum()), int((~target).sum())
    if not positives or not negatives:
        return 0.5
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    mean_rank = np.cumsum(counts) - (counts - 1) / 2
    rank_sum = mean_rank[inverse][target].sum()
    return float((rank_sum - positives * (positives + 1) / 2) / (positives * negatives))
