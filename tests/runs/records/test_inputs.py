"""Data of one's own come back as they were, and nothing larger or other than a page would take."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save

from core.data import Image, Signal
from core.kernels import Kernel
from core.runs import DamagedRun
from core.runs.records.inputs import decode_input, encode_input

RNG = np.random.default_rng(0)
NOT_ONE = "The experiment of this run cannot be read: an input of it is neither a kernel nor a signal nor a picture."
NO_RATE = "The experiment of this run cannot be read: an input of it is a signal without a valid sample rate."
OUTSIDE = "This run cannot be used: an input of it has numbers outside {bounds}, which are all that can be taken."
TOO_LARGE = "This run cannot be used: an input of it has {shape} numbers: {words} can be taken."
GOOD = {"kernel": np.ones(3), "signal": np.ones(8), "image": np.ones((4, 4))}


def bytes_of(array):
    return save({"array": np.ascontiguousarray(array)})


def refused(kind, array, **facts):
    with pytest.raises(DamagedRun) as caught:
        decode_input({"object": kind, "name": "own", "title": "Own"} | facts, bytes_of(array))
    return str(caught.value)


@pytest.mark.parametrize(
    "value",
    [
        Kernel("own", "Own", "edited", RNG.normal(size=(3, 5))),
        Kernel("own", "Own", "edited", [1.0, -2.0]),
        Signal("own", "Own", RNG.normal(size=50), sample_rate=48_000.0, unit="mV"),
        Signal("own", "Own", RNG.normal(size=50).astype(np.float32)),
        Image("own", "Own", RNG.random((6, 5)).astype(np.float32)),
        Image("own", "Own", RNG.random((6, 5, 3))),
    ],
    ids=lambda each: f"{type(each).__name__}",
)
def test_what_is_written_is_what_is_read(value):
    facts, content = encode_input(value)
    back = decode_input(facts, content)
    assert back == value
    assert {fact: getattr(back, fact, None) for fact in ("name", "title", "family", "sample_rate", "unit")} == {
        fact: getattr(value, fact, None) for fact in ("name", "title", "family", "sample_rate", "unit")
    }
    array = {Kernel: "weights", Signal: "samples", Image: "pixels"}[type(value)]
    assert getattr(back, array).dtype == getattr(value, array).dtype


@pytest.mark.parametrize(
    ("kind", "shape", "words"),
    [
        ("kernel", (32, 3), "kernels of up to 31 x 31"),
        ("kernel", (2, 2, 2), "kernels of up to 31 x 31"),
        ("kernel", (0,), "kernels of up to 31 x 31"),
        ("signal", (1_000_001,), "signals of one row of up to 1,000,000"),
        ("signal", (1, 5), "signals of one row of up to 1,000,000"),
        ("image", (4, 4, 2), "pictures of up to 4 megapixels, grey or in three colours,"),
        ("image", (4,), "pictures of up to 4 megapixels, grey or in three colours,"),
        ("image", (2001, 2000), "pictures of up to 4 megapixels, grey or in three colours,"),
    ],
)
def test_what_is_larger_or_of_another_shape_is_refused(kind, shape, words):
    extent = " x ".join(f"{length:,}" for length in shape)
    assert refused(kind, np.zeros(shape, np.int8)) == TOO_LARGE.format(shape=extent, words=words)


@pytest.mark.parametrize(
    ("kind", "most", "bounds"),
    [("kernel", 1e6, "-1e+06 to 1e+06"), ("signal", 1e70, "-1e+70 to 1e+70"), ("image", 1.0, "0 to 1")],
)
def test_numbers_up_to_the_bounds_are_taken_and_no_others(kind, most, bounds):
    for least in (0.0, -most):
        array = np.linspace(least, most, GOOD[kind].size).reshape(GOOD[kind].shape)
        if kind == "image" and least < 0:
            assert refused(kind, array) == OUTSIDE.format(bounds=bounds)
        else:
            decode_input({"object": kind, "name": "own", "title": "Own"}, bytes_of(array))
    for bad in (np.nextafter(most, np.inf), np.nan, -np.inf):
        array = GOOD[kind].copy()
        array.flat[1] = bad
        assert refused(kind, array) == OUTSIDE.format(bounds=bounds)


@pytest.mark.parametrize("kind", ["song", "", None, 3, ["kernel"]])
def test_what_is_none_of_the_three_is_refused(kind):
    assert refused(kind, np.ones(3)) == NOT_ONE


def test_truths_are_no_numbers():
    assert refused("signal", np.ones(3, bool)) == NOT_ONE


@pytest.mark.parametrize("rate", [0, -1.0, True, "8000", float("inf"), float("nan"), 1e300])
def test_a_sample_rate_is_a_number_above_nought(rate):
    assert refused("signal", np.ones(3), sample_rate=rate) == NO_RATE


FACTS = st.dictionaries(
    st.sampled_from(["object", "name", "title", "family", "sample_rate", "unit"]),
    st.one_of(
        st.sampled_from(["kernel", "signal", "image"]), st.text(max_size=4), st.none(), st.floats(), st.lists(st.none())
    ),
)


@given(facts=FACTS, kind=st.sampled_from(sorted(GOOD)), array=st.sampled_from([*GOOD.values(), np.zeros(0)]))
def test_whatever_is_said_of_it_it_is_an_input_or_gets_a_sentence(facts, kind, array):
    try:
        found = decode_input({"object": kind} | facts, bytes_of(array))
    except DamagedRun as error:
        assert str(error).endswith(".")
    else:
        assert {Kernel: "kernel", Signal: "signal", Image: "image"}[type(found)] == ({"object": kind} | facts)["object"]
