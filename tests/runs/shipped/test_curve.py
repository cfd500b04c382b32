"""The learning curve that ships is what training gives today, up to what another machine's arithmetic changes."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.runs.shipped import shipped_scores
from core.runs.shipped.curve import shipped_study

# of 800 held-out patches: a network trained on another processor names some of them otherwise
WITHIN = 0.04


def test_there_is_a_score_for_each_network():
    study = shipped_study()
    scores, torch = shipped_scores(study)
    assert len(scores) == len(study.pieces()) == 100
    assert all(0 < score < 1 for score in scores)
    assert torch.startswith("2.")


@pytest.mark.parametrize("number", [0, 7, 45, 58, 66, 75])
def test_a_network_that_is_trained_again_has_the_score_in_the_file(number):
    study = shipped_study()
    scores, _ = shipped_scores(study)
    assert study.work(study.pieces()[number]) == pytest.approx(scores[number], abs=WITHIN)


def test_what_learning_md_says_of_the_curve_is_so():
    scores, _ = shipped_scores(shipped_study())
    curve = shipped_study().conclude(scores)
    assert (curve.mean["random"] < np.minimum(curve.mean["learned"], curve.mean["tuned"]) + 0.05).all()
    few, many = curve.difference("learned", "designed").mean[[0, -1]]
    assert few < 0 < many


def test_another_study_ships_nothing():
    assert shipped_scores(dataclasses.replace(shipped_study(), seeds=(0, 1))) is None
