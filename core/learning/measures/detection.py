"""How well a score separates targets from other samples: precision, recall, and both over all thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Detection:
    """How well a score detects its targets.

    At one threshold: `precision`, the share of alarms that are right (1 where there is no alarm); `recall`, the
    share of targets that are found; `f1`, their harmonic mean; `accuracy`. Over all thresholds: `best_f1` and the
    `best_threshold` that reaches it, and `auc`, the probability that a target scores above another sample.
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

    >>> detection = detect(np.array([0.9, 0.2, -0.1, -0.5]), np.array([1.0, 0.0, 1.0, 0.0]))
    >>> detection.precision, detection.recall, detection.auc
    (0.5, 0.5, 0.75)
    """
    target = is_target > 0.5
    count, positives = len(scores), int(target.sum())
    ranked, hits, ends = _ranked(scores, target)
    f1 = 2 * hits[ends] / (ends + 1 + positives)
    best = int(f1.argmax())
    lower = ranked[ends[best] + 1] if ends[best] + 1 < count else ranked[-1] - 1.0
    return Detection(
        threshold=threshold,
        **_at(threshold, scores, target),
        best_f1=float(f1[best]),
        best_threshold=float((ranked[ends[best]] + lower) / 2),
        auc=_area_under_curve(hits[ends], ends + 1 - hits[ends]),
    )


def judge(
    scores: Array, is_target: Array, training_scores: Array, training_targets: Array, threshold: float = 0.0
) -> dict[str, float]:
    """Metrics of a detector by name: at the given threshold, and under "tuned_..." at a tuned threshold.

    The tuned threshold has the best F1 on the training data, so that the scores that are judged did not choose it.

    >>> scores, labels = np.array([-0.2, -0.4, -0.9]), np.array([1.0, 1.0, 0.0])
    >>> metrics = judge(scores, labels, scores, labels)
    >>> metrics["recall"], metrics["tuned_recall"], metrics["tuned_f1"]
    (0.0, 1.0, 1.0)
    """
    detection = detect(scores, is_target, threshold)
    tuned = _at(detect(training_scores, training_targets).best_threshold, scores, is_target > 0.5)
    metrics = {name: getattr(detection, name) for name in ("precision", "recall", "f1", "accuracy", "best_f1", "auc")}
    return metrics | {f"tuned_{name}": tuned[name] for name in ("precision", "recall", "f1")}


def beside_designed(learned: Mapping[str, float], designed: Mapping[str, float]) -> dict[str, float]:
    """The metrics of the learned and the designed filter together, the latter under "designed_...".

    >>> beside_designed({"f1": 0.9}, {"f1": 0.8})
    {'f1': 0.9, 'designed_f1': 0.8}
    """
    return {**learned, **{f"designed_{name}": value for name, value in designed.items()}}


@dataclass(frozen=True, eq=False)
class DetectionCurve:
    """The metrics at m thresholds, each (m,), from the highest threshold down; at the first there is no alarm.

    `recall` is the true positive rate, `false_alarms` the false positive rate.
    """

    thresholds: Array
    precision: Array
    recall: Array
    false_alarms: Array


def detection_curve(scores: Array, is_target: Array) -> DetectionCurve:
    """Precision, recall and false alarms at every threshold that separates two of the scores (n,).

    >>> detection_curve(np.array([0.9, 0.2, -0.1]), np.array([1.0, 0.0, 1.0])).recall.tolist()
    [0.0, 0.5, 0.5, 1.0]
    """
    target = is_target > 0.5
    ranked, all_hits, ends = _ranked(scores, target)
    hits, alarms = all_hits[ends], ends + 1
    positives, negatives = max(1, int(target.sum())), max(1, int((~target).sum()))
    return DetectionCurve(
        thresholds=np.append(np.inf, ranked[ends]),
        precision=np.append(1.0, hits / alarms),
        recall=np.append(0.0, hits / positives),
        false_alarms=np.append(0.0, (alarms - hits) / negatives),
    )


def _at(threshold: float, scores: Array, target: NDArray[np.bool]) -> dict[str, float]:
    """The metrics at one threshold."""
    count, positives, alarm = len(scores), int(target.sum()), scores > threshold
    hits, alarms = int((alarm & target).sum()), int(alarm.sum())
    return {
        "precision": hits / alarms if alarms else 1.0,
        "recall": hits / positives if positives else 0.0,
        "f1": 2 * hits / (alarms + positives) if hits else 0.0,
        "accuracy": (count - alarms - positives + 2 * hits) / count,
    }


def _ranked(scores: Array, target: NDArray[np.bool]) -> tuple[Array, NDArray[np.intp], NDArray[np.intp]]:
    """Scores in descending order, how many targets come up to each, and the indices after which a threshold can lie.

    No threshold can lie between equal scores.
    """
    order = np.argsort(-scores)
    ranked = scores[order]
    return ranked, np.cumsum(target[order]), np.flatnonzero(np.append(ranked[:-1] > ranked[1:], True))


def _area_under_curve(hits: NDArray[np.intp], false_alarms: NDArray[np.intp]) -> float:
    """The Mann-Whitney statistic, ties counting half: trapezia under hits over false alarms, as counts.

    One half where there are no targets, or nothing else.
    """
    positives, negatives = int(hits[-1]), int(false_alarms[-1])
    if not positives or not negatives:
        return 0.5
    width = np.diff(false_alarms, prepend=0)
    twice = int((width * (2 * hits - np.diff(hits, prepend=0))).sum())
    return twice / (2 * positives * negatives)
