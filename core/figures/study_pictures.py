"""What a study of pictures shows: the parts that are held out, and where which side is nearer to what is wanted."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.picture_scale import signed_limit
from core.figures.pictures import Picture, brightness_picture, signed_picture
from core.study import Contest, Outcome

SIDE = 512  # pixels of the part of a picture that is shown
CUT = (1.0, 0.0)  # brightness of the two sides of a line between two parts


def part_of_picture(outcome: Outcome, file: int = 0) -> tuple[slice, slice]:
    """The part of a picture that is shown: where answers differ most, or all of a small one but for its rim."""
    rim = outcome.division.margin // 2  # has no answers
    shape = outcome.answers["designed"][file].shape
    rows, columns = (_around(at, side, rim) for at, side in zip(outcome.furthest_apart[file], shape, strict=True))
    return rows, columns


def where(outcome: Outcome, file: int = 0) -> str:
    """Which part of a picture is shown, as a sentence; empty where only the rim that has no answers is left out."""
    high, wide = outcome.answers["designed"][file].shape
    rows, columns = part_of_picture(outcome, file)
    rim = outcome.division.margin // 2
    if (rows, columns) == (slice(rim, high - rim), slice(rim, wide - rim)):
        return ""
    return (
        f"Of {wide:,} x {high:,} pixels a part is shown, where the answers differ most: columns {columns.start:,} to "
        f"{columns.stop - 1:,} and rows {rows.start:,} to {rows.stop - 1:,}."
    )


def _around(middle: int, length: int, rim: int) -> slice:
    start = int(np.clip(middle - SIDE // 2, rim, max(rim, length - rim - SIDE)))
    return slice(start, min(start + SIDE, length - rim))


def divided_before(study: Contest, outcome: Outcome, title: str, file: int = 0) -> Picture:
    """A picture as it came in, with a line between each two parts: of several pictures none has parts."""
    drawn = study.data.inputs[file].astype(np.float32)
    axis = max(range(2), key=lambda each: drawn.shape[each])
    for box in outcome.division.boxes(file)[1:]:
        first = box[axis][0]
        for beside, level in zip((-1, 0), CUT, strict=True):
            drawn[(first + beside,) if axis == 0 else (slice(None), first + beside)] = level
    return brightness_picture(drawn[part_of_picture(outcome, file)], title)


def wanted_picture(study: Contest, outcome: Outcome, file: int = 0) -> Picture:
    """What a picture should become."""
    return brightness_picture(study.data.targets[0][file][part_of_picture(outcome, file)], "What is wanted")


def answer_picture(outcome: Outcome, role: str, title: str, file: int = 0) -> Picture:
    """What a side answers to a picture."""
    answers: NDArray[Any] = np.nan_to_num(outcome.answers[role][file][part_of_picture(outcome, file)])
    return brightness_picture(answers.clip(0.0, 1.0), title)


def nearer_picture(study: Contest, outcome: Outcome, file: int = 0) -> Picture:
    """By how much the learned side is nearer to what is wanted, green, or the designed one, purple."""
    part = part_of_picture(outcome, file)
    wanted = study.data.targets[0][file][part]
    designed, learned = (np.abs(outcome.answers[role][file][part] - wanted) for role in ("designed", "learned"))
    gain = np.nan_to_num(designed - learned)
    return signed_picture(gain, "Which answer is nearer", signed_limit(gain))
