"""Windows of signals, and which of them have a peak at their middle."""

import numpy as np
import pytest
from scipy.signal import find_peaks

from core.data import Signal
from core.learning import get_experiment


@pytest.mark.parametrize("taps", [3, 5, 7])
@pytest.mark.parametrize("signal", ["iid", "noisy", "drift", "smooth", "ecg"])
def test_every_signal_gives_windows_with_peaks_at_their_middle(signal, taps):
    experiment = get_experiment("find_peaks", signal=signal, taps=taps)
    patches, targets = experiment.patches(), experiment.targets
    assert 0.02 < targets.mean() < 0.4
    middle = taps // 2
    if signal == "ecg":
        # a recording's row, put together again from its windows
        row = np.concatenate([patches[:, 0], patches[-1, 1:]])
        peaks = find_peaks(row)[0] - middle
        np.testing.assert_array_equal(np.flatnonzero(targets), peaks[(peaks >= 0) & (peaks < len(targets))])
    elif signal != "noisy":
        is_peak = (patches[:, middle] > patches[:, middle - 1]) & (patches[:, middle] > patches[:, middle + 1])
        np.testing.assert_array_equal(is_peak, targets == 1)


def test_one_in_three_of_independent_samples_is_a_peak():
    assert abs(get_experiment("find_peaks").targets.mean() - 1 / 3) < 0.02


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: get_experiment("find_peaks", signal=Signal("upload", "probe.csv", np.ones(1))).data,
            "The signal 'probe.csv' has 1 sample: choose one of at least 12.",
        ),
        (
            lambda: get_experiment("find_peaks", signal=Signal("upload", "probe.csv", np.ones(99))).data,
            "The signal 'probe.csv' has no peaks in its first three quarters or in its last quarter: choose a longer "
            "one, or one that goes up and down.",
        ),
    ],
)
def test_a_signal_without_peaks_to_learn_from_and_to_test_on_is_named(call, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        call()
    assert str(caught.value) == message
