"""Sums of products tell what the data themselves would tell."""

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from core.study.division import Segment, divide
from core.study.moments import patch_sums, smaller
from core.study.sums import fitted, part_of, squared_error, sums_of

RNG = np.random.default_rng(0)


def test_gain_and_offset_are_those_of_least_squares_and_so_is_the_error():
    answer = RNG.normal(size=(20, 30))
    target = 3 * answer + 1 + 0.1 * RNG.normal(size=answer.shape)
    segments = [Segment(0, ((2, 9), (0, 30)), 0), Segment(0, ((9, 20), (5, 30)), 1)]
    for sums, segment in zip(sums_of([answer], [target], segments), segments, strict=True):
        one, other = (part_of(each, segment.box).ravel() for each in (answer, target))
        design = np.column_stack([one, np.ones_like(one)])
        expected = np.linalg.lstsq(design, other, rcond=None)[0]
        np.testing.assert_allclose(fitted(sums), expected, rtol=1e-10)
        np.testing.assert_allclose(squared_error(sums, expected), np.sum((design @ expected - other) ** 2), rtol=1e-8)


@pytest.mark.parametrize(("shape", "largest", "size"), [((300,), 9, 5), ((300,), 9, 9), ((60, 80), 5, 3)])
def test_the_best_filter_of_a_part_is_that_of_its_patches(shape, largest, size):
    before, after = RNG.normal(size=shape), RNG.normal(size=shape)
    cut = divide([shape], largest=largest, folds=3)
    most, few = (largest,) * len(shape), (size,) * len(shape)
    sums = smaller(patch_sums([before], [[after]], cut.segments, most)[0], most, few)
    training = list(cut.training(1))
    rows, targets = [], []
    for number in training:
        box = cut.segments[number].box
        around = tuple((low - size // 2, high + size // 2) for low, high in box)
        rows.append(sliding_window_view(part_of(before, around), few).reshape(-1, size ** len(shape)))
        targets.append(part_of(after, box).ravel())
    design = np.concatenate(rows)
    expected = np.linalg.lstsq(np.column_stack([design, np.ones(len(design))]), np.concatenate(targets), rcond=None)[0]
    np.testing.assert_allclose(fitted(sums[training].sum(axis=0)), expected, rtol=1e-9, atol=1e-12)


def test_what_the_data_do_not_decide_is_left_at_zero():
    flat = np.full(50, 5.0)
    sums = sums_of([flat], [np.arange(50.0)], [Segment(0, ((0, 50),), 0)])[0]
    coefficients = fitted(sums)
    assert np.isfinite(coefficients).all()
    np.testing.assert_allclose(coefficients @ [5.0, 1.0], np.arange(50.0).mean(), rtol=1e-10)
    np.testing.assert_array_equal(fitted(np.zeros((3, 3))), [0.0, 0.0])
