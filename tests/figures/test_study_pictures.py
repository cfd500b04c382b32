"""Pictures of a study: each of several files has its own, and a single one has lines between its parts."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import pytest
from PIL import Image as Pillow

from core.background import done_at_once
from core.data import Image
from core.figures.pictures import brightness_picture
from core.figures.study_pictures import (
    answer_picture,
    divided_before,
    nearer_picture,
    part_of_picture,
    wanted_picture,
    where,
)
from core.study import BeforeAfter, contest

SHAPES = ((30, 40), (32, 36), (34, 50))


@cache
def compared(shapes):
    inputs = [Image("b", "B", np.random.default_rng(at).random(shape)) for at, shape in enumerate(shapes)]
    task = BeforeAfter(tuple(Image("a", "A", each.pixels**2) for each in inputs))
    study = contest(inputs, task, sizes=(3,), networks=False)
    return study, done_at_once(study)[1]


def pixels(drawn) -> np.ndarray:
    return np.asarray(Pillow.open(io.BytesIO(drawn.png)))[:: drawn.enlarged, :: drawn.enlarged]


@pytest.mark.parametrize("file", range(3))
def test_each_file_has_pictures_of_its_own(file):
    study, outcome = compared(SHAPES)
    part = part_of_picture(outcome, file)
    assert part == tuple(slice(1, length - 1) for length in SHAPES[file])
    shown = {
        divided_before(study, outcome, "What came in", file): study.data.inputs[file],
        wanted_picture(study, outcome, file): study.data.afters[file],
        **{
            answer_picture(outcome, role, role, file): np.nan_to_num(outcome.answers[role][file]).clip(0, 1)
            for role in ("designed", "learned")
        },
    }
    for drawn, values in shown.items():
        np.testing.assert_array_equal(pixels(drawn), pixels(brightness_picture(values[part].astype(np.float32), "")))
    assert divided_before(study, outcome, "What came in", file).alt.startswith("What came in")
    assert pixels(nearer_picture(study, outcome, file)).shape[:2] == tuple(length - 2 for length in SHAPES[file])


def test_a_single_picture_has_a_line_between_each_two_parts():
    study, outcome = compared(((20, 60),))
    found = pixels(divided_before(study, outcome, "What came in"))
    plain = pixels(brightness_picture(study.data.inputs[0][part_of_picture(outcome)].astype(np.float32), ""))
    changed = np.flatnonzero((found != plain).any(axis=0)) + 1  # the rim is left out
    assert set(changed) <= {column for box in outcome.division.boxes(0)[1:] for column in (box[1][0] - 1, box[1][0])}
    assert len(changed) == 8


def test_of_a_large_picture_is_said_which_part_is_shown():
    _, outcome = compared(((40, 700),))
    rows, columns = part_of_picture(outcome)
    assert (rows, columns.stop - columns.start) == (slice(1, 39), 512)
    assert where(outcome) == (
        f"Of 700 x 40 pixels a part is shown, where the answers differ most: columns {columns.start} to {columns.stop - 1} "
        "and rows 1 to 38."
    )
    assert where(compared(SHAPES)[1], 1) == ""
