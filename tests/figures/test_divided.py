"""Two answers on one picture: both on the scale of the right answer, the difference on its own."""

import numpy as np

from core.figures.answers import AnswerForm
from core.figures.divided import divided_picture
from tests.messages import unpacked

GREY = AnswerForm("grey", 0.0, 2.0)


def test_both_are_on_one_scale_and_the_difference_on_its_own():
    left, right = np.array([[0.0, 1.0], [2.0, 3.0]]), np.array([[0.0, 1.5], [2.0, 1.0]])
    found = unpacked(divided_picture(GREY, left, right, ("Designed", "Learned"), 30))
    assert found["left"].tolist() == [[0, 128], [255, 255]]
    assert found["right"].tolist() == [[0, 191], [255, 128]]
    assert found["difference"].tolist() == [[0, 127], [0, -127]]
    assert (found["titles"], found["divider"], found["is_signed"]) == (["Designed", "Learned"], 30, False)
    assert found["most"] == 2
    assert found["limit"] == 0.5  # the 99th percentile of four values: one extreme does not decide the scale


def test_equal_answers_have_no_difference():
    found = unpacked(divided_picture(AnswerForm("signed", 0.0, 1.0), np.ones((3, 3)), np.ones((3, 3)), ("a", "b")))
    assert not found["difference"].any()
    assert found["is_signed"]
    assert found["most"] == 0
