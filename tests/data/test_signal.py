"""A signal is one row of finite numbers that nobody changes."""

import numpy as np
import pytest

from core.data import Signal, beginning


def test_its_samples_are_a_copy_that_nobody_changes():
    given = np.arange(3, dtype=np.float32)
    signal = Signal("a", "A", given)
    given[0] = 9
    assert signal.samples.tolist() == [0, 1, 2]
    assert signal.samples.dtype == np.float64
    with pytest.raises(ValueError, match="read-only"):
        signal.samples[0] = 1


def test_a_beginning_keeps_all_but_the_end():
    signal = Signal("a", "A", np.arange(9.0), 8000.0, "V", "Mine.", "Made here.", {"seed": 3})
    first = beginning(signal, 4)
    assert first == Signal("a", "A", np.arange(4.0), 8000.0, "V", "Mine.", "Made here.", {"seed": 3})
    assert beginning(signal, 9) is signal
    assert beginning(signal, 100) is signal


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Signal("a", "A", []), "samples has the shape (0,): give (n,) with at least one sample."),
        (lambda: Signal("a", "A", [np.nan]), "samples holds NaN or infinite values: give finite numbers."),
        (
            lambda: Signal("a", "A", [1.0], sample_rate=0),
            "sample_rate=0 is not allowed: give a positive number of Hz, or None.",
        ),
    ],
)
def test_what_is_not_allowed_is_named(call, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        call()
    assert str(caught.value) == message
