"""Three comparisons on real data: heartbeats, a photograph under noise, a photograph in motion."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.convolution import correlate
from core.data import Image, get_image, get_signal
from core.kernels import get_kernel
from core.study import BeforeAfter, Events, Outcome, compare_on

# R waves of PyWavelets' record: SciPy's peaks with a prominence of 150, each looked at in a plot
BEATS, TOLERANCE = (190, 518, 848), 5
NOISE, NOISE_IN_MOTION = 0.1, 0.01


def examples() -> dict[str, dict[str, Any]]:
    """What docs/your-data.md says of each: the rows of the table and the verdict."""
    return {"heartbeats": said(heartbeats()), "noise": said(under_noise()), "motion": said(in_motion())}


def heartbeats() -> Outcome:
    """The three heartbeats of the record."""
    return compare_on(get_signal("ecg"), Events(BEATS, TOLERANCE))


def under_noise() -> Outcome:
    """The photographer under white noise."""
    clean = get_image("camera")
    return compare_on(_changed(clean, clean.pixels, NOISE), BeforeAfter((clean,)))


def in_motion() -> Outcome:
    """The photographer, blurred by motion, with a little noise."""
    clean = get_image("camera")
    blurred = correlate(clean.pixels, get_kernel("motion_blur"), boundary="mirror")
    return compare_on(_changed(clean, blurred, NOISE_IN_MOTION), BeforeAfter((clean,)))


def said(outcome: Outcome) -> dict[str, Any]:
    """Rows of text for a table, and the verdict's sentence."""
    score = outcome.score
    rows = [
        [
            row.title,
            score.written(row.score.value),
            f"{score.written(row.score.low)} to {score.written(row.score.high)}",
            "" if row.multiplications is None else f"{row.multiplications:,}",
            f"{row.microseconds:.2g}",
            "; ".join(dict.fromkeys(row.chosen)),
        ]
        for row in outcome.rows
    ]
    return {"head": [score.title, "95 %"], "rows": rows, "verdict": outcome.verdict.sentence}


def _changed(clean: Image, pixels: Any, noise: float) -> Image:
    noisy = pixels + np.random.default_rng(0).normal(0.0, noise, pixels.shape)
    return Image("changed", f"{clean.title}, changed", np.clip(noisy, 0.0, 1.0))
