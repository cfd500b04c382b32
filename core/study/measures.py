"""What else people ask of answers: the error, the likeness in structure, and how well a mask is found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.study.sums import Array


def measures(targets: Sequence[Array], answers: Sequence[Array]) -> dict[str, float]:
    """The mean absolute error, for pictures SSIM, and for a mask of two values the area under the ROC curve.

    Answers (n,) or (h, w) are NaN where there are none, all along the rim. Source of SSIM: Wang and others, Image
    quality assessment: from error visibility to structural similarity, IEEE Transactions on Image Processing 13, 2004.

    >>> found = measures([np.array([0.0, 1.0, 1.0])], [np.array([0.1, 0.9, np.nan])])
    >>> round(found["error"], 3), found["area"]
    (0.1, 1.0)
    """
    known = [np.isfinite(each) for each in answers]
    target = np.concatenate([each[there] for each, there in zip(targets, known, strict=True)])
    answer = np.concatenate([each[there] for each, there in zip(answers, known, strict=True)]).astype(np.float64)
    found = {"error": float(np.abs(target - answer).mean())}
    if targets[0].ndim == 2:
        found["ssim"] = _structure(targets, answers, known)
    if len(values := np.unique(target)) == 2:
        found["area"] = _area(answer, target == values[1])
    return found


def _structure(targets: Sequence[Array], answers: Sequence[Array], known: Sequence[Array]) -> float:
    """The mean over all pixels that have an answer, for pictures from 0 to 1."""
    from skimage.metrics import structural_similarity

    shares = []
    for target, answer, there in zip(targets, answers, known, strict=True):
        filled = np.where(there, answer, target).astype(np.float64)
        _, each = structural_similarity(target, filled, data_range=1.0, full=True)  # type: ignore[no-untyped-call]
        shares.append(each[there])
    return float(np.concatenate(shares).mean())


def _area(answer: Array, is_set: Array) -> float:
    """How often a set sample has a larger answer than another; from ranks, as in Mann and Whitney's test."""
    from scipy.stats import rankdata

    count = int(is_set.sum())
    ranks = rankdata(answer)[is_set].sum()
    return float((ranks - count * (count + 1) / 2) / (count * (len(answer) - count)))
