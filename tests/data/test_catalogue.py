"""Samples: what they promise holds for each, at each end of every parameter."""

import itertools
import pickle

import numpy as np
import pytest

from core.convolution import convolve, local_maxima
from core.data import Image, Signal, describe_sample, get_image, get_sample, get_signal, sample_names, sample_parameters
from core.data.samples.thread import PRINTED_OUTPUT
from core.parameters import Choice, Range, Switch


def values_of(sample):
    return sample.samples if isinstance(sample, Signal) else sample.pixels


def ends(parameter):
    match parameter:
        case Range():
            return (parameter.minimum, parameter.maximum)
        case Choice():
            return (parameter.options[0], parameter.options[-1])
        case Switch():
            return (False, True)


@pytest.mark.parametrize("name", sample_names())
def test_every_sample_is_finite_read_only_and_described(name):
    sample, info = get_sample(name), describe_sample(name)
    values = values_of(sample)
    assert np.isfinite(values).all()
    assert not values.flags.writeable
    assert sample.ndim == info.ndim
    assert info.title
    assert info.description.endswith((".", "."))
    assert info.source
    if isinstance(sample, Image):
        assert values.min() >= 0
        assert values.max() <= 1
        assert values.dtype == np.float32


@pytest.mark.parametrize("name", sample_names())
def test_samples_are_equal_for_equal_parameters_and_survive_pickling(name):
    first, second = get_sample(name), get_sample(name)
    assert first == second
    assert hash(first) == hash(second)
    copied = pickle.loads(pickle.dumps(first))  # noqa: S301 - our own bytes
    assert copied == first
    assert not values_of(copied).flags.writeable


@pytest.mark.parametrize("name", [n for n in sample_names() if sample_parameters(n)])
def test_every_parameter_works_at_both_ends(name):
    parameters = sample_parameters(name)
    for combination in itertools.product(*(ends(parameter) for parameter in parameters)):
        chosen = dict(zip((p.name for p in parameters), combination, strict=True))
        assert np.isfinite(values_of(get_sample(name, **chosen))).all()


@pytest.mark.parametrize("name", [n for n in sample_names() if "seed" in {p.name for p in sample_parameters(n)}])
def test_another_seed_gives_other_numbers(name):
    assert not np.array_equal(values_of(get_sample(name, seed=1)), values_of(get_sample(name, seed=2)))
    np.testing.assert_array_equal(values_of(get_sample(name, seed=1)), values_of(get_sample(name, seed=1)))


def test_titles_are_unique_because_they_stand_in_addresses():
    for ndim in (1, 2):
        titles = [describe_sample(name).title for name in sample_names(ndim)]
        assert len(set(titles)) == len(titles)


def test_the_threads_numbers_give_its_peaks_and_not_its_output():
    u = get_signal("thread").samples
    y = convolve(u, [-1, 1, -1], mode="valid")
    expected = [-0.6784, -0.3401, -1.3515, 0.5152, -1.6167, 0.4355, -1.0744, 0.0623]
    np.testing.assert_allclose(y, expected, atol=5e-5)
    assert (local_maxima(u) + 1).tolist() == [5, 7, 9]
    assert int(np.argmax(y)) + 2 == 5
    assert not np.allclose(y, PRINTED_OUTPUT, atol=0.1)


def test_data_that_are_shown_with_other_words_are_other_data():
    pixels, samples = np.full((3, 3), 0.5), np.arange(4.0)
    assert Image("upload", "mine.png", pixels) != Image("upload", "yours.png", pixels)
    assert Image("upload", "mine.png", pixels, "8 bits") != Image("upload", "mine.png", pixels, "16 bits")
    assert Signal("upload", "a.csv", samples, 100.0) != Signal("upload", "a.csv", samples, 8000.0)
    assert Signal("upload", "a.csv", samples, unit="V") != Signal("upload", "a.csv", samples, unit="mV")
    assert hash(Signal("upload", "a.csv", samples, 100.0)) == hash(Signal("upload", "a.csv", samples, 100.0))


def test_one_pixel_changes_the_content_id():
    pixels = np.zeros((1000, 1000), np.float32)
    first = Image("a", "A", pixels)
    pixels[500, 777] = 1e-6
    assert first.content_id != Image("a", "A", pixels).content_id


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
        (lambda: Signal("a", "A", []), "samples has the shape (0,): give (n,) with at least one sample."),
        (lambda: Signal("a", "A", [np.nan]), "samples holds NaN or infinite values: give finite numbers."),
        (
            lambda: Signal("a", "A", [1.0], sample_rate=0),
            "sample_rate=0 is not allowed: give a positive number of Hz, or None.",
        ),
        (
            lambda: Image("a", "A", np.ones((2, 2, 2))),
            "pixels has the shape (2, 2, 2): give (h, w) or (h, w, 3), none of them 0.",
        ),
        (
            lambda: Image("a", "A", [[0.0, 2.0]]),
            "pixels run from 0 to 2: give values from 0 to 1, without NaN.",
        ),
    ],
)
def test_what_is_not_allowed_is_named(call, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        call()
    assert str(caught.value) == message
