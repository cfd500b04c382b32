"""What samples promise holds for each, at each end of every parameter."""

import itertools
import pickle

import numpy as np
import pytest

from core.data import Image, Signal, describe_sample, get_sample, sample_names, sample_parameters
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
