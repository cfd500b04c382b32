"""What the figure of a learning curve gets: means and intervals of what is known, and a sentence at the end."""

from __future__ import annotations

import numpy as np

from core.figures.learning_curve import learning_curve_figure
from core.learning import curve_of_scores, get_experiment
from tests.messages import read_message

STUDY = curve_of_scores(get_experiment("name_textures"), "patches", (2, 20), seeds=range(2))
SCORES = [0.30, 0.32, 0.40, 0.42, 0.35, 0.36, 0.28, 0.29, 0.70, 0.71, 0.60, 0.61, 0.72, 0.70, 0.5, 0.52]


def test_a_whole_curve_has_a_line_for_each_first_layer_and_its_statement():
    curve = STUDY.conclude(SCORES)
    header, arrays = read_message(learning_curve_figure(curve, STUDY.values))
    # the figure names its lines in a row: a title with a comma would fall apart
    assert [each["title"] for each in header["ways"]] == [
        "Learned from random numbers",
        "Designed and not trained",
        "Designed and then trained",
        "Random and not trained",
    ]
    assert [each["role"] for each in header["ways"]] == ["learned", "designed", "designed", "input"]
    np.testing.assert_allclose(arrays["mean"], [[0.31, 0.705], [0.41, 0.605], [0.355, 0.71], [0.285, 0.51]], rtol=1e-5)
    np.testing.assert_allclose(arrays["low"][0], curve.low["learned"], rtol=1e-5)
    np.testing.assert_allclose(arrays["high"][3], curve.high["random"], rtol=1e-5)
    assert header["verdict"] == curve.headline("learned", "designed", ("Learned filters", "designed ones"))
    assert header["chance"] == 1 / 8


def test_what_is_not_yet_known_has_no_place_and_no_statement():
    header, arrays = read_message(learning_curve_figure(STUDY.conclude(SCORES[:9]), STUDY.values))
    assert header["values"] == [2, 20]
    assert arrays["mean"].shape == (4, 1)
    assert header["verdict"] == ""
    header, arrays = read_message(learning_curve_figure(STUDY.conclude([]), STUDY.values))
    assert arrays["mean"].shape == (4, 0)
