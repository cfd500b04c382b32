"""Samples are found by their names, and what is no sample is named with its neighbours."""

import pytest

from core.data import get_image, get_sample, get_signal
from core.data.catalogue import SampleInfo, register


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: get_sample("camra"), "'camra' is not a sample: did you mean camera? sample_names() lists all."),
        (
            lambda: get_signal("camera"),
            "'camera' is an image, not a signal: use get_image, or a name of sample_names(1).",
        ),
        (lambda: get_image("ecg"), "'ecg' is a signal, not an image: use get_signal, or a name of sample_names(2)."),
        (lambda: get_sample("ecg", seed=1), "seed is not a parameter of ecg: it has none."),
    ],
)
def test_what_is_not_allowed_is_named(call, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        call()
    assert str(caught.value) == message


def test_two_samples_of_one_name_are_refused():
    again = SampleInfo("thread", "Thread", "mine", 1, "Again.", "Made here.")
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        register(again)(lambda: None)
    assert str(caught.value) == "'thread' is already a sample: choose another name."
    assert get_signal("thread").samples.size == 10
