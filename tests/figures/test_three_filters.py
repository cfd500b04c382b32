"""The figure of the first page: what the browser gets is what core computes."""

import numpy as np
import pytest

from core.convolution import correlate, local_maxima
from core.figures.three_filters import scale_of, three_filters
from core.kernels import get_kernel
from core.learning import both_goals, get_experiment, train
from tests.messages import unpacked

IMITATOR, FINDER = (train(get_experiment(name)) for name in ("recover_kernel", "find_peaks"))
SIGNAL = FINDER.experiment.data.shown_input[:24]
FOUND = unpacked(three_filters(SIGNAL, get_kernel("peak_detector"), IMITATOR, FINDER))


def test_the_signal_and_its_peaks_are_those_of_the_data():
    np.testing.assert_allclose(FOUND["signal"], SIGNAL, rtol=1e-6)
    np.testing.assert_array_equal(np.flatnonzero(FOUND["is_peak"]), local_maxima(SIGNAL))


@pytest.mark.parametrize(("row", "run"), [(1, IMITATOR), (2, FINDER)])
def test_each_frame_has_the_answers_of_its_own_numbers(row, run):
    steps = FOUND[f"steps_{row}"]
    assert (steps[0], steps[-2], steps[-1]) == (0, run.settings.steps, run.settings.steps)
    assert len(steps) - 1 == len(FOUND[f"times_{row}"]) == min(60, len(run.steps))
    for frame in (0, 1, len(steps) // 2, len(steps) - 2):
        at = run.steps.tolist().index(steps[frame])
        np.testing.assert_allclose(FOUND[f"weights_{row}"][frame], run.weights[at], rtol=1e-6)
        answers = np.convolve(SIGNAL, run.weights[at][::-1], "valid") + run.bias[at]
        np.testing.assert_allclose(FOUND[f"answers_{row}"][frame], answers, rtol=1e-5, atol=1e-6)
        assert FOUND[f"scale_{row}"][frame] == pytest.approx(scale_of(run.weights[at]))


def test_the_designed_filter_stands_still_and_answers_as_written():
    assert FOUND["weights_0"].tolist() == [[-1, 1, -1]]
    np.testing.assert_allclose(FOUND["answers_0"][0], correlate(SIGNAL, [-1.0, 1.0, -1.0], mode="valid"), rtol=1e-6)
    assert FOUND["times_0"].tolist() == [0]


def test_the_verdict_is_that_of_the_runs():
    metrics = FINDER.metrics
    assert (
        FOUND["verdict"]
        == both_goals(IMITATOR, FINDER)
        == (
            "To imitate: yes, they became [−1 1 −1]. To find peaks: no, a better filter. "
            f"In {len(FINDER.experiment.data.test_targets):,} held-out samples it finds {metrics['recall']:.0%} of the "
            f"peaks, not {metrics['designed_recall']:.0%}; {1 - metrics['precision']:.0%} of its alarms are false."
        ).replace("%", " %")
    )


def test_the_outer_numbers_decide_the_scale_once_they_are_larger_than_one():
    assert scale_of([-8.5, 15.2, -8.3]) == pytest.approx(8.4)
    assert scale_of([0.1, 9.0, -0.2]) == 1
