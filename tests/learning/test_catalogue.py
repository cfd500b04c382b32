"""Experiments by name, with errors that say what is allowed."""

import pytest

from core import cache
from core.cache import Cache
from core.learning import experiment_names, experiment_parameters, get_experiment, one_filter_names
from core.learning.experiments import DescribePictures


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: get_experiment("find_peak"),
            "'find_peak' is not an experiment: did you mean find_peaks or find_edges? choose one of recover_kernel, "
            "find_peaks, find_peaks_two_layers, find_edges, denoise, classify_gratings, describe_pictures, name_textures.",
        ),
        (
            lambda: get_experiment("find_peaks", tap=3),
            "tap is not a parameter of find_peaks: it has taps, bias, false_positive_cost, signal, noise, seed.",
        ),
        (
            lambda: get_experiment("find_peaks", taps=4),
            "taps=4 is not allowed: choose one of 3, 5, 7, 9, 11.",
        ),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        call()
    assert str(caught.value) == message


def test_every_parameter_of_an_experiment_is_one_of_its_options():
    for name in experiment_names():
        assert [p.name for p in experiment_parameters(name)] == list(get_experiment(name).options)


def test_which_experiments_learn_one_filter_is_found_out_once(monkeypatch):
    first = one_filter_names()
    monkeypatch.setattr(DescribePictures, "make_data", lambda _: pytest.fail("its data are made anew"))
    monkeypatch.setattr(cache, "CACHE", Cache(cache.MOST, cache.AT_REST))  # in which nothing is known
    assert one_filter_names() == first
