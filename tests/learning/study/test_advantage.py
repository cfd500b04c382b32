"""Which is better, with bounds: against SciPy's paired test, and where there is nothing between them."""

import numpy as np
import pytest
from scipy.stats import ttest_rel

from core.learning import TrainingSettings, advantage, get_experiment


def test_the_bounds_are_those_of_a_paired_test():
    found = advantage(get_experiment("find_peaks", noise=0.3), "auc", seeds=range(6), confidence=0.9)
    expected = ttest_rel(found.learned, found.designed).confidence_interval(0.9)
    np.testing.assert_allclose((found.low, found.high), (expected.low, expected.high), rtol=1e-9)
    assert found.better == "learned"
    assert len(set(found.designed)) == 6  # fresh data each


def test_the_designed_filter_wins_where_no_time_is_given_to_learn():
    found = advantage(get_experiment("find_peaks"), "auc", seeds=range(5), settings=TrainingSettings(steps=1))
    assert found.better == "designed"
    assert found.high < 0


def test_neither_wins_where_the_bounds_hold_zero():
    found = advantage(get_experiment("find_peaks", false_positive_cost=30.0, bias=False), "auc", seeds=range(4))
    assert found.low < 0 < found.high
    assert found.better == "neither"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (dict(metric="f1", seeds=[1]), "seeds has 1 entries: give at least two."),
        (
            dict(metric="f1", seeds=[1, 1]),
            "seeds=[1, 1] has the same one twice: its runs would be equal. Give different ones.",
        ),
        (dict(metric="f1", confidence=1.0), "confidence=1.0 is not allowed: give a number between 0 and 1."),
        (
            dict(metric="ratio"),
            "metric='ratio' is not measured for the designed filter too: choose one of precision, recall, f1, accuracy, "
            "best_f1, auc, tuned_precision, tuned_recall, tuned_f1.",
        ),
    ],
)
def test_wrong_arguments_are_named(arguments, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        advantage(get_experiment("find_peaks"), **arguments)
    assert str(caught.value) == message
