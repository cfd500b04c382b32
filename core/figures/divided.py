"""Two models' answers as one picture with a divider, and their difference, for the browser."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from core.figures.answers import AnswerForm
from core.figures.picture_scale import signed_limit
from core.figures.wire import packed


def divided_picture(
    form: AnswerForm, left: ArrayLike, right: ArrayLike, titles: tuple[str, str], divider: int = 50
) -> bytes:
    """Pack two answers (h, w) on the scale of their form, and right minus left, with full colour at its own limit.

    `divider` is the share of the picture, in per cent, that shows the left one.
    """
    first, second = np.asarray(left, np.float64), np.asarray(right, np.float64)
    difference = second - first
    limit = signed_limit(difference)
    header = {
        "titles": titles,
        "divider": divider,
        "is_signed": form.kind == "signed",
        "limit": limit,
        "most": float(np.abs(difference).max()),
    }
    return packed(
        header,
        left=form.drawn(first),
        right=form.drawn(second),
        difference=AnswerForm("signed", 0.0, limit).drawn(difference),
    )
