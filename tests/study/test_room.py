"""Data without room for what is held out are refused: the sentence names the side, what came and what is needed."""

from __future__ import annotations

import pytest

from core.study.division import divide


@pytest.mark.parametrize(
    ("shapes", "largest", "message"),
    [
        (
            [(100,)],
            31,
            "data has 100 samples: 5 parts with margins for a filter of 31 taps need at least 495. Bring more data, or "
            "compare smaller filters.",
        ),
        (
            [(1,)],
            3,
            "data has 1 sample: 5 parts with margins for a filter of 3 taps need at least 47. Bring more data.",
        ),
        (
            [(900, 20)],
            31,
            "data has 20 x 900 pixels: the shorter side has 20, and a filter of 31 x 31 taps needs at least 31. Bring a "
            "larger picture, or compare smaller filters.",
        ),
        (
            [(1, 500)],
            3,
            "data has 500 x 1 pixels: the shorter side has 1, and a filter of 3 x 3 taps needs at least 3. Bring a "
            "larger picture.",
        ),
        (
            [(40, 30)],
            3,
            "data has 30 x 40 pixels: the longer side has 40, and 5 parts with margins for a filter of 3 x 3 taps need "
            "at least 47. Bring a larger picture.",
        ),
        (
            [(900,), (40,), (900,)],
            31,
            "data has 40 samples in file 2: a filter of 31 taps needs at least 62. Leave the file out, or compare "
            "smaller filters.",
        ),
        (
            [(90, 90), (90, 90), (90, 4)],
            3,
            "data has 4 x 90 pixels in file 3: a filter of 3 x 3 taps needs at least 6 along each side. Leave the file "
            "out.",
        ),
        (
            [(90,), (90,)],
            3,
            "data has 2 files, each of which is held out as a whole: bring one, or at least 3.",
        ),
    ],
)
def test_data_that_are_too_small_are_refused(shapes, largest, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        divide(shapes, largest=largest)
    assert str(caught.value) == message
