"""Designed or learned?: the curve that ships or is trained, the filters beside it, and what they see."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.background import Background, Progress, done_at_once
from core.learning import CurveOfScores, get_experiment
from core.learning.study.first_layers import AnswersOnPicture, FirstLayers
from core.runs.shipped import shipped_scores
from core.runs.shipped.curve import shipped_study
from tests.messages import read_message
from tests.pages.conftest import figure_of, opened, reported, shown_errors

KEY = "designed_or_learned"
FEW = {f"{KEY}_filters": "4", f"{KEY}_size": "5", f"{KEY}_curve_pin": "2"}
TASK = get_experiment("name_textures", filters=4, size=5, patches=2)


def said(app) -> str:
    return " ".join(each.value for each in (*app.caption, *app.markdown, *app.header))


def test_the_first_curve_is_there_at_once():
    app = opened(KEY, **{f"{KEY}_curve_pin": "2"})
    assert not shown_errors(app)
    header, arrays = figure_of(app)
    study = shipped_study()
    scores, torch = shipped_scores(study)
    curve = study.conclude(scores)
    assert header["verdict"] == curve.headline("learned", "designed", ("Learned filters", "designed ones"))
    np.testing.assert_allclose(arrays["mean"][0], curve.mean["learned"], rtol=1e-6)
    assert f"100 networks, trained beforehand with torch {torch}." in said(app)
    assert "The first layers after 2 examples of each picture" in said(app)
    # the shares below are other ones
    words = "Each share here is that of one network. The curve above has the mean over 5 draws."
    assert words in [each.value for each in app.caption]


@pytest.mark.parametrize("query", [{f"{KEY}_anew": "true"}, {f"{KEY}_depth": "2"}, {f"{KEY}_draws": "3"}])
def test_any_other_curve_is_trained_here_with_progress(query, monkeypatch):
    looked = []
    monkeypatch.setattr(
        Background, "look", lambda _, study, viewer: looked.append(study) or Progress((), 9, None, "working", 100.0)
    )
    app = opened(KEY, **query)
    assert not shown_errors(app)
    assert "trained beforehand" not in said(app)
    assert [each.proto.text for each in app.get("progress")] == [
        "0 of 9 networks are trained, about 2 minutes left",
        "0 of 9 networks are ready, about 2 minutes left",
    ]
    assert figure_of(app)[1]["mean"].shape == (4, 0)
    assert {type(each) for each in looked} == {CurveOfScores, FirstLayers}


def test_the_filters_of_the_four_networks_stand_beside_one_another_with_their_scores():
    app = opened(KEY, **FEW)
    assert not shown_errors(app)
    header, arrays = read_message(app.get("bidi_component")[1].proto.bytes)
    parts, _ = done_at_once(FirstLayers(TASK))
    assert [each["title"].split(": ")[1] for each in header["models"]] == [
        f"{100 * part.metrics['accuracy']:.1f} %" for part in parts
    ]
    assert arrays["filters0"].shape == (4, 5, 5)


def test_what_excites_the_filters_is_shown_for_the_chosen_network():
    app = opened(KEY, **FEW, **{f"{KEY}_layers_pieces": "open", f"{KEY}_layers_pieces_way": "designed"})
    assert not shown_errors(app)
    alts = [image.alt for each in app.get("image") for image in each.proto.imgs]
    assert alts == ["Designed, not trained, first layer: 4 rows, in each the 9 pieces of 5 by 5 pixels."]


def test_every_layers_answer_to_a_chosen_picture_is_shown():
    query = {f"{KEY}_answers": "open", f"{KEY}_patch": "5", f"{KEY}_answers_way": "random"}
    app = opened(KEY, **FEW, **query)
    assert not shown_errors(app)
    parts, _ = done_at_once(AnswersOnPicture(TASK, 4))
    alts = [image.alt for each in app.get("image") for image in each.proto.imgs]
    assert [alt.split(",")[0] for alt in alts] == [
        "What the network sees",
        "Each filter's answer",
        "Its positive and its negative part",
        "Mean of each map",
    ]
    answer = parts[3]["answer"].astype(float)
    shares = np.exp(answer - answer.max()) / np.exp(answer - answer.max()).sum()
    first = TASK.answer_names[int(shares.argmax())]
    assert f"The answer: {first} {100 * shares.max():.0f} %" in said(app)
    picture = opened(KEY, **FEW, **{f"{KEY}_answers": "open", f"{KEY}_picture": "camera"})
    assert not shown_errors(picture)
    seen = next(image.alt for each in picture.get("image") for image in each.proto.imgs)
    assert seen.startswith("What the network sees, 128 by 128 pixels")


def test_a_pinned_number_of_examples_is_in_the_address():
    app = opened(KEY, **{**FEW, f"{KEY}_curve_pin": "5"})
    app = reported(app, "pin", 2)
    assert app.query_params[f"{KEY}_curve_pin"] == "2"
    assert "after 2 examples" in said(app)


def test_options_that_do_not_go_together_are_said():
    app = opened(KEY, **{f"{KEY}_bank": "dct", f"{KEY}_filters": "32", f"{KEY}_size": "5", f"{KEY}_curve_pin": "2"})
    assert not shown_errors(app)
    assert dataclasses.replace(TASK, filters=16, size=9).bank == "gabor"
    assert any("there are 24 cosines" in each.value for each in app.warning)
