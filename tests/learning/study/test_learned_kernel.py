"""A learned filter is a kernel that says where it comes from."""

import numpy as np
import pytest

from core.learning import TrainingSettings, get_experiment, learned_kernel, train


def test_a_learned_filter_says_where_it_comes_from():
    run = train(get_experiment("find_peaks"))
    kernel = learned_kernel(run)
    np.testing.assert_array_equal(kernel.weights, run.weights[-1])
    assert kernel.description == (
        f"Learned by find the peaks, 600 steps from seed 0. Add the bias {float(run.bias[-1])!r} to every answer."
    )


def test_a_filter_without_a_bias_needs_none():
    run = train(get_experiment("find_peaks", bias=False), TrainingSettings(steps=10, seed=3))
    assert learned_kernel(run).description == "Learned by find the peaks, 10 steps from seed 3."


def test_several_filters_are_no_kernel():
    run = train(get_experiment("find_peaks_two_layers", hidden=3), TrainingSettings(steps=5))
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        learned_kernel(run)
    assert str(caught.value) == "run has 3 filters: give a run of a model with one."
