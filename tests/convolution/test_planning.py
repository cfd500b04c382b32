"""The plan: what it chooses, what it says, and that `correlate` follows it."""

import numpy as np
import pytest

from core.convolution import plan

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("kernel", "method"),
    [
        (np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]), "direct"),
        (RANDOM.random((7, 7)), "direct"),
        (np.outer(np.hanning(17)[1:-1], np.hanning(17)[1:-1]), "separable"),
        (RANDOM.random((63, 63)), "fft"),
    ],
)
def test_the_method_suits_the_kernel(kernel, method):
    for dtype in ("float32", "float64"):
        chosen = plan((1024, 1024), kernel, dtype)
        assert chosen.method == method
        assert chosen.seconds == chosen.candidates[method] == min(chosen.candidates.values())


def test_the_reasons_are_sentences_with_numbers():
    assert plan((1024, 1024), np.ones((15, 15))).reasons[0] == (
        "Separable: a column, then a row, 15 + 15 instead of 225 products an output."
    )
    image = plan((1024, 1024), RANDOM.random((63, 63)), channel_axis=None)
    assert image.reasons[0].startswith("Fourier transforms of ")
    assert image.reasons[0].endswith(", not 3969 products an output.")
    assert "The kernel is no column times a row, so it cannot be split." in image.reasons
    assert plan((9,), [1.0]).reasons[0] == "Direct: 1 product an output."
    assert plan((9,), [1.0], "longdouble").reasons == (
        "By definition: shift, multiply and add, 1 product an output, in float64 or better.",
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            dict(kernel=RANDOM.random((3, 3)), method="separable"),
            "Method 'separable' cannot do this: the kernel is no column times a row.",
        ),
        (
            dict(kernel=np.full((3, 3), np.nan), method="fft"),
            "Method 'fft' cannot do this: the kernel and cval must be finite.",
        ),
        (
            dict(kernel=np.ones((3, 3)), method="direct", dtype="longdouble"),
            f"Method 'direct' cannot do this: it computes in float32 or float64, not in {np.dtype(np.longdouble)}.",
        ),
    ],
)
def test_a_method_that_cannot_do_it_gives_way_and_says_why(arguments, sentence):
    chosen = plan((64, 64), **arguments)
    assert chosen.method in ("direct", "definition")
    assert sentence in chosen.reasons


def test_predictions_grow_with_the_work():
    small, large = (plan((side, side), np.ones((3, 3))).seconds for side in (256, 2048))
    assert small < large
    assert plan((512, 512), RANDOM.random((9, 9)), stride=4).seconds < plan((512, 512), RANDOM.random((9, 9))).seconds
    assert plan((512, 512, 3), np.ones((3, 3)), channel_axis=2).seconds > plan((512, 512), np.ones((3, 3))).seconds


def test_wrong_arguments_are_refused_as_by_correlate():
    with pytest.raises(ValueError, match=r"^method='magic' is unknown: choose one of auto, direct, separable, fft, "):
        plan((4, 4), np.ones((3, 3)), method="magic")
    with pytest.raises(ValueError, match=r"^data is empty \(shape \(0, 4\)\): give at least one number\.$"):
        plan((0, 4), np.ones((3, 3)))
    with pytest.raises(TypeError, match=r"^data has dtype complex64: give real numbers"):
        plan((4, 4), np.ones((3, 3)), "complex64")


def test_planning_allocates_no_image():
    assert plan((10**6, 10**6), np.ones((3, 3))).seconds > 1
