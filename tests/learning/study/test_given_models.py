"""Models that are given by their numbers: equal ones are one study, and what is found is what the models say."""

import numpy as np

from core.background import done_at_once
from core.learning import contenders, get_experiment, score_of, solve, train
from core.learning.study.given_models import Comparing, Judging, LayerOutputs, held

PEAKS = get_experiment("find_peaks")
RUN = train(PEAKS)


def test_models_are_judged_by_value():
    models = tuple(held(each.parameters) for each in contenders(RUN, solve(PEAKS)))
    study = Judging(PEAKS, models)
    assert study == Judging(PEAKS, tuple(held(each.parameters) for each in contenders(RUN, solve(PEAKS))))
    _, judged = done_at_once(study)
    for each, one in zip(contenders(RUN, solve(PEAKS)), judged, strict=True):
        assert one.score == score_of(PEAKS, each.parameters)
        np.testing.assert_array_equal(one.answer, PEAKS.respond(each.parameters))


def test_the_outputs_of_layers_are_those_of_the_model():
    task = get_experiment("find_edges")
    _, outputs = done_at_once(LayerOutputs(task, held(task.designed_parameters)))
    expected = task.activations(task.designed_parameters)
    assert list(outputs) == list(expected)
    for name, output in outputs.items():
        np.testing.assert_array_equal(output, expected[name])


def test_a_run_that_was_trained_before_is_compared_with_the_same_models():
    _, compared = done_at_once(Comparing(PEAKS, held(RUN.last)))
    for one, other in zip(compared, contenders(RUN, solve(PEAKS)), strict=True):
        assert (one.role, one.title, held(one.parameters)) == (other.role, other.title, held(other.parameters))
