"""Windows of signals, and which of them have a peak at their middle."""

import numpy as np
import pytest
from scipy.signal import find_peaks

from core.data import Signal
from core.learning import get_experiment
from core.learning.experiments.data.peak_signals import designed_detection, peak_data


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


def test_of_a_recording_each_sample_but_the_ends_is_the_middle_of_one_window_to_learn_from_or_to_test_on():
    samples = np.sin(np.arange(203) / 3) * np.arange(203)
    data = peak_data(Signal("own", "Own", samples), 5, 0.0, 0)
    scaled = (samples - samples.min()) / np.ptp(samples)
    assert len(data.inputs) == 203 * 3 // 4 - 2
    np.testing.assert_array_equal(np.concatenate([data.inputs[:, 2], data.test_inputs[:, 2]]), scaled[2:-2])
    peaks = find_peaks(scaled)[0] - 2
    np.testing.assert_array_equal(
        np.flatnonzero(np.r_[data.targets, data.test_targets]), peaks[(peaks >= 0) & (peaks < 199)]
    )


def test_noise_hides_the_signal_and_not_its_peaks():
    clean, seen = (peak_data("ecg", 3, noise, 1) for noise in (0.0, 0.2))
    for part in ("targets", "test_targets", "shown_answer"):
        np.testing.assert_array_equal(getattr(seen, part), getattr(clean, part))
    for part in ("inputs", "test_inputs"):
        away = getattr(seen, part) - getattr(clean, part)
        assert abs(away.mean()) < 0.02
        np.testing.assert_allclose(away.std(), 0.2, rtol=0.05)
    noisy, tenth = peak_data("noisy", 3, 0.0, 1), peak_data("iid", 3, 0.1, 1)
    np.testing.assert_array_equal(noisy.inputs, tenth.inputs)
    np.testing.assert_array_equal(noisy.test_targets, tenth.test_targets)


def test_what_is_shown_are_the_first_held_out_samples_with_all_their_peaks():
    data = peak_data("iid", 3, 0.0, 2)
    np.testing.assert_array_equal(data.shown_input[:-2], data.test_inputs[: len(data.shown_input) - 2, 0])
    np.testing.assert_array_equal(np.flatnonzero(data.shown_answer), find_peaks(data.shown_input)[0])


def test_a_centre_is_taken_off_what_is_seen_and_changes_no_answer():
    plain, centred = peak_data("drift", 5, 0.1, 3), peak_data("drift", 5, 0.1, 3, centre=0.5)
    for part in ("inputs", "test_inputs", "shown_input"):
        np.testing.assert_array_equal(getattr(centred, part), getattr(plain, part) - 0.5)
    for part in ("targets", "test_targets", "shown_answer"):
        np.testing.assert_array_equal(getattr(centred, part), getattr(plain, part))


@pytest.mark.parametrize("taps", [3, 7])
def test_the_designed_detector_sees_the_three_samples_in_the_middle(taps):
    data, middle = peak_data("noisy", taps, 0.0, 4), taps // 2
    before, centre, after = data.test_inputs[:, middle - 1 : middle + 2].T
    alarm, target = centre - before - after > 0, data.test_targets == 1
    found = designed_detection("noisy", taps, 0.0, 4)
    np.testing.assert_allclose(found["recall"], (alarm & target).sum() / target.sum())
    np.testing.assert_allclose(found["precision"], (alarm & target).sum() / alarm.sum())
    assert found["tuned_f1"] > found["f1"]
