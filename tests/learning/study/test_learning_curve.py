"""Learning curves: paired intervals against SciPy, from when one way is better, and what is the same for all ways."""

import dataclasses
from types import MappingProxyType

import numpy as np
import pytest
from scipy.stats import ttest_1samp, ttest_rel

from core.learning import LearningCurve, TrainingSettings, curve_of_scores, get_experiment, learning_curve, train

TASK = get_experiment("name_textures", filters=4, size=5)
FEW = TrainingSettings(steps=15, snapshots=2)


@pytest.fixture(scope="module")
def curve():
    return learning_curve(TASK, "patches", (2, 20), seeds=(3, 4, 5), among=("designed", "random"), settings=FEW)


def made(first, second):
    """A curve with these scores, (v, k) each."""
    scores = {"first": np.array(first), "second": np.array(second)}
    nothing = MappingProxyType({})
    values = tuple(range(1, len(first) + 1))
    return LearningCurve(
        TASK,
        "patches",
        values,
        "first_layer",
        "accuracy",
        (0, 1, 2),
        0.95,
        MappingProxyType(scores),
        nothing,
        nothing,
        nothing,
    )


def test_each_score_is_that_of_a_run_with_its_seed(curve):
    for row, patches in enumerate((2, 20)):
        for column, seed in enumerate((3, 4, 5)):
            task = dataclasses.replace(TASK, patches=patches, first_layer="random", seed=seed)
            run = train(task, dataclasses.replace(FEW, seed=seed))
            assert curve.scores["random"][row, column] == run.metrics["accuracy"]


def test_intervals_are_students(curve):
    for way, scores in curve.scores.items():
        for row, values in enumerate(scores):
            expected = ttest_1samp(values, 0.0).confidence_interval(0.95)
            np.testing.assert_allclose((curve.low[way][row], curve.high[way][row]), expected, rtol=1e-9)
            np.testing.assert_allclose(curve.mean[way][row], values.mean())


def test_differences_are_paired_by_seed(curve):
    found = curve.difference("designed", "random")
    for row in range(2):
        pair = curve.scores["designed"][row], curve.scores["random"][row]
        expected = ttest_rel(*pair).confidence_interval(0.95)
        np.testing.assert_allclose((found.low[row], found.high[row]), expected, rtol=1e-9)
    turned = curve.difference("random", "designed")
    np.testing.assert_allclose(turned.low, -found.high)


def test_one_is_better_from_where_the_interval_stays_above_zero():
    level = np.zeros((4, 3))
    steps = np.array([[-1, -1.1, -0.9], [0.5, 0.6, 0.4], [-1, 0, 1], [0.5, 0.6, 0.4]])
    found = made(steps, level).difference("first", "second")
    assert (found.better_from, found.uncertain) == (4, (3,))
    assert made(steps[:3], level[:3]).difference("first", "second").better_from is None
    assert made(steps[1:2], level[:1]).difference("first", "second").better_from == 1


def test_a_sentence_says_from_where_and_where_it_is_not_certain():
    names = ("learned", "designed")
    scores = {
        "learned": np.array([[0.1, 0.11, 0.12], [0.2, 0.3, 0.1], [0.5, 0.52, 0.51], [0.8, 0.81, 0.82]]),
        "designed": np.array([[0.3, 0.31, 0.33], [0.2, 0.2, 0.2], [0.3, 0.31, 0.33], [0.4, 0.41, 0.42]]),
    }
    found = dataclasses.replace(
        made([[0.0] * 3], [[0.0] * 3]), values=(2, 5, 20, 1000), scores=MappingProxyType(scores)
    )
    assert found.statement(*names) == (
        "'Learned from random numbers' is better than 'Designed, not trained' from 20 examples on; worse at 2; not certain "
        "to be either at 5 (+0.400 in accuracy at 1,000)."
    )
    assert found.statement(*names[::-1]) == found.statement(*names)
    early = dataclasses.replace(found, values=(2, 5), scores={name: each[:2] for name, each in scores.items()})
    assert early.statement(*names) == (
        "'Learned from random numbers' is not certain to be better than 'Designed, not trained' at 5 examples; worse at 2; "
        "not certain to be either at 5 (+0.000 in accuracy at 5)."
    )


def test_any_option_with_a_list_of_values_can_be_compared():
    found = learning_curve(TASK, "patches", (2,), seeds=range(2), compared="depth", settings=FEW)
    assert list(found.scores) == [1, 2]
    assert found.difference(1, 2).mean.shape == (1,)


def test_progress_goes_to_one():
    shares = []
    learning_curve(TASK, "patches", (2,), seeds=range(2), among=("random",), settings=FEW, on_progress=shares.append)
    assert shares == [0.5, 1.0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("examples", (2, 5)), "'examples' is not an option of name_textures: it has first_layer, bank, patches, filters, size, depth, smoothness, seed."),
        (("patches", (5, 2)), "values=(5, 2) are not allowed: give at least one number of examples, in ascending order."),
        (("patches", ()), "values=() are not allowed: give at least one number of examples, in ascending order."),
        (("patches", (2,), dict(seeds=[1])), "seeds has 1 entries: give at least two."),
        (("patches", (2,), dict(seeds=[0, 1, 0])), "seeds=[0, 1, 0] has the same one twice: its runs would be equal. Give different ones."),
        (("patches", (2,), dict(among=())), "among=() is not allowed: give at least one value of first_layer, none of them twice."),
        (("patches", (2,), dict(confidence=1.0)), "confidence=1.0 is not allowed: give a number between 0 and 1."),
        (("patches", (2,), dict(among=("given",))), "first_layer='given' is not allowed: choose one of learned, designed, tuned, random."),
        (("patches", (2,), dict(compared="smoothness")), "compared='smoothness' has no list of values: give some as among."),
        (("patches", (2,), dict(compared="seed")), "option='patches' and compared='seed' are not allowed: give two different options, not the seed."),
        (("patches", (2,), dict(compared="patches")), "option='patches' and compared='patches' are not allowed: give two different options, not the seed."),
        (("bank", ("dct",)), "values=('dct',) are not allowed: give at least one number of examples, in ascending order."),
        (("patches", (2,), dict(metric="f1", settings=FEW)), "metric='f1' is not measured: choose one of accuracy, chance_accuracy, roughness, designed_accuracy."),
        (("patches", (3,), dict(settings=FEW)), "patches=3 is not allowed: choose one of 2, 5, 10, 20, 50, 100, 200, 300."),
    ],
)  # fmt: skip
def test_wrong_arguments_are_named(arguments, message):
    option, values, *named = arguments
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        learning_curve(TASK, option, values, **(named[0] if named else {}))
    assert str(caught.value) == message


def test_a_way_that_was_not_compared_is_named(curve):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        curve.difference("learned", "random")
    assert str(caught.value) == "first_layer='learned' was not compared: choose one of designed, random."


def test_a_curve_of_the_parts_so_far_has_the_numbers_that_are_complete():
    study = curve_of_scores(TASK, "patches", (2, 20), seeds=(3, 4), among=("designed", "random"), settings=FEW)
    assert study.pieces()[:5] == [
        (2, "designed", 3),
        (2, "designed", 4),
        (2, "random", 3),
        (2, "random", 4),
        (20, "designed", 3),
    ]
    parts = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
    early = study.conclude(parts)
    assert early.values == (2,)
    assert early.scores["random"].tolist() == [[0.3, 0.4]]
    assert study.conclude(parts[:3]).values == ()
    assert study.conclude([*parts, 0.8]).scores["random"].tolist() == [[0.3, 0.4], [0.7, 0.8]]


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ([[0.1] * 3, [0.5] * 3], [[0.3] * 3, [0.2] * 3], "Ones are better than others from 2 examples on, worse at 1."),
        ([[0.5] * 3, [0.5] * 3], [[0.3] * 3, [0.2] * 3], "Ones are better than others from 1 examples on."),
        ([[0.1] * 3, [0.1] * 3], [[0.3] * 3, [0.2] * 3], "Ones are worse than others at 1 and 2 examples."),
        (
            [[0.1] * 3, [0.1, 0.2, 0.3], [0.5] * 3],
            [[0.3] * 3, [0.3, 0.2, 0.1], [0.2] * 3],
            "Ones are better than others from 3 examples on, worse at 1. At 2 there is no clear difference.",
        ),
        ([[0.1, 0.2, 0.3]] * 2, [[0.3, 0.2, 0.1]] * 2, "It is not certain which are better at 2 examples."),
    ],
)
def test_the_headline_says_which_is_better_from_where_on(first, second, said):
    assert made(first, second).headline("first", "second", ("Ones", "others")) == said
